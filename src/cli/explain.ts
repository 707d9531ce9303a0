/** `alertbook explain <code>`: the documentation of a code, in the terminal. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CHECKS } from '../checks/index.ts'
import { type Command, UserError } from './command.ts'
import { CODES, noCode } from './finding-selection.ts'
import { pagesFolder } from './pages.ts'

export const explain: Command = {
  usage: '[CODE]',
  help: 'Prints the page of a code: why it is reported and what to write instead. Without a code, lists them all.',
  options: {},
  most: 1,
  words: CODES,
  async run({ positionals }, io) {
    const folder = pagesFolder()
    if (folder === undefined)
      throw new UserError('the pages of the codes are not installed', 'reinstall Alertbook')
    const codes = [...CODES].sort()
    const code = positionals[0]
    if (code === undefined) {
      const summary = new Map(CHECKS.map((check) => [check.code, `${check.severity}: ${check.summary}`]))
      for (const name of codes) {
        const [, title = ''] = readFileSync(join(folder, `${name}.md`), 'utf8').split('\n\n')
        io.out(`  ${name.padEnd(22)}${summary.get(name) ?? title.replaceAll('\n', ' ')}\n`)
      }
      return 0
    }
    if (!codes.includes(code)) throw noCode(code, codes)
    io.out(readFileSync(join(folder, `${code}.md`), 'utf8'))
    return 0
  },
}
