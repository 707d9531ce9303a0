/** docs/checks/README.md lists every page beside it, with the sentence it begins with. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../setup.ts'

const FOLDER = join(root, 'docs/checks')
const LIST = /(?<=<!-- codes -->\n)[\s\S]*?(?=<!-- \/codes -->)/

function lineOf(name: string): string {
  const [, , ...rest] = readFileSync(join(FOLDER, name), 'utf8').split('\n')
  const sentence = rest.slice(0, rest.indexOf('')).join(' ')
  return `- [${name.slice(0, -'.md'.length)}](${name}): ${sentence}`
}

test('every code is listed', () => {
  const pages = readdirSync(FOLDER).filter((name) => name.endsWith('.md') && name !== 'README.md')
  const list = `\n${pages.sort().map(lineOf).join('\n')}\n\n`
  const path = join(FOLDER, 'README.md')
  if (process.env.UPDATE)
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(LIST, () => list),
    )
  expect(LIST.exec(readFileSync(path, 'utf8'))?.[0]).toBe(list)
})
