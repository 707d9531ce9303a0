/** Names of files and texts with everything in them: what is written is the author's rules, and loads. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseRuleFile } from '../../src/parse/rules/rule-file.ts'
import { referees } from '../engine/referees.ts'
import { cli } from '../project.ts'
import { temporaryProject } from '../setup.ts'

const HOSTILE = [
  '\n  - name: evil\n    rules: [{record: evil, expr: up}]\n#',
  '\r  - name: evil\r',
  '\u0085  - name: evil\u0085',
  '\u2028  - name: evil',
  '\u2029evil: ',
  '\x1b[31m',
  '\x7f\u0000'.replace('\u0000', '\u0001'),
  '\u202e\ufeff',
  ' # x: y',
  '\'"`{}[]%@&*!|>-?:,',
]

/** As a string of YAML, which takes fewer characters as they are than JSON does. */
const quoted = (text: string): string => JSON.stringify(text).replaceAll('\x7f', '\\u007f')

function files(text: string, i: number): Record<string, string> {
  const json = quoted(text)
  const alert = (name: string): string =>
    `alert: ${name}\nexpr: ${quoted(`foo${i} == 0 # ${text.replace(/[\r\n]/g, '')}`)}\nlabels: {severity: page, team: ${json}}\nannotations: {summary: ${json}}\n`
  return {
    [`runbooks/p${i}${text}.md`]: `---\ntitle: ${quoted(`T${text}`)}\n---\n# P\n\n\`\`\`yaml\n${alert(`P${i}`)}\`\`\`\n\n\`\`\`yaml test\nname: ${quoted(`n${text}`)}\nseries:\n  foo${i}: 0 0 0\nalerts:\n  P${i}: \n    2m: firing\n\`\`\`\n`,
    [`rules/r${i}${text}.yml`]: `groups:\n- name: ${quoted(`g${text}`)}\n  rules:\n  - ${alert(`R${i}`).replaceAll('\n', '\n    ')}\n`,
  }
}

test('rule files hold the rules that were written, whatever names and texts say', async () => {
  const root = temporaryProject({
    'alertbook.yml': 'site:\n  url: https://books.corp/\n',
    ...Object.assign({}, ...HOSTILE.map(files)),
  })
  const { code, out, err } = await cli(root, 'build', '--format', 'json')
  const { diagnostics: found } = JSON.parse(out) as { diagnostics: { severity: string; message: string }[] }
  expect(found.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const text = readFileSync(join(root, 'dist/rules.yml'), 'utf8')
  const { groups, diagnostics } = parseRuleFile({ path: 'rules.yml', text })
  expect(diagnostics).toEqual([])
  const rules = groups.flatMap((group) => group.rules)
  const names = HOSTILE.flatMap((_, i) => [`P${i}`, `R${i}`])
  expect(rules.map(({ alert, record }) => (alert ?? record)?.value.value).sort()).toEqual(names.sort())
  for (const { alert, annotations } of rules) {
    const summary = annotations.find(({ key }) => key.value === 'summary')?.value.value
    expect(summary).toBe(HOSTILE[Number(alert!.value.value.slice(1))])
  }
  const tests = readdirSync(join(root, 'dist/tests')).map((name) => join(root, 'dist/tests', name))
  expect(tests).toHaveLength(HOSTILE.length)
  for (const { path, version } of referees('promtool')) {
    expect(spawnSync(path, ['test', 'rules', ...tests], { encoding: 'utf8' }).stderr).toBe('')
    const { status, stdout } = spawnSync(path, ['check', 'rules', join(root, 'dist/rules.yml')], {
      encoding: 'utf8',
    })
    expect({ version, status, found: /SUCCESS: (\d+) rules found/.exec(stdout)?.[1] }).toEqual({
      version,
      status: 0,
      found: String(names.length),
    })
  }
})
