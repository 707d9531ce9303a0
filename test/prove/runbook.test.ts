/** Tests of runbooks: the meaning of each statement, and the report if it does not hold. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectGolden, root } from '../setup.ts'
import { pageWith, reportOf, shown } from './fences.ts'

/** Samples of two machines: one is busy from 3m to 14m. */
const SERIES = `
series:
  load{instance="a"}: 1x2 3x11 1x20
  load{instance="b"}: 0.5x34
`

const passes = async (statements: string, head = ''): Promise<boolean> => {
  const { results, problems } = await reportOf(pageWith(`${head}${SERIES}${statements}`))
  expect(problems).toEqual([])
  return results.every(({ failures }) => failures.length === 0)
}

/** Pending from 3m, firing from 8m; the load falls at 15m, and `keep_firing_for` holds it until 17m. */
const HOLDS: readonly string[] = [
  'alerts: { HighLoad: { 0m: inactive } }',
  'alerts: { HighLoad: { 2m: inactive, 3m: pending, 7m59s: pending, 8m: firing } }',
  'alerts: { HighLoad: { 0m..2m: inactive, 3m..7m: pending, 8m..17m: firing, 18m..30m: inactive } }',
  'alerts: { HighLoad: { 8m: { firing: 1, pending: 0 } } }',
  'alerts: { HighLoad: { 8m: { firing: 1 } } }',
  'alerts: { HighLoad: { 8m: { firing: [{ labels: { instance: a } }] } } }',
  'alerts: { HighLoad: { 8m: { firing: { labels: { instance: a }, summary: a has load 3 } } } }',
  'alerts: { HighLoad: { 8m: { firing: [{ annotations: { summary: a has load 3 } }] } } }',
  'alerts: { HighLoad: { 8m: { labels: { instance: b }, inactive: true } } }',
  'alerts: { HighLoad: { 8m: [{ labels: { instance: b }, firing: 0 }, { labels: { instance: a }, firing: 1 }] } }',
  `alerts: { 'HighLoad{instance="b"}': { 0m..30m: inactive } }`,
  'queries: { expr: sum(load), at: 4m, value: 3.5 }',
  'queries: [{ expr: load > 2, at: 4m, samples: { \'load{instance="a"}\': 3 } }]',
  'queries: [{ expr: load, at: 4m, samples: { \'load{instance="a"}\': 3 } }]',
  'queries: [{ expr: load > 5, at: 0m..30m, empty: true }]',
  'queries: [{ expr: 0.1 + 0.2, at: 0m, value: 0.3 }]',
  'queries: [{ expr: \'count(ALERTS{alertstate="firing"})\', at: 9m, value: 1 }]',
  'evaluation_interval: 2m\nalerts: { HighLoad: { 3m: inactive, 4m: pending, 9m: pending, 10m: firing } }',
  'evaluation_interval: 5m\nqueries: { expr: "count_over_time(ALERTS[10m])", at: 10m, samples: { \'{alertstate="pending"}\': 1 } }',
]

const FAILS: readonly string[] = [
  'alerts: { HighLoad: { 3m: inactive } }',
  'alerts: { HighLoad: { 8m: pending } }',
  'alerts: { HighLoad: { 7m: firing } }',
  'alerts: { HighLoad: { 3m..8m: pending } }',
  'alerts: { HighLoad: { 8m: { firing: 2 } } }',
  'alerts: { HighLoad: { 8m: { pending: 1 } } }',
  'alerts: { HighLoad: { 8m: { firing: [{ labels: { instance: b } }] } } }',
  'alerts: { HighLoad: { 8m: { firing: [{ summary: a has load 4 }] } } }',
  'alerts: { HighLoad: { 8m: { firing: [{ labels: { instance: a } }, { labels: { instance: a } }] } } }',
  'alerts: { HighLaod: { 8m: firing } }',
  'queries: { expr: sum(load), at: 4m, value: 4 }',
  'queries: [{ expr: load, at: 4m, samples: { \'load{instance="a"}\': 4, \'load{instance="c"}\': 1 } }]',
  'queries: [{ expr: load, at: 4m, empty: true }]',
  'queries: [{ expr: load, at: 4m, value: 3 }]',
  'queries: [{ expr: "load +", at: 4m, value: 3 }]',
  'evaluation_interval: 2m\nalerts: { HighLoad: { 3m: pending } }',
  'queries: [{ expr: sum(load), at: 4m, samples: { "{}": "{{schema:0 count:1 buckets:[1]}}" } }]',
]

