/** Answers the `query` function of templates (`EngineQueryFunc` in `rules/manager.go`). */
import { formatHistogram } from '../engine/histogram/format.ts'
import {
  createQuery,
  type EngineOptions,
  noLabels,
  type Query,
  type Storage,
  type Value,
  type VectorSample,
} from '../engine/index.ts'
import type { TemplateSample } from '../template/index.ts'
import { recordOf } from './labels.ts'

/** Expressions as they were planned, by what they were planned for: the tests of a file share their rules. */
const planned = new Map<string, Query>()
/** More than the rules of any file; then all is planned anew. */
const MOST_PLANS = 20_000

/** An expression planned once for the same options. */
export function planOf(expression: string, options: EngineOptions): Query {
  const { version, features = [], lookback, defaultStep, maxSamples } = options
  const key = `${version} ${features.join()} ${lookback} ${defaultStep} ${maxSamples} ${expression}`
  const known = planned.get(key)
  if (known !== undefined) return known
  if (planned.size >= MOST_PLANS) planned.clear()
  const query = createQuery(expression, options)
  planned.set(key, query)
  return query
}

/** A result as a vector, as rules take it; undefined for what they refuse. */
export function vectorOf(value: Value): readonly VectorSample[] | undefined {
  if (value.type === 'vector') return value.samples
  if (value.type !== 'scalar') return undefined
  return [{ labels: noLabels, value: value.value, histogram: undefined }]
}

/** What an expression returns at a moment, or the error as a template reports it. */
export function answer(
  expression: string,
  storage: Storage,
  at: number,
  options: EngineOptions,
): readonly TemplateSample[] | string {
  const { value, error } = planOf(expression, options).evaluate(storage, { at })
  if (error !== undefined) return error.message
  const samples = vectorOf(value)
  if (samples === undefined) return 'rule result is not a vector or scalar'
  return samples.map((sample) => ({ labels: recordOf(sample.labels), value: templateValue(sample) }))
}

/** A value as templates get it. */
export const templateValue = ({ value, histogram }: VectorSample): TemplateSample['value'] =>
  histogram === undefined ? value : { ...histogram, text: formatHistogram(histogram) }
