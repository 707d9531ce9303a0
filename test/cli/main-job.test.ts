/** The main task: this repository's runbooks become a site and rules that a real Prometheus loads. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { readConfig } from '../../src/config/index.ts'
import { readProject } from '../../src/disk/read.ts'
import { formatExpr, parseDuration, parseExpr } from '../../src/promql/index.ts'
import { alertbook, hasProgram, prometheusRules, root, run } from '../setup.ts'

const configText = readFileSync(join(root, 'alertbook.yml'), 'utf8')
const { config } = readConfig({ path: 'alertbook.yml', text: configText }, [])
const { program } = compile(readProject(root, config).sources, config)

const out = join(mkdtempSync(join(tmpdir(), 'alertbook-')), 'dist')
let first: Awaited<ReturnType<typeof alertbook>>
beforeAll(async () => {
  first = await alertbook(['build', '--root', root, '--out', out, '--no-cache'])
})
afterAll(() => rmSync(dirname(out), { recursive: true }))

test('a build writes the rule file, the catalogue and the site, and a second one changes nothing', async () => {
  expect(first).toMatchObject({ code: 0, err: '' })
  for (const file of ['rules.yml', 'alerts.json', 'site/index.html'])
    expect(existsSync(join(out, file)), file).toBe(true)
  expect((await alertbook(['build', '--root', root, '--out', out, '--no-cache'])).out).toContain(
    'nothing changed',
  )
  expect((await alertbook(['build', '--root', root, '--out', out, '--check', '--no-cache'])).code).toBe(0)
})

test('promtool accepts the rule file', async () => {
  if (!hasProgram('promtool')) return
  const { code, err } = await run('promtool', ['check', 'rules', join(out, 'rules.yml')])
  expect({ code, err }).toEqual({ code: 0, err: '' })
})

test('a real Prometheus reports exactly the groups and rules we emitted', async () => {
  if (!hasProgram('prometheus')) return
  const loaded = await prometheusRules(join(out, 'rules.yml'))
  const pairs = (list: readonly { key: string; value: string }[]): Record<string, string> =>
    Object.fromEntries(list.map(({ key, value }) => [key, value]))
  const emitted = program.groups
    .filter(({ rules }) => rules.length > 0)
    .map(({ name, interval, rules }) => ({
      name,
      interval: (interval === undefined ? 60_000 : (parseDuration(interval).ms ?? -1)) / 1000,
      rules: rules.map((rule) => ({
        type: rule.kind === 'alert' ? 'alerting' : 'recording',
        name: rule.name,
        query: formatExpr(parseExpr(rule.rule.expr!.value.value).expr!),
        labels: pairs(rule.labels),
        ...(rule.kind === 'alert' && {
          duration: (parseDuration(rule.rule.for?.value.value ?? '0').ms ?? -1) / 1000,
          annotations: pairs(rule.annotations),
        }),
      })),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const reported = loaded
    .map(({ name, interval, rules }) => ({
      name,
      interval,
      rules: rules.map(({ type, name: rule, query, duration, labels, annotations }) => ({
        type,
        name: rule,
        query: formatExpr(parseExpr(query).expr!),
        labels: labels ?? {},
        ...(type === 'alerting' && { duration, annotations: annotations ?? {} }),
      })),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  expect(reported).toEqual(emitted)
  expect(emitted.flatMap(({ rules }) => rules).length).toBeGreaterThan(30)
})
