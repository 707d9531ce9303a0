/** State of a running evaluation. */
import type { Annotations } from './annotations.ts'
import { fail } from './failure.ts'
import type { Storage } from './types.ts'
import type { Semantics } from './versions.ts'

/** Constant for a whole query, subqueries included. Times and lengths in milliseconds. */
export interface Shared {
  readonly text: string
  readonly storage: Storage
  readonly semantics: Semantics
  readonly lookback: number
  readonly defaultStep: number
  readonly maxSamples: number
  readonly delayedNames: boolean
  readonly typeAndUnit: boolean
  readonly useStartTimes: boolean
  /** Times of the query itself. */
  readonly start: number
  readonly end: number
  readonly step: number
  readonly annotations: Annotations
  /** Number of samples currently held. */
  samples: number
}

/** The current steps: those of the query, or of a subquery. */
export interface Run {
  readonly shared: Shared
  readonly start: number
  /** The last step is at or before it. */
  readonly end: number
  readonly interval: number
  readonly steps: number
  /** Latest data available to selectors without an offset of their own; undefined where all was read. */
  readonly latest?: number
}

export function createRun(shared: Shared, start: number, end: number, interval: number): Run {
  const steps = end < start ? 0 : Math.floor((end - start) / interval) + 1
  return { shared, start, end, interval, steps }
}

/** Whether this is a single step; Prometheus then keeps the order of series. */
export const isInstant = (run: Run): boolean => run.start === run.end

/** Counts `count` more samples as held; too many end the evaluation. */
export function hold(shared: Shared, count: number): void {
  shared.samples += count
  if (shared.samples > shared.maxSamples)
    fail('query processing would load too many samples into memory in query execution')
}
