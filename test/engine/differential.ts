/** The engine against promtool: random expressions over random series, compared bit by bit. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testExpression } from '../../src/engine/histogram/index.ts'
import {
  createQuery,
  createStorage,
  type EngineOptions,
  formatLabels,
  type Labels,
  labelsOf,
  type SampleInput,
  type Storage,
} from '../../src/engine/index.ts'
import { parseSeries } from '../../src/engine/series.ts'
import { formatFloat } from '../../src/text/go-float.ts'
import { createRandom, type RandomSeries, randomQuery, randomSeries } from './random-queries.ts'
import type { Referee } from './referees.ts'

export interface Difference {
  readonly expr: string
  readonly at: string
  readonly theirs: string
  readonly ours: string
}

export interface Comparison {
  readonly seed: number
  readonly compared: number
  /** How many had samples in their result. */
  readonly filled: number
  readonly differences: readonly Difference[]
}

const minutes = (text: string): number => {
  const [, count, unit] = /^(\d+)(s|m)$/.exec(text) as unknown as [string, string, 's' | 'm']
  return Number(count) * (unit === 'm' ? 60_000 : 1000)
}

export function loadRandom({ interval, series }: RandomSeries, version: string): Storage {
  const step = minutes(interval)
  const input = series.map(([metric, values]) => {
    const parsed = parseSeries(`${metric} ${values}`, version)
    if (parsed.series === undefined) throw new Error(parsed.error.message)
    const samples: SampleInput[] = []
    for (const [i, value] of parsed.series.values.entries())
      if (value !== 'omitted')
        samples.push({ time: i * step, value: typeof value === 'object' ? value.histogram : value })
    return { labels: labelsOf(parsed.series.labels), samples }
  })
  return createStorage(input)
}

const line = (labels: Labels, value: number): string =>
  `${formatLabels(labels)} ${formatFloat(value, 'E', -1)}`

/** The engine's answer in promtool's words. */
function answer(expr: string, storage: Storage, at: number, options: EngineOptions): string {
  const { value, error } = createQuery(expr, options).evaluate(storage, { at })
  if (error !== undefined) return `err: ${error.message}`
  if (value.type === 'scalar') return `{} ${formatFloat(value.value, 'E', -1)}`
  if (value.type !== 'vector') return `err: ${value.type}`
  const lines = value.samples.map(({ labels, value: number, histogram }) =>
    histogram === undefined ? line(labels, number) : `${formatLabels(labels)} ${testExpression(histogram)}`,
  )
  return lines.length === 0 ? 'nil' : lines.sort().join(', ')
}

/** Promtool's lists have their own order. */
const sorted = (text: string): string =>
  text === 'nil'
    ? text
    : text
        .split(/, (?=\{)/)
        .sort()
        .join(', ')

const sentinel = '{sentinel="x"}'

/** Promtool's answers to expressions. */
function ask(
  referee: Referee,
  data: RandomSeries,
  queries: readonly (readonly [string, string])[],
  flags: string,
): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'alertbook-engine-'))
  const file = join(folder, 'tests.json')
  const test = {
    interval: data.interval,
    input_series: data.series.map(([series, values]) => ({ series, values })),
    promql_expr_test: [...queries, ['vector(1)', '70m'] as const].map(([expr, eval_time]) => ({
      expr,
      eval_time,
      exp_samples: [{ labels: sentinel, value: 42 }],
    })),
  }
  writeFileSync(file, JSON.stringify({ evaluation_interval: '1m', tests: [test] }))
  const args = ['test', 'rules', file]
  if (flags !== '') args.unshift(`--enable-feature=${flags}`)
  const { stdout, stderr } = spawnSync(referee.path, args, { encoding: 'utf8', maxBuffer: 2 ** 30 })
  rmSync(folder, { recursive: true })
  const text = `${stdout}\n${stderr}`
  const answers = [
    ...text.matchAll(/^ {4}expr: .*?, time: \S+?,(?: err: (.*)|\n {8}exp: .*\n {8}got: (.*))$/gm),
  ]
  if (answers.length !== queries.length + 1)
    throw new Error(`promtool answered ${answers.length} of ${queries.length + 1}: ${text.slice(0, 2000)}`)
  return answers.map(([, error, got]) => (error === undefined ? sorted(got as string) : `err: ${error}`))
}

const times = ['0s', '5m', '17m', '30m', '43m10s', '59m']

const toMs = (text: string): number =>
  [...text.matchAll(/(\d+)([ms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unit === 'm' ? 60_000 : 1000),
    0,
  )

/** Messages whose words or order of series vary. */
function sameError(theirs: string, ours: string): boolean {
  if (!theirs.startsWith('err: ') || !ours.startsWith('err: ')) return false
  const words = (text: string): string =>
    text.replace(/\[.*?\]/g, '[…]').replace(/match group \{.*?\}/, 'match group')
  if (words(theirs) === words(ours)) return true
  // With several errors at a step, the order of series decides which is reported.
  const kinds = /found duplicate series|multiple matches for labels|same labelset/
  return kinds.test(theirs) && kinds.test(ours)
}

/** Aggregations whose last bits depend on the order of series, which is random in promtool. */
const orderMatters = /\b(?:sum|avg|stddev|stdvar)\b(?!_over)/

/** Whether two answers differ only in last bits, from the order of summation. */
function sameButOrder(expr: string, theirs: string, ours: string): boolean {
  if (!orderMatters.test(expr)) return false
  const split = (text: string): [string, number][] =>
    text.split(/, (?=\{)/).map((part) => {
      const at = part.lastIndexOf(' ')
      return [
        part.slice(0, at).replace(/value="[^"]*"/, ''),
        Number(part.slice(at + 1).replace('Inf', 'Infinity')),
      ]
    })
  const [a, b] = [split(theirs), split(ours)]
  return (
    a.length === b.length &&
    a.every(([labels, value], i) => {
      const [otherLabels, other] = b[i] as [string, number]
      const isClose = Math.abs(value - other) <= 1e-9 * Math.max(Math.abs(value), Math.abs(other))
      return labels === otherLabels && (isClose || Object.is(value, other))
    })
  )
}

/** Compares a number of random expressions over random series. */
export function compareWith(
  referee: Referee,
  seed: number,
  count: number,
  features: readonly string[] = [],
  histograms: boolean = false,
): Comparison {
  const random = createRandom(seed)
  const data = randomSeries(random, histograms)
  const kind = {
    version: referee.version,
    experimental: features.includes('promql-experimental-functions'),
    histograms,
  }
  const queries = Array.from(
    { length: count },
    () => [randomQuery(random, kind), random.pick(times)] as const,
  )
  const theirs = ask(referee, data, queries, features.join(','))
  const storage = loadRandom(data, referee.version)
  const options: EngineOptions = { version: referee.version, features }
  const differences: Difference[] = []
  let filled = 0
  for (const [i, [expr, at]] of queries.entries()) {
    const ours = answer(expr, storage, toMs(at), options)
    const their = theirs[i] as string
    if (their !== 'nil' && !their.startsWith('err: ')) filled++
    if (ours === their || sameError(their, ours)) continue
    if (!sameButOrder(expr, their, ours)) differences.push({ expr, at, theirs: their, ours })
  }
  return { seed, compared: queries.length, filled, differences }
}
