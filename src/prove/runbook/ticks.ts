/** When groups are evaluated, each at its own interval. Times in milliseconds after the start of the test. */
import type { Span } from '../../model.ts'
import type { RunningGroup } from '../group.ts'

export interface Tick {
  readonly at: number
  /** The next evaluation of any group. */
  readonly next: number
}

/** The moments when any group is due, from 0 to `end`. */
export function* ticksOf(groups: readonly RunningGroup[], interval: number, end: number): Generator<Tick> {
  const intervals = [...new Set(groups.map(({ spec }) => spec.interval ?? interval))]
  if (intervals.length === 0) intervals.push(interval)
  const after = (at: number): number => Math.min(...intervals.map((one) => (Math.floor(at / one) + 1) * one))
  for (let at = 0; at <= end; ) {
    const next = after(at)
    yield { at, next }
    at = next
  }
}

/** The moments of a span between an evaluation and the next: the evaluation's own, or the first after it. */
export function moments({ from, to }: Span, tick: number, next: number): number[] {
  const now = Math.max(from, tick)
  return now <= to && now < next ? [now] : []
}
