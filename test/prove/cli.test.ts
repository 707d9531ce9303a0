/** `alertbook test`, run like a user does. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { alertbook, type Ran, temporaryProject } from '../setup.ts'
import { pageWith } from './fences.ts'

const RULES = `groups:
  - name: g
    rules:
      - alert: HostDown
        expr: up == 0
        for: 5m
        annotations: { summary: '{{ if eq $labels.env "prod" }}page{{ else }}wait{{ end }}' }
      - record: seen
        expr: never
`

const testFile = (exp: string): string => `rule_files: [rules.yml]
tests:
  - name: fires
    interval: 1m
    input_series: [{ series: 'up{env="prod"}', values: 1 0x20 }]
    alert_rule_test: [{ eval_time: 6m, alertname: HostDown, exp_alerts: ${exp} }]
  - name: is quiet
    interval: 1m
    input_series: [{ series: 'up{env="prod"}', values: 1x20 }]
    alert_rule_test: [{ eval_time: 6m, alertname: HostDown }]
`

const RIGHT = '[{ exp_labels: { env: prod }, exp_annotations: { summary: page } }]'
const WRONG = '[{ exp_labels: { env: test }, exp_annotations: { summary: page } }]'

const FILES = { 'rules.yml': RULES, 'right_test.yml': testFile(RIGHT), 'wrong_test.yml': testFile(WRONG) }

const MANIFEST = `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: host }
spec:
${RULES.replace(/^/gm, '  ').trimEnd()}
`

/** The command line with its own cache, away from the user's. */
const runIn = (cwd: string, ...args: string[]): Promise<Ran> =>
  alertbook(['test', ...args], { cwd, env: { NO_COLOR: '1', XDG_CACHE_HOME: join(cwd, 'cache') } })

describe('without a project', () => {
  test('a file that passes', async () => {
    const { code, out, err } = await runIn(temporaryProject(FILES), 'right_test.yml')
    expect({ code, out, err }).toEqual({ code: 0, out: '2 tests passed in 1 file\n', err: '' })
  })

  test('a file that fails: the line, the difference, what the parts of the expression returned', async () => {
    const { code, out } = await runIn(temporaryProject(FILES), 'wrong_test.yml')
    expect(code).toBe(1)
    expect(out).toContain('wrong_test.yml:6:')
    expect(out).toMatch(/label `env`\n +expected +test\n +got +prod\n/)
    expect(out).toMatch(/up == 0 +0 +up\{env="prod"\}\n +up +0 +up\{env="prod"\}\n/)
    expect(out).toContain('1 test failed, 1 passed in 1 file')
  })

  test('a file that is no test, and one that is not there', async () => {
    const folder = temporaryProject(FILES)
    expect((await runIn(folder, 'rules.yml')).code).toBe(2)
    expect((await runIn(folder, 'nothing.yml')).code).toBe(2)
    expect((await runIn(folder)).code).toBe(2)
  })

  test('a folder gives what looks like tests', async () => {
    const { out } = await runIn(temporaryProject(FILES), '.')
    expect(out).toContain('1 test failed, 3 passed in 2 files')
  })

  test('rules of manifests and of runbooks', async () => {
    const page = `# Host\n\n\`\`\`yaml\n${RULES}\`\`\`\n`
    const folder = temporaryProject({
      'a_test.yml': testFile(RIGHT).replace('rules.yml', 'manifest.yml'),
      'b_test.yml': testFile(RIGHT).replace('rules.yml', 'host.md'),
      'manifest.yml': MANIFEST,
      'host.md': page,
    })
    const { code, out } = await runIn(folder, 'a_test.yml', 'b_test.yml')
    expect(out).toBe('4 tests passed in 2 files\n')
    expect(code).toBe(0)
  })

  test('a runbook alone', async () => {
    const fence = 'series: { load: 5x9 }\nalerts: { HighLoad: { 5m: firing } }'
    const { out } = await runIn(temporaryProject({ 'load.md': pageWith(fence) }), 'load.md')
    expect(out).toBe('1 test passed in 1 file\n')
  })

  test('a script of PromQL', async () => {
    const script = 'load 1m\n  up 1 2 3\n\neval instant at 2m up\n  up 3\n\neval instant at 1m up\n  up 3\n'
    const { code, out } = await runIn(temporaryProject({ 'up.test': script }), 'up.test')
    expect(code).toBe(1)
    expect(out).toContain('1 test failed, 1 passed in 1 file')
  })
})

