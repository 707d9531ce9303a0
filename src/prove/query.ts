/** Queries of a run: of rules, of tests, and of templates (`EngineQueryFunc` in `rules/manager.go`). */
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

/** Planned expressions by expression and options: the tests of a file share their rules. */
const planned = new Map<string, Query>()
/** More than any file has rules; beyond it the cache is emptied. */
const MOST_PLANS = 20_000

/** Plans an expression, once for each set of options. */
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

/** A result as the vector that a rule takes; undefined for results that rules refuse. */
function vectorOf(value: Value): readonly VectorSample[] | undefined {
  if (value.type === 'vector') return value.samples
  if (value.type !== 'scalar') return undefined
  return [{ labels: noLabels, value: value.value, histogram: undefined }]
}

/** The vector that an expression returns at a moment, or Prometheus' error. */
export function vectorAt(query: Query, storage: Storage, at: number): readonly VectorSample[] | string {
  const { value, error } = query.evaluate(storage, { at })
  return error === undefined ? (vectorOf(value) ?? 'rule result is not a vector or scalar') : error.message
}

/** The value of an expression at a moment, or the error as a template reports it. */
export function answer(
  expression: string,
  storage: Storage,
  at: number,
  options: EngineOptions,
): readonly TemplateSample[] | string {
  const samples = vectorAt(planOf(expression, options), storage, at)
  if (typeof samples === 'string') return samples
  return samples.map((sample) => ({ labels: recordOf(sample.labels), value: templateValue(sample) }))
}

/** A sample as templates receive it. */
export const templateValue = ({ value, histogram }: VectorSample): TemplateSample['value'] =>
  histogram === undefined ? value : { ...histogram, text: formatHistogram(histogram) }

/** A value as people read it: not rounded, infinity as Prometheus prints it. */
export const numberText = (value: number): string =>
  Number.isFinite(value) || Number.isNaN(value) ? String(value) : value > 0 ? '+Inf' : '-Inf'
