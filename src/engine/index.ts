/**
 * A PromQL engine that answers exactly as Prometheus does. It knows nothing of rules or files, and runs in Node and in
 * a browser. Parse and plan an expression once with `createQuery`, then evaluate it any number of times.
 */
import { createQuery } from './query.ts'
import type { EngineOptions, EvalTime, Evaluation, Query, Storage } from './types.ts'

export {
  compareLabels,
  formatLabels,
  getLabel,
  labelsFromRecord,
  labelsOf,
  noLabels,
} from './labels.ts'
export { type EvalResult, runPromqlTests, type ScriptError, type ScriptResult } from './promqltest/index.ts'
export { createQuery, defaultMaxSamples, engineFeatures } from './query.ts'
export { createStorage } from './storage.ts'
export type * from './types.ts'

/**
 * Evaluates an expression over the series of a storage, at an instant or over a range. Never throws: errors of the
 * expression or of its evaluation are in the result's `error`, in Prometheus' words.
 */
export function evaluate(
  expr: string | Query,
  storage: Storage,
  time: EvalTime,
  options: EngineOptions = {},
): Evaluation {
  const query = typeof expr === 'string' ? createQuery(expr, options) : expr
  return query.evaluate(storage, time)
}
