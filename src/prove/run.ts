/**
 * Rules over time: loads series as time advances, and evaluates groups in order at each moment. In: series, groups, the
 * starting moment. Out: a run to step through, whose storage can be queried at every moment. Mirrors
 * `promqltest.LazyLoader` and the loop of `testGroup.test` in `cmd/promtool/unittest.go`.
 */
import {
  createStorage,
  type EngineOptions,
  type Labels,
  type SampleInput,
  type Storage,
} from '../engine/index.ts'
import { append } from '../text/append.ts'
import type { Alert } from './alerting.ts'
import { createGroup, type RuleError, type RunningGroup, type RunningRule } from './group.ts'
import { refusalText } from './refusal.ts'
import type { Surroundings } from './render.ts'
import type { GroupSpec } from './rules.ts'

/** A series of a test, with samples in order of time. */
export interface LoadedSeries {
  readonly labels: Labels
  readonly samples: readonly SampleInput[]
}

export interface RunSetup {
  readonly series: readonly LoadedSeries[]
  /** In order of evaluation. */
  readonly groups: readonly GroupSpec[]
  readonly surroundings: Surroundings
  readonly options: EngineOptions
}

export interface Run {
  readonly storage: Storage
  readonly groups: readonly RunningGroup[]
  /**
   * Loads samples up to a moment. Returns Prometheus' error where the storage refuses one: a sample older than one that
   * a rule recorded.
   */
  loadTill(at: number): string | undefined
  /** Evaluates groups at a moment: all, or those that are due. */
  evaluate(at: number, isDue?: (group: RunningGroup) => boolean): readonly RuleError[]
}

/** Called at each moment, after the groups were evaluated. */
export type Observer = (run: Run, options: EngineOptions, at: number) => void

/** The alerting rules of a run: those with a name, or all. */
export const alertsIn = ({ groups }: Run, name?: string): RunningRule[] =>
  groups
    .flatMap(({ rules }) => rules)
    .filter(({ spec }) => spec.kind === 'alert' && (name === undefined || spec.name === name))

/** The instances that fire under a name. */
export const firingIn = (run: Run, name: string): Alert[] =>
  alertsIn(run, name).flatMap((rule) => rule.alerts().filter(({ state }) => state === 'firing'))

export function createRun({ series, groups, surroundings, options }: RunSetup): Run {
  const storage = createStorage([], options.version)
  const running = groups.map((group) => createGroup(group, surroundings, options))
  const waiting = series.map((one) => ({ ...one, next: 0 }))
  return {
    storage,
    groups: running,
    loadTill(at) {
      let failed: string | undefined
      for (const one of waiting) {
        if (one.next >= one.samples.length || one.samples[one.next]!.time > at) continue
        const known = storage.get(one.labels)
        const last = known === undefined ? Number.NEGATIVE_INFINITY : known.times[known.length - 1]!
        const from = one.next
        while (one.next < one.samples.length) {
          const sample = one.samples[one.next]!
          if (sample.time > at) break
          one.next++
          const refused = storage.append(one.labels, sample)
          // Of two input samples at the same moment the second is dropped silently, as in promtool.
          const held = storage.get(one.labels)
          const isHeld = held !== undefined && held.times[held.length - 1] === sample.time
          if (refused === undefined || (sample.time > last && isHeld)) continue
          failed ??= refusalText(refused, storage, one.labels, sample.value, options.version)
          // Promtool comes back to what it could not load at every moment.
          one.next = from
          break
        }
      }
      return failed
    },
    evaluate(at, isDue) {
      const errors: RuleError[] = []
      for (const group of running) {
        if (isDue === undefined || isDue(group)) append(errors, group.evaluate(storage, at))
      }
      return errors
    },
  }
}