describe('options', () => {
  test('--run leaves tests out', async () => {
    const { out } = await runIn(temporaryProject(FILES), 'wrong_test.yml', '--run', '^is ')
    expect(out).toBe('1 test passed, 1 skipped in 1 file\n')
    expect((await runIn(temporaryProject(FILES), 'wrong_test.yml', '--run', '(')).code).toBe(2)
  })

  test('--format json', async () => {
    const { code, out } = await runIn(temporaryProject(FILES), '.', '--format', 'json')
    expect(code).toBe(1)
    const { tests, summary } = JSON.parse(out) as { tests: Record<string, unknown>[]; summary: unknown }
    expect(summary).toEqual({ passed: 3, failed: 1, skipped: 0 })
    expect(tests.map(({ file, name, line, passed }) => [file, name, line, passed])).toEqual([
      ['right_test.yml', 'fires', 3, true],
      ['right_test.yml', 'is quiet', 7, true],
      ['wrong_test.yml', 'fires', 3, false],
      ['wrong_test.yml', 'is quiet', 7, true],
    ])
    expect(tests[0]!.message).toBe('')
    expect(tests[2]!.message).toContain('alertname: HostDown, time: 6m, \n        exp:[')
  })

  test('--format json of a file that cannot be read', async () => {
    const { code, out } = await runIn(temporaryProject(FILES), 'rules.yml', '--format', 'json')
    expect(code).toBe(2)
    const { tests } = JSON.parse(out) as { tests: { passed: boolean; message: string }[] }
    expect(tests).toHaveLength(1)
    expect(tests[0]!.message).toBe(
      'yaml: unmarshal errors:\n  line 1: field groups not found in type main.unitTestFile',
    )
  })

  test('--format junit and github', async () => {
    const folder = temporaryProject(FILES)
    const { out: xml } = await runIn(folder, '.', '--format', 'junit')
    expect(xml.match(/<testcase /g)).toHaveLength(4)
    expect(xml.match(/<failure /g)).toHaveLength(1)
    const { out: commands } = await runIn(folder, '.', '--format', 'github')
    expect(commands).toMatch(
      /^::error file=wrong_test.yml,line=6,endLine=6,col=\d+,endColumn=\d+,title=test failed%3A fires::/,
    )
  })

  test('what is not known is told', async () => {
    const folder = temporaryProject(FILES)
    const { code, err } = await runIn(folder, '.', '--format', 'jsn')
    expect(code).toBe(2)
    expect(err).toContain('did you mean `json`?')
    expect((await runIn(folder, '.', '--prometheus-version', 'two')).code).toBe(2)
  })

  test('--against tells what an upgrade changes', async () => {
    const rules = 'groups:\n- name: g\n  rules:\n  - { alert: Few, expr: "count_over_time(x[5m]) > 5" }\n'
    const tests = `rule_files: [rules.yml]
tests:
- interval: 1m
  input_series: [{ series: x, values: 1x20 }]
  alert_rule_test: [{ eval_time: 10m, alertname: Few, exp_alerts: [{}] }]
`
    const folder = temporaryProject({ 'rules.yml': rules, 'a_test.yml': tests })
    const { code, out } = await runIn(
      folder,
      'a_test.yml',
      '--prometheus-version',
      '2.42',
      '--against',
      '3.5',
    )
    expect(code).toBe(1)
    expect(out).toContain('under 3.5 only: `Few` does not fire at 10m')
    expect(out).toContain('since 3.0 a range leaves out the sample at its very beginning: `x[5m]`')
    const { out: same } = await runIn(folder, 'a_test.yml', '--prometheus-version', '3.5', '--against', '3.6')
    expect(same).toBe('1 test passed in 1 file\n')
  })

  test('--coverage tells what no test shows', async () => {
    const { code, out } = await runIn(temporaryProject(FILES), 'right_test.yml', '--coverage')
    expect(code).toBe(0)
    expect(out).toContain('not shown  HostDown `if` is always taken')
    expect(out).toContain('not shown  seen never returns anything')
    expect(out).toContain(
      'The tests show 1 of 1 alerts, 0 of 1 recording rules, 2 of 2 outcomes, 1 of 2 branches',
    )
  })

  test('--mutate tells what no test would notice', async () => {
    const { code, out } = await runIn(temporaryProject(FILES), 'right_test.yml', '--mutate')
    expect(code).toBe(0)
    expect(out).toMatch(/survived {2}HostDown: `for: 5m` was dropped\n {2}rules.yml:6:14\n/)
    expect(out).toMatch(/The tests notice \d+ of \d+ changes/)
  })
})

describe('what is remembered', () => {
  test('is told again, and forgotten when a rule changes', async () => {
    const folder = temporaryProject(FILES)
    const first = await runIn(folder, '.')
    const second = await runIn(folder, '.')
    expect(second).toEqual(first)
    writeFileSync(join(folder, 'rules.yml'), RULES.replace('up == 0', 'up == 1'))
    expect((await runIn(folder, 'right_test.yml')).code).toBe(1)
  })
})

test('a project: its fences, and the files that `tests` names', async () => {
  const folder = temporaryProject({
    ...FILES,
    'alertbook.yml': 'tests: [right_*.yml]\nrules: [deployed]\n',
    'deployed/rules.yml': RULES,
    'runbooks/load.md': pageWith(
      `series: { load: 5x9, 'up{env="x"}': 0x9 }\nrules: [deployed/rules.yml]\nalerts: { HighLoad: { 5m: firing }, HostDown: { 5m: firing } }`,
    ),
  })
  const { code, out } = await runIn(folder)
  expect(out).toBe('3 tests passed in 2 files\n')
  expect(code).toBe(0)
  expect((await alertbook(['build', '--no-cache'], { cwd: folder })).code).toBe(0)
  const written = readFileSync(join(folder, 'dist/tests/load.yml'), 'utf8')
  expect(written).toContain('rule_files:\n  - ../test-rules/load.yml\n')
  expect(existsSync(join(folder, 'dist/test-rules/load.yml'))).toBe(true)
  const page = readFileSync(join(folder, 'dist/site/load/index.html'), 'utf8')
  expect(page).toMatch(/<figure class="picture"><svg viewBox="0 0 360 \d+" role="img" aria-label="[^"]+"/)
  expect(page).toContain(
    '<details class="test" data-late><summary>Test</summary><p><a href="tests.html#test-1">',
  )
  const tests = readFileSync(join(folder, 'dist/site/load/tests.html'), 'utf8')
  expect(tests).toMatch(/<section id="test-1"><h2>Test<\/h2><pre class="code"/)
})
