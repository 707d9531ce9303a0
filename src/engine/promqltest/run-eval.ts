/** Runs one `eval` as written; an instant query also with `@`, and as part of a range query. */
import { createQuery } from '../query.ts'
import type {
  EngineOptions,
  EvalTime,
  Evaluation,
  MatrixValue,
  Storage,
  Value,
  VectorSample,
} from '../types.ts'
import { atModifierQueries, type InstantQuery } from './at-modifier.ts'
import { compareResult, isOrdered } from './compare.ts'
import type { Eval, Expectation } from './types.ts'

/** Why it failed; undefined when it passed. */
export function runEval(test: Eval, storage: Storage, options: EngineOptions): string | undefined {
  if (test.isRange) {
    const { start, end, step } = test
    const answer = createQuery(test.expr, options).evaluate(storage, { start, end, step })
    return judge(test, answer, test.expr)
  }
  for (const query of [{ expr: test.expr, at: test.at }, ...atModifierQueries(test.expr, test.at)]) {
    const failure = runInstant(test, query, storage, options)
    if (failure !== undefined) {
      const where = query.expr === test.expr ? '' : `, asked as ${query.expr} at ${query.at} ms`
      return `${failure}${where}`
    }
  }
  return undefined
}

function judge(test: Eval, answer: Evaluation, expr: string): string | undefined {
  const isFail = test.modifier === 'fail' || test.expectations.has('fail')
  if (answer.error !== undefined) {
    if (!isFail) return `error evaluating query: ${answer.error.message}`
    const failures = [test.oldFailure, ...(test.expectations.get('fail') ?? [])]
    const unmet = failures
      .filter((one) => one !== undefined)
      .find(({ matches }) => !matches(answer.error.message))
    return unmet && `expected error matching ${unmet.kind} "${unmet.text}", but got: ${answer.error.message}`
  }
  if (isFail) return 'expected error evaluating query but got none'
  return judgeAnnotations(test, answer, expr) ?? compareResult(test, answer.value)
}

function judgeAnnotations(
  { expectations, modifier }: Eval,
  { annotations }: Evaluation,
  expr: string,
): string | undefined {
  for (const [type, level] of [
    ['warn', 'warning'],
    ['info', 'info'],
  ] as const) {
    const found = annotations.filter((one) => one.level === level).map(({ message }) => message)
    if (modifier === type && found.length === 0) return `expected ${type} annotations but none were found`
    const wanted = expectations.get(type)
    const failure = wanted && matchAll(type, wanted, found)
    if (failure !== undefined) return failure
    if (expectations.has(`no_${type}`) && found.length > 0)
      return `unexpected ${type} annotations evaluating query ${expr}: ${found.join('; ')}`
  }
  return undefined
}

function matchAll(
  type: string,
  wanted: readonly Expectation[],
  found: readonly string[],
): string | undefined {
  if (found.length === 0) return `expected ${type} annotations but none were found`
  const unmet = wanted.find(({ matches }) => !found.some(matches))
  if (unmet !== undefined)
    return `expected ${type} annotation matching ${unmet.kind} "${unmet.text}" but no matching annotation was found, found: ${found.join('; ')}`
  const unexpected = found.find((message) => !wanted.some(({ matches }) => matches(message)))
  return unexpected && `unexpected ${type} annotation "${unexpected}" found`
}

/** Functions of the query's times, whose values differ in a range query. */
const ofTimes = /(?:start|end|range|step)\(\)/

const minute = 60_000

function runInstant(
  test: Eval,
  { expr, at }: InstantQuery,
  storage: Storage,
  options: EngineOptions,
): string | undefined {
  const query = createQuery(expr, options)
  const answer = query.evaluate(storage, { at })
  const failure = judge(test, answer, expr)
  if (failure !== undefined || answer.value === undefined) return failure
  if (test.isInstantOnly || ofTimes.test(expr)) return undefined
  const around: EvalTime = { start: at - minute, end: at + minute, step: minute }
  const over = query.evaluate(storage, around)
  if (over.error !== undefined) return `error evaluating query in range mode: ${over.error.message}`
  if (isOrdered(test)) return undefined
  const middle = valueAt(over.value as MatrixValue, at, answer.value.type === 'scalar')
  const different = compareResult(test, middle)
  return different && `${different} (range mode)`
}

/** The value of a range query at one of its steps. */
function valueAt({ series }: MatrixValue, time: number, isScalar: boolean): Value {
  const samples: VectorSample[] = []
  for (const { labels, times, values, histogramTimes, histograms } of series) {
    const at = times.indexOf(time)
    if (at >= 0) samples.push({ labels, value: values[at] as number, histogram: undefined })
    const histogramAt = histogramTimes.indexOf(time)
    if (histogramAt >= 0) samples.push({ labels, value: Number.NaN, histogram: histograms[histogramAt] })
  }
  if (isScalar) return { type: 'scalar', time, value: samples[0]?.value ?? Number.NaN }
  return { type: 'vector', time, samples }
}
