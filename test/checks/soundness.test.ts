/**
 * Law: random expressions said to return nothing return nothing, those said to always return something do, and those
 * said to return one series return no more.
 */
import { expect, test } from 'vitest'
import { alwaysReturns, isOneSeries, whyNever, whyUnconditional } from '../../src/analysis/index.ts'
import { bare as bareOf, disjuncts, filtered } from '../../src/analysis/values/filters.ts'
import { isScalar } from '../../src/analysis/values/ranges.ts'
import { createQuery, createStorage, type SeriesInput } from '../../src/engine/index.ts'
import type { VectorSample } from '../../src/engine/types.ts'
import { type Expr, formatExpr, parseExpr } from '../../src/promql/index.ts'
import { type Random, seriesFor, TIMES } from './series.ts'

const COUNT = Number(process.env.LAW_RUNS ?? 1500)

function random(seed: number): Random {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** A random expression with few metrics, labels and numbers, so that the sides of operators are often related. */
function expression(next: Random, depth: number): string {
  const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T
  const number = (): string =>
    pick(['0', '1', '2', '5', '0.5', '-1', 'NaN', '100', '-Inf', 'time()', 'scalar(g)', '(2 * 3)'])
  const labels = (): string => pick(['a', 'b', 'a, b', '', 'instance', 'a, instance'])
  const matcher = (): string =>
    pick([
      '',
      '',
      '{a="a-1"}',
      '{a="a-2"}',
      '{a=~"a-1|a-2"}',
      '{a!="a-1"}',
      '{a=""}',
      '{a!~"a-.*"}',
      '{a=~".+",b="b-0"}',
    ])
  const selector = (): string => pick(['g', 'x_total', 'up', 'h', 'r:sum']) + matcher()
  if (depth <= 0) return pick([selector(), selector(), `vector(${number()})`])
  const inner = (): string => expression(next, depth - 1 - Math.floor(next() * 2))
  const kind = next()
  if (kind < 0.3)
    return `(${inner()}) ${pick(['>', '<', '>=', '<=', '==', '!='])} ${pick(['', '', '', 'bool '])}${number()}`
  if (kind < 0.33) {
    const one = inner()
    return `(${one} ${pick(['>', '<', '>=', '<='])} ${number()}) ${pick(['or', 'and', 'unless'])} ${pick(['', '', 'on (a) '])}(${one} ${pick(['>', '<', '>=', '<='])} ${number()})`
  }
  if (kind < 0.36) return `${number()} ${pick(['>', '<', '==', '<='])} (${inner()})`
  if (kind < 0.6) {
    const matching = pick(['', '', `on (${labels()}) `, 'ignoring (a) '])
    const op = pick(['+', '-', '*', '/', '%', 'and', 'or', 'unless', '>', '=='])
    const group = /and|or|unless/.test(op) ? '' : pick(['', '', 'group_left '])
    const left = inner()
    return `(${left}) ${op} ${matching}${matching === '' ? '' : group}(${next() < 0.25 ? left : inner()})`
  }
  if (kind < 0.75)
    return `${pick(['sum', 'count', 'avg', 'min', 'max', 'group', 'stddev'])} ${pick([`by (${labels()}) `, `without (${labels()}) `, ''])}(${inner()})`
  if (kind < 0.88)
    return `${pick(['abs', 'ceil', 'floor', 'sgn', 'sqrt', 'absent', 'clamp_max', 'clamp_min', 'hour', 'round', 'exp', 'ln'])}(${inner()})`.replace(
      /^(clamp_m..)\((.*)\)$/s,
      (_, name: string, of: string) => `${name}(${of}, ${number()})`,
    )
  if (kind < 0.96)
    return `${pick(['rate', 'increase', 'delta', 'changes', 'resets', 'avg_over_time', 'count_over_time', 'stddev_over_time', 'present_over_time', 'sum_over_time'])}(${selector()}[5m])`
  if (kind < 0.985) {
    const one = inner()
    const compare = pick(['>', '<', '>=', '<='])
    const q = (): string => pick(['0', '0.5', '0.9', '1'])
    return pick([
      `(${one}) / ((${one}) + (${inner()})) ${compare} ${number()}`,
      `(${one}) ^ ${pick(['0', '2'])} ${compare} ${number()}`,
      `quantile by (a) (${q()}, ${one}) ${compare} quantile by (a) (${q()}, ${one})`,
      `${pick(['max', 'min', 'avg'])}(${one}) ${compare} ${pick(['max', 'min', 'avg'])}(${one})`,
      `timestamp(${selector()}) ${compare} time() ${pick(['-', '+'])} ${pick(['0', '60', '400'])}`,
      `${pick(['log2', 'log10'])}(${one}) ${compare} ${number()}`,
      `sum_over_time((${one} > bool ${number()})[5m:1m]) ${compare} ${pick(['4', '6', '7'])}`,
    ])
  }
  return `${pick(['topk', 'bottomk'])} ${pick(['', '', 'by (a) '])}(${pick(['0', '1', '2'])}, ${inner()})`
}

/** Gauges also have negative values and NaN. */
function* withOddities(series: readonly SeriesInput[], next: Random): Iterable<SeriesInput> {
  for (const one of series) {
    const name = (one.labels as Record<string, string>).__name__
    const isGauge = name === 'g' || name === 'h' || name === 'r:sum'
    const samples = [...one.samples].map((sample) => {
      const odd = next()
      if (!isGauge || odd > 0.4) return sample
      return {
        ...sample,
        value: odd < 0.05 ? Number.NaN : odd < 0.1 ? Number.POSITIVE_INFINITY : Math.round(odd * 20) - 4,
      }
    })
    yield { ...one, samples }
  }
}

/** The operand of a comparison, or of comparisons on both sides of `or`, that passes unchanged. */
function comparedSide(expr: Expr): Expr | undefined {
  const inner = bareOf(expr)
  if (inner.kind !== 'binary') return undefined
  if (inner.op === 'or') return filtered(disjuncts(inner)[0]!).inner
  return isScalar(inner.lhs) ? inner.rhs : inner.lhs
}

/** NaN, infinities and histograms may pass or not. */
const isNumber = ({ value, histogram }: VectorSample): boolean =>
  histogram === undefined && Number.isFinite(value)

test('random expressions', () => {
  const next = random(Number(process.env.FC_SEED ?? 20261121))
  const wrong: string[] = []
  let [never, always, returning, singles] = [0, 0, 0, 0]
  for (let index = 0; index < COUNT; index++) {
    const text = expression(next, 4)
    const { expr, type, problems } = parseExpr(text)
    if (!expr || type !== 'vector' || problems.length > 0) continue
    const empty = whyNever(expr)
    const total = alwaysReturns(expr)
    const bare = whyUnconditional(expr)
    const left = bare?.kind === 'true' ? comparedSide(expr) : undefined
    const single = isOneSeries(expr)
    if (!empty && !total && !single && left === undefined) continue
    const query = createQuery(text)
    const side = left === undefined ? undefined : createQuery(formatExpr(left))
    if (empty) never++
    else if (total) returning++
    else if (left !== undefined) always++
    if (single) singles++
    for (let round = 0; round < 3; round++) {
      const storage = createStorage(withOddities(seriesFor(expr, next), next))
      for (const at of TIMES) {
        const { value, error } = query.evaluate(storage, { at })
        const count = value?.type === 'vector' ? value.samples.length : 0
        if (empty && count > 0) wrong.push(`never: ${text}\n  ${empty.text}`)
        if (single && count > 1) wrong.push(`one series: ${text}`)
        if (total && count === 0 && !error) wrong.push(`always: ${text}`)
        const sided = side?.evaluate(storage, { at }).value
        if (
          side &&
          !empty &&
          sided?.type === 'vector' &&
          !error &&
          sided.samples.filter(isNumber).length > count
        )
          wrong.push(`holds for every value: ${text}`)
      }
    }
  }
  if (process.env.SHOW) console.log({ never, always, returning, singles })
  expect([...new Set(wrong)]).toEqual([])
  expect(never).toBeGreaterThan(COUNT / 10)
  expect(returning).toBeGreaterThan(COUNT / 50)
  expect(singles).toBeGreaterThan(COUNT / 10)
})
