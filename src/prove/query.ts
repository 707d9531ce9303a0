/** Answers the `query` function of templates (`EngineQueryFunc` in `rules/manager.go`). */
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

const planned = new WeakMap<EngineOptions, Map<string, Query>>()

/** An expression planned once for the same options. */
export function planOf(expression: string, options: EngineOptions): Query {
  let plans = planned.get(options)
  if (plans === undefined) {
    plans = new Map()
    planned.set(options, plans)
  }
  let query = plans.get(expression)
  if (query === undefined) {
    query = createQuery(expression, options)
    plans.set(expression, query)
  }
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
  return samples.map(({ labels, value }) => ({ labels: recordOf(labels), value }))
}