describe('a statement', () => {
  test.each(HOLDS)('holds: %s', async (statement) => expect(await passes(statement)).toBe(true))
  test.each(FAILS)('fails: %s', async (statement) => expect(await passes(statement)).toBe(false))
})

describe('exact', () => {
  const whole = '{ labels: { instance: a, severity: warning }, summary: a has load 3 }'
  test('wants all labels and annotations', async () => {
    expect(await passes(`alerts: { HighLoad: { 8m: { firing: [${whole}] } } }`, 'exact: true\n')).toBe(true)
    const part = '{ labels: { instance: a }, summary: a has load 3 }'
    expect(await passes(`alerts: { HighLoad: { 8m: { firing: [${part}] } } }`, 'exact: true\n')).toBe(false)
  })
  test('asks for no link, which a build writes', async () => {
    const rule = `\`\`\`yaml
alert: HighLoad
expr: load > 2
annotations: { runbook: 'https://wiki.example.com' }
\`\`\`
`
    const fence = (more: string): string =>
      pageWith(
        `exact: true${SERIES}alerts: { HighLoad: { 8m: { firing: [{ labels: { instance: a }${more} }] } } }`,
        rule,
      )
    const failed = async (more: string): Promise<number> =>
      (await reportOf(fence(more))).results.filter(({ failures }) => failures.length > 0).length
    expect(await failed('')).toBe(0)
    expect(await failed(', runbook: elsewhere')).toBe(1)
    expect(await failed(', summary: none')).toBe(1)
  })
  test('wants all samples', async () => {
    const one = 'queries: [{ expr: load, at: 4m, samples: { \'load{instance="a"}\': 3 } }]'
    expect(await passes(one, 'exact: true\n')).toBe(false)
    const both =
      'queries: [{ expr: load, at: 4m, samples: { \'load{instance="a"}\': 3, \'load{instance="b"}\': 0.5 } }]'
    expect(await passes(both, 'exact: true\n')).toBe(true)
  })
})

test('a native histogram is compared by its text', async () => {
  const series = 'series: { wait: "{{schema:0 sum:5 count:4 buckets:[1 2 1]}}x9" }\n'
  const query = (text: string): string =>
    pageWith(`${series}queries: { expr: wait, at: 0m, samples: { wait: "${text}" } }`)
  const failed = async (text: string): Promise<number> =>
    (await reportOf(query(text))).results.filter(({ failures }) => failures.length > 0).length
  expect(await failed('{{count:4 sum:5 buckets:[1 2 1]}}')).toBe(0)
  expect(await failed('{{count:4 sum:6 buckets:[1 2 1]}}')).toBe(1)
  expect(await failed('{{count:4 sum:6 buckets:[1 2 1}}')).toBe(1)
})

test('the external URL of a test is what templates see', async () => {
  const rule = `\`\`\`yaml
alert: HighLoad
expr: load > 2
annotations: { summary: '{{ $externalURL }}/graph' }
\`\`\`
`
  const test = `external_url: https://p.example.com${SERIES}alerts: { HighLoad: { 8m: { firing: [{ summary: https://p.example.com/graph }] } } }`
  expect((await reportOf(pageWith(test, rule))).results[0]?.failures).toEqual([])
})

test("a group's own interval counts", async () => {
  const rules = `\`\`\`yaml
groups:
  - name: slow
    interval: 5m
    rules:
      - { alert: Slow, expr: x > 0, for: 5m }
      - { record: seen, expr: x }
\`\`\`
`
  const fence = `
series: { x: 0 1x20 }
alerts: { Slow: { 0m..4m: inactive, 5m..9m: pending, 10m: firing } }
queries: [{ expr: timestamp(seen), at: 9m, value: 300 }]
`
  const { results } = await reportOf(pageWith(fence, rules))
  expect(results.flatMap(({ failures }) => failures)).toEqual([])
})

test('what is told of failures', async () => {
  const texts: string[] = []
  for (const statement of FAILS) texts.push(await shown(pageWith(`${SERIES}${statement}`)))
  expectGolden(join(root, 'test/prove/failures.txt'), texts.join('\n────\n\n'))
})
