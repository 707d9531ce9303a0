/** Promtool's unit tests move into the pages of their alerts, and give the same results as in their files. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cli, snapshot } from '../project.ts'
import { expectGolden, root, temporaryFolder, temporaryProject } from '../setup.ts'

const CONFIG = 'site:\n  url: https://book.corp/\n'

const RULES = `groups:
  - name: hosts
    interval: 30s
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
      - alert: JobThin
        expr: job:up:sum < 2
        for: 2m
        labels: { severity: warning }
        annotations:
          summary: '{{ $labels.job }} has {{ $value }} left, {{ $externalURL }}'
          runbook_url: https://wiki.corp/thin
      - alert: HostDown
        expr: up == 0
        for: 5m
`

const TESTS = `# Of the file.
rule_files: [../rules/*.yml]
evaluation_interval: 1m
group_eval_order: [hosts]
tests:
  # One host of two goes.
  - name: one of two
    interval: 1m
    external_url: https://prometheus.corp
    input_series:
      # This one stays.
      - series: up{job="a", instance="1"}
        values: 1x20 # for ever
      - series: up{job="a", instance="2"}
        values: '1 1 0x20'
    alert_rule_test:
      - eval_time: 3m
        alertname: JobThin
      # and now it fires
      - eval_time: 4m
        alertname: JobThin
        exp_alerts:
          - exp_labels: { job: a, severity: warning }
            exp_annotations:
              summary: a has 1 left, https://prometheus.corp
              runbook_url: https://wiki.corp/thin
      - eval_time: 7m
        alertname: HostDown
        exp_alerts: [{ exp_labels: { job: a, instance: '2' } }]
    promql_expr_test:
      - expr: job:up:sum
        eval_time: 4m
        exp_samples: [{ labels: 'job:up:sum{job="a"}', value: 1 }]
      - expr: job:up:sum > 5
        eval_time: 4m

  - name: is wrong
    input_series:
      - series: up{job="a"}
        values: 0x20
    alert_rule_test:
      - eval_time: 5m
        alertname: HostDown
      # at the end of it

  - name: of the record alone
    input_series:
      - series: up{job="b"}
        values: 1x5
    promql_expr_test:
      - { expr: 'job:up:sum', eval_time: 5m, exp_samples: [{ labels: 'job:up:sum{job="b"}', value: 1 }] }
  - name: of nobody
    alert_rule_test:
      - { eval_time: 5m, alertname: HostGone }
  - name: of nothing
    input_series: []
`

const start = (): string =>
  temporaryProject({ 'alertbook.yml': CONFIG, 'rules/hosts.yml': RULES, 'tests/hosts.yml': TESTS })

describe('unit tests of promtool', () => {
  test('come along with their rules; what stays is named', async () => {
    const folder = start()
    const { code, out, err } = await cli(folder, 'import', 'rules', 'tests')
    expect(code).toBe(0)
    const files = snapshot(folder)
    const shown = ['runbooks/hosts/job-thin.md', 'runbooks/hosts/host-down.md'].map((path) => {
      const fences = files.get(path)!.match(/^```yaml test\n[\s\S]*?^```$/gm) ?? []
      return [`── ${path}`, ...fences].join('\n')
    })
    const told = `${out}\n${err}`.replace(/^Next:.*\n/m, '')
    expectGolden(join(root, 'test/cli/import-tests.txt'), [told, ...shown].join('\n'))
    expect(files.get('tests/hosts.yml')).toBe(TESTS)
  })

  test('pass and fail in their pages as in their file', async () => {
    const folder = start()
    const before = JSON.parse((await cli(folder, 'test', 'tests/hosts.yml', '-f', 'json', '--no-cache')).out)
    await cli(folder, 'import', 'rules', 'tests')
    const after = JSON.parse((await cli(folder, 'test', '-f', 'json', '--no-cache')).out)
    const verdicts = ({ tests }: typeof before, ...names: string[]): string[] =>
      tests
        .filter(({ name }: { name: string }) => names.includes(name))
        .map(({ name, passed }: { name: string; passed: boolean }) => `${name} ${passed}`)
    expect(verdicts(before, 'one of two', 'is wrong')).toEqual(['one of two true', 'is wrong false'])
    expect(new Set(verdicts(after, 'one of two', 'is wrong'))).toEqual(
      new Set(['one of two true', 'is wrong false']),
    )
  })

  test('a second import doubles nothing, also when a test was given another name', async () => {
    const folder = start()
    await cli(folder, 'import', 'rules', 'tests')
    const path = join(folder, 'runbooks/hosts/host-down.md')
    writeFileSync(path, readFileSync(path, 'utf8').replace('name: is wrong', 'name: should be mended'))
    const before = snapshot(folder)
    const { out, err } = await cli(folder, 'import', 'rules', 'tests')
    expect(out).toBe('')
    expect(err).toContain('Tests: 3 already there, 3 left in their files.')
    expect(snapshot(folder)).toEqual(before)
  })

  test('can come later than their rules, behind what stands in the page', async () => {
    const folder = temporaryProject({
      'alertbook.yml': CONFIG,
      'rules/hosts.yml': RULES,
      'tests/hosts.yml': TESTS,
    })
    await cli(folder, 'import', 'rules', '--keep')
    const path = join(folder, 'runbooks/hosts/host-down.md')
    const page = readFileSync(path, 'utf8').replaceAll('\n', '\r\n')
    writeFileSync(path, page)
    const { code, out } = await cli(folder, 'import', 'tests')
    expect(code).toBe(0)
    expect(out).toContain('changed runbooks/hosts/host-down.md')
    const text = readFileSync(path, 'utf8')
    expect(text.startsWith(page)).toBe(true)
    expect(text.replaceAll('\r\n', '')).not.toContain('\n')
    expect((await cli(folder, 'test', '--no-cache', '--run', 'one of two')).code).toBe(0)
    expect((await cli(folder, 'build', '--no-cache')).code).toBe(0)
  })

  test('can come after their rules have left their file', async () => {
    const folder = start()
    await cli(folder, 'import', 'rules')
    const { err } = await cli(folder, 'import', 'tests')
    expect(err).toContain('Tests: 3 into 2 runbooks, 3 left in their files.')
    const { out } = await cli(folder, 'test', '-f', 'json', '--no-cache')
    expect(JSON.parse(out).summary).toEqual({ passed: 2, failed: 1, skipped: 0 })
  })

  test('--dry-run writes nothing; a file that promtool refuses stays', async () => {
    const folder = start()
    writeFileSync(join(folder, 'tests/broken.yml'), 'tests:\n  - nmae: x\n')
    const before = snapshot(folder)
    const { err } = await cli(folder, 'import', 'rules', 'tests', '--dry-run')
    expect(err).toContain('tests/broken.yml is left unchanged: Unexpected field `nmae`')
    expect(snapshot(folder)).toEqual(before)
  })

  test('tests without rules and pages are named', async () => {
    const folder = temporaryProject({
      'alertbook.yml': CONFIG,
      'in/r.yml': RULES,
      'in/t.yml': TESTS.replace('../rules/*.yml', 'r.yml'),
    })
    mkdirSync(join(folder, 'runbooks'))
    const { err } = await cli(folder, 'import', 'in/t.yml')
    expect(err).toContain('test `one of two` stays in its file: `JobThin` has no page: import its rule first')
  })
})

const corpus = join(root, '../shared/corpus/promtool/wikimedia')

describe.skipIf(!existsSync(corpus))('suites of other people', () => {
  test.each(['team-dcops', 'team-perf', 'team-structured-data', 'team-traffic'])(
    'all tests of %s stand in pages and pass there',
    async (team) => {
      const folder = temporaryFolder()
      cpSync(join(corpus, team), join(folder, 'in'), { recursive: true })
      writeFileSync(join(folder, 'alertbook.yml'), `prometheus:\n  version: '2.42'\n${CONFIG}`)
      expect(readdirSync(join(folder, 'in')).length).toBeGreaterThan(0)
      const { code, err } = await cli(folder, 'import', 'in')
      expect(code).toBe(0)
      expect(err).not.toContain('stays')
      const { out } = await cli(folder, 'test', '--no-cache', '-f', 'json')
      const { tests, summary } = JSON.parse(out)
      expect(summary.failed).toBe(0)
      expect(tests.length).toBeGreaterThan(3)
    },
  )
})
