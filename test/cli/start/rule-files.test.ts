/** The script for a check of rule files: when it is chosen, and that nothing is lost where it does not suffice. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isForRuleFiles } from '../../../src/cli/start/for-rule-files.ts'
import { alertbook, type Ran, root, run, temporaryFolder, temporaryProject } from '../../setup.ts'

const rules = (alert: string): string => `groups:
  - name: g
    rules:
      - alert: ${alert}
        expr: up == 0
        for: 5m
        labels: { severity: warning }
`

test.each<[boolean, string]>([
  [true, 'check a.yml'],
  [true, 'check --checks off a.yml b.yml'],
  [true, 'check -'],
  [false, 'check'],
  [false, 'check --format json'],
  [false, 'check rules'],
  [false, 'check --fix a.yml'],
  [false, 'check a.yml --dry-run'],
  [false, 'check -w a.yml'],
  [false, 'check --root there a.yml'],
  [false, 'build a.yml'],
  [false, ''],
])('%s: alertbook %s', (expected, line) => {
  expect(isForRuleFiles(line.split(' '), temporaryFolder())).toBe(expected)
})

test('within a project only with `--standalone`', () => {
  const cwd = join(temporaryProject({ 'alertbook.yml': '', 'rules/a.yml': '' }), 'rules')
  expect(isForRuleFiles(['check', 'a.yml'], cwd)).toBe(false)
  expect(isForRuleFiles(['check', '--standalone', 'a.yml'], cwd)).toBe(true)
})

/** Each line begins with the small script, which lacks what is asked for. */
test.each<[string, readonly string[], string]>([
  ['a folder of a project without a configuration', ['./rules'], '2 alerts'],
  ['a runbook', ['runbooks/one.md'], 'in 1 runbook'],
  ['a file of a project below, and one of none', ['loose.yml', 'below/rules/a.yml'], '1 alert'],
])('%s is checked once, by the whole program', async (_, paths, expected) => {
  const cwd = temporaryProject({
    'runbooks/one.md': '# One\n\nLook.\n',
    'rules/a.yml': rules('A'),
    'rules/b.yml': rules('B'),
    'loose.yml': rules('Loose'),
    'below/alertbook.yml': '',
    'below/rules/a.yml': rules('Below'),
  })
  expect(isForRuleFiles(['check', ...paths], cwd)).toBe(true)
  const { out, err } = await alertbook(['check', '--no-cache', ...paths], { cwd })
  expect(err).toBe('')
  const ends = out.split('\n').filter((line) => / groups?$/.test(line))
  expect(ends.join()).toContain(expected)
  expect(ends).toHaveLength(paths.length)
})

test('a misspelt option and an unknown path are told once', async () => {
  const cwd = temporaryFolder()
  const told = async (...args: string[]): Promise<Ran> => alertbook(['check', ...args], { cwd })
  expect(await told('--cheks', 'off', 'a.yml')).toMatchObject({ code: 2, out: '' })
  expect((await told('nothing.md')).err.match(/no file or folder/g)).toHaveLength(1)
})

test('every part of the package runs without what it was bundled from', async () => {
  const folder = temporaryProject({
    'rules.yml': `groups:
  - name: g
    rules:
      - alert: A
        expr: up{job=~"(?i:a)|[[:alpha:]]+"} == 0
        for: 5m
        labels: { severity: warning }
        annotations: { summary: '{{ reReplaceAll "(.)x" "$1" $labels.job }}' }
`,
  })
  cpSync(join(root, 'lib'), join(folder, 'lib'), { recursive: true })
  const { code, out, err } = await run(process.execPath, ['lib/cli.js', 'check', 'rules.yml'], {
    cwd: folder,
  })
  expect({ code, err, out }).toMatchObject({ err: '', code: 0 })
  const library = `import { parseExpr } from './lib/promql.mjs'
    console.log(parseExpr('up{job=~"(?i:a)|[[:alpha:]]+"}').expr?.kind, parseExpr('up{job=~"(?i:a)|("}').expr?.kind)`
  const used = await run(process.execPath, ['--input-type=module', '-e', library], { cwd: folder })
  expect(used).toMatchObject({ err: '', out: 'vectorSelector undefined\n' })
})
