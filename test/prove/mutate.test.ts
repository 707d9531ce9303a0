/** Changes of rules that tests miss: the real promtool misses them too. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Mutation, mutateSuite } from '../../src/cli/prove/mutation.ts'
import { suitesOf } from '../../src/cli/prove/suites.ts'
import { defaultConfig } from '../../src/config/index.ts'
import { loadRegexps } from '../../src/template/index.ts'
import { referees } from '../engine/referees.ts'
import { cli } from '../project.ts'
import { corpus, temporaryFolder, temporaryProject } from '../setup.ts'

async function mutationsOf(root: string, names: readonly string[], version: string): Promise<Mutation[]> {
  const config = defaultConfig()
  const { suites } = suitesOf(
    names.map((path) => ({ path, kind: 'promtool' })),
    {
      root,
      config: { ...config, prometheus: { ...config.prometheus, version } },
      book: undefined,
      isWanted: () => true,
      regexps: await loadRegexps(),
    },
  )
  return suites.map((suite) => mutateSuite(suite, version, []))
}

const RULES = `groups:
  - name: g
    rules:
      - alert: HostDown
        expr: count by (job) (up{env="prod"} == 0) >= 1 and on(job) rate(seen[5m]) > 0
        for: 4m
`

const TESTS = `rule_files: [rules.yml]
tests:
  - interval: 1m
    input_series:
      - { series: 'up{job="a", env="prod"}', values: '1 0x20' }
      - { series: 'up{job="a", env="test"}', values: '1x20' }
      - { series: 'seen{job="a"}', values: '0+60x20' }
    alert_rule_test:
      - { eval_time: 4m, alertname: HostDown }
      - { eval_time: 5m, alertname: HostDown, exp_alerts: [{ exp_labels: { job: a } }] }
`

test('what is changed, and what the tests notice', async () => {
  const root = temporaryProject({ 'rules.yml': RULES, 'rules_test.yml': TESTS })
  const [{ judged }] = (await mutationsOf(root, ['rules_test.yml'], '3.14')) as [Mutation]
  const table = judged.map(({ mutant, killed }) => `${killed ? 'noticed ' : 'survived'} ${mutant.what}`)
  expect(table).toMatchInlineSnapshot(`
    [
      "survived \`and\` became \`or\`",
      "survived \`job\` was dropped",
      "noticed  \`>=\` became \`>\`",
      "noticed  \`1\` became \`2\`",
      "survived \`1\` became \`0.5\`",
      "noticed  \`job\` was dropped",
      "noticed  \`==\` became \`!=\`",
      "noticed  \`0\` became \`1\`",
      "survived \`env="prod"\` was dropped",
      "survived \`>\` became \`>=\`",
      "noticed  \`0\` became \`1\`",
      "survived \`rate\` became \`increase\`",
      "survived \`5m\` became \`10m\`",
      "survived \`5m\` became \`2m30s\`",
      "noticed  \`for: 4m\` was dropped",
      "noticed  \`for: 4m\` became \`2m\`",
    ]
  `)
})

const MOST = 100

describe.each(referees('promtool'))('promtool $version', ({ version, path }) => {
  const folder = corpus('promtool/wikimedia')
  test.runIf(folder !== undefined)(
    `stays green on ${MOST} changes that survive`,
    async () => {
      const team = join(folder!, 'team-dcops')
      const more = join(folder!, 'team-o11y')
      const survivors: { from: string; name: string; mutation: Mutation['judged'][number]['mutant'] }[] = []
      for (const from of [team, more]) {
        for (const name of readdirSync(from).filter((file) => file.endsWith('_test.yaml'))) {
          if (survivors.length >= MOST || /global/.test(name)) continue
          const [mutation] = await mutationsOf(from, [name], version)
          for (const { mutant, killed } of mutation?.judged ?? []) {
            if (!killed) survivors.push({ from, name, mutation: mutant })
          }
        }
      }
      expect(survivors.length).toBeGreaterThanOrEqual(MOST)
      const target = temporaryFolder()
      const files = survivors.slice(0, MOST).map(({ from, name, mutation: { edit } }, index) => {
        const own = `${index}`
        mkdirSync(join(target, own))
        for (const file of readdirSync(from)) {
          const text = readFileSync(join(from, file), 'utf8')
          const { start, end } = edit.range
          const changed = file === edit.file ? text.slice(0, start) + edit.text + text.slice(end) : text
          writeFileSync(join(target, own, file), changed)
        }
        return `${own}/${name}`
      })
      expect(files.every((file) => existsSync(join(target, file)))).toBe(true)
      const { stdout, stderr } = spawnSync(path, ['test', 'rules', ...files], {
        cwd: target,
        encoding: 'utf8',
      })
      expect(`${stdout}${stderr}`).not.toContain('FAILED')
      expect(stdout.match(/SUCCESS/g)).toHaveLength(MOST)
    },
    300_000,
  )
})

test('of the further files of a runbook only the rules that its tests concern are changed', async () => {
  const page = `# Up

\`\`\`yaml
alert: Few
expr: job:up:sum < 2
\`\`\`

\`\`\`yaml test
rules: rules/r.yml
series: { 'up{job="a"}': 1x5 }
alerts: { Few: { 1m: firing } }
\`\`\`
`
  const rules = `groups:
  - name: g
    rules:
      - { record: 'job:up:sum', expr: 'sum by (job) (up)' }
      - { record: 'job:other:rate', expr: 'rate(other[5m]) > 3' }
`
  const root = temporaryProject({ 'runbooks/up.md': page, 'rules/r.yml': rules, 'alertbook.yml': '' })
  const { out } = await cli(root, 'test', '--mutate', '--no-cache')
  expect(out).toContain('job:up:sum')
  expect(out).not.toContain('job:other:rate')
})
