/** Queries: parsed and planned once, evaluated at an instant or over a range. */
import { parseExpr, promError, typeName } from '../promql/index.ts'
import { newestVersion, parseOptions } from '../promql/options.ts'
import { createAnnotations, listAnnotations } from './annotations.ts'
import { resolveLength } from './durations.ts'
import { evalRoot } from './eval.ts'
import { Failure } from './failure.ts'
import { planExpr } from './plan.ts'
import type { Plan } from './plan-nodes.ts'
import { createRun, type Run, type Shared } from './run.ts'
import type { EngineError, EngineOptions, EvalTime, Evaluation, Query, Storage, Value } from './types.ts'
import { semanticsOf } from './versions.ts'

const fiveMinutes = 300_000
const oneMinute = 60_000

/** Feature flags that change the meaning of an expression; the parser's own flags only enable syntax. */
export const engineFeatures: readonly string[] = [
  'promql-delayed-name-removal',
  'type-and-unit-labels',
  'use-start-timestamps',
]

/** Prometheus' own limit of samples (`--query.max-samples`). */
export const defaultMaxSamples = 50_000_000

/**
 * Parses and plans an expression for a Prometheus of the given version and flags. Never throws: for an invalid
 * expression the query has an `error`, and its evaluations return it.
 */
export function createQuery(text: string, options: EngineOptions = {}): Query {
  const { version = newestVersion, features = [] } = options
  const parsed = parseExpr(text, parseOptions(features, version))
  const whole = { start: 0, end: text.length }
  const message = promError(text, parsed.problems, version)
  if (message !== null || parsed.expr === undefined) {
    const range = parsed.problems[0]?.range ?? whole
    return failing(text, { kind: 'parse', message: message ?? 'nothing to evaluate', range })
  }
  let plan: Plan
  const semantics = semanticsOf(version)
  try {
    plan = planExpr(text, parsed.expr, semantics)
  } catch (thrown) {
    return failing(text, errorOf(thrown, whole))
  }
  const lookback = options.lookback ?? fiveMinutes
  const defaultStep = options.defaultStep ?? oneMinute
  const maxSamples = options.maxSamples ?? defaultMaxSamples
  const delayedNames = features.includes('promql-delayed-name-removal')
  const typeAndUnit = features.includes('type-and-unit-labels')
  const useStartTimes = features.includes('use-start-timestamps')

  function evaluate(storage: Storage, time: EvalTime): Evaluation {
    const annotations = createAnnotations()
    const isAt = 'at' in time
    // Field by field: rules are evaluated by the hundred thousand, and spreading objects would cost more than the
    // fields do.
    const shared: Shared = {
      text,
      storage,
      semantics,
      lookback,
      defaultStep,
      maxSamples,
      delayedNames,
      typeAndUnit,
      useStartTimes,
      start: isAt ? time.at : time.start,
      end: isAt ? time.at : time.end,
      step: isAt ? 0 : time.step,
      annotations,
      samples: 0,
    }
    try {
      const value = evaluatePlan(plan, shared, isAt)
      return { value, annotations: semantics.annotations ? listAnnotations(annotations, text) : [] }
    } catch (thrown) {
      return { error: errorOf(thrown, whole), annotations: [] }
    }
  }
  return { text, type: plan.type, error: undefined, evaluate }
}

function failing(text: string, error: EngineError): Query {
  return { text, type: undefined, error, evaluate: () => ({ error, annotations: [] }) }
}

/**
 * The error for an exception. Stack overflow and lack of memory become errors; anything else is our bug and is
 * rethrown.
 */
function errorOf(thrown: unknown, range: { start: number; end: number }): EngineError {
  if (thrown instanceof Failure) {
    const { kind, message, place } = thrown
    return { kind, message, range: place === undefined ? range : { start: place, end: range.end } }
  }
  if (thrown instanceof RangeError)
    return { kind: 'refused', message: `the query is too large for this engine: ${thrown.message}`, range }
  throw thrown
}

function evaluatePlan(plan: Plan, shared: Shared, isInstantQuery: boolean): Value {
  const { start, end, step } = shared
  if (!isInstantQuery && plan.type !== 'scalar' && plan.type !== 'vector')
    throw new Failure(
      `invalid expression type "${typeName(plan.type)}" for range query, must be Scalar or instant Vector`,
    )
  for (const length of plan.lengths) resolveLength(length, plan.text, step, end - start)
  // To Prometheus, a range query of one step and no length is an instant query.
  const isInstant = isInstantQuery || (start === end && step === 0)
  if (!isInstant && !(step > 0)) throw new Failure('zero or negative step', 'refused')
  if (plan.root.kind === 'string') return { type: 'string', time: start, value: plan.root.value }
  const run: Run = createRun(shared, start, end, isInstant ? 1 : step)
  return evalRoot(plan, run, isInstant)
}
