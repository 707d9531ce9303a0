/**
 * A group of rules, evaluated at successive moments: its rules run in order, each sees what earlier ones recorded, and
 * series that are no longer returned are marked as ended. Mirrors `Group.Eval` (`rules/group.go`).
 */
import type { EngineOptions, Labels, Query, Storage, VectorSample } from '../engine/index.ts'
import { type Alert, createAlerting, type Recorded, type RuleResult } from './alerting.ts'
import { watchFor } from './dormant.ts'
import { answer, planOf, vectorAt } from './query.ts'
import { createRecording } from './recording.ts'
import { refusalText } from './refusal.ts'
import type { Surroundings } from './render.ts'
import type { GroupSpec, RuleSpec } from './rules.ts'

/** A rule during a run. */
export interface RunningRule {
  readonly spec: RuleSpec
  readonly query: Query
  /** Whether no series of the storage concerns the rule. */
  readonly isIdle: (storage: Storage) => boolean
  /** Number of series that the last evaluation recorded. */
  readonly recorded: () => number
  /** Its pending and firing instances; none for a recording rule. */
  readonly alerts: () => readonly Alert[]
}

export interface RuleError {
  readonly group: GroupSpec
  readonly rule: RuleSpec
  /** In Prometheus' words. */
  readonly message: string
}

export interface RunningGroup {
  readonly spec: GroupSpec
  readonly rules: readonly RunningRule[]
  /** Evaluates every rule once. */
  evaluate(storage: Storage, at: number): readonly RuleError[]
}

interface RuleState extends RunningRule {
  /** Its result when no series concerns it. */
  idle: readonly VectorSample[] | undefined

  update(result: readonly VectorSample[], storage: Storage, at: number): RuleResult
  /** Series that the last evaluation recorded. */
  before: Map<string, Labels>
}

export function createGroup(
  spec: GroupSpec,
  surroundings: Surroundings,
  options: EngineOptions,
): RunningGroup {
  const states = spec.rules.map((rule) => createRule(rule, spec, surroundings, options))
  return {
    spec,
    rules: states,
    evaluate(storage, at) {
      const errors: RuleError[] = []
      for (const state of states) {
        const message = evaluateRule(state, storage, at, spec.queryOffset, options.version)
        if (message !== undefined) errors.push({ group: spec, rule: state.spec, message })
      }
      return errors
    },
  }
}

function createRule(
  rule: RuleSpec,
  { limit }: GroupSpec,
  surroundings: Surroundings,
  options: EngineOptions,
): RuleState {
  const watch = watchFor(rule.expr, options)
  const recording = rule.kind === 'record' ? createRecording(rule) : undefined
  const alerting = recording === undefined ? createAlerting(rule, surroundings) : undefined
  const state: RuleState = {
    spec: rule,
    query: planOf(rule.expr, options),
    isIdle: (storage) => watch?.isDormant(storage) === true,
    idle: undefined,
    before: new Map(),
    recorded: () => state.before.size,
    alerts: alerting?.alerts ?? (() => []),
    update: (result, storage, at) =>
      recording?.update(result, limit) ??
      alerting!.update(result, at, limit, (expression) => answer(expression, storage, at, options)),
  }
  return state
}

/** Evaluates a rule and records the result; returns Prometheus' error, if any. */
function evaluateRule(
  state: RuleState,
  storage: Storage,
  at: number,
  offset: number,
  version: string | undefined,
): string | undefined {
  const isDormant = state.isIdle(storage)
  let vector = isDormant ? state.idle : undefined
  if (vector === undefined) {
    const found = vectorAt(state.query, storage, at - offset)
    if (typeof found === 'string') return found
    vector = found
    if (isDormant) state.idle = vector
  }
  const result = state.update(vector, storage, at)
  if (result.error !== undefined) return result.error
  return record(state, result.samples, storage, at - offset, version)
}

function record(
  state: RuleState,
  samples: readonly Recorded[],
  storage: Storage,
  time: number,
  version: string | undefined,
): string | undefined {
  const { before } = state
  if (samples.length === 0 && before.size === 0) return undefined
  const recorded = new Map<string, Labels>()
  let failed: string | undefined
  for (const { labels, value } of samples) {
    // Two alerts may have one series. Prometheus sees only at the commit that the second repeats the first, and drops it.
    if (recorded.has(labels.key)) continue
    const error = storage.append(labels, { time, value: value ?? Number.NaN })
    if (error === undefined) recorded.set(labels.key, labels)
    else failed = refusalText(error, storage, labels, value ?? Number.NaN, version)
  }
  // The storage refuses an end marker for a series that another rule returns at the same moment; that is correct.
  for (const [key, labels] of before) if (!recorded.has(key)) storage.append(labels, { time, value: 'stale' })
  state.before = recorded
  return failed
}
