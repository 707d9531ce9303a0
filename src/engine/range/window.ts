/** The window of a range function: the samples of one series at one step. */
import { float, histogram } from '../block.ts'
import type { FloatHistogram } from '../histogram/types.ts'
import type { AtTime } from '../plan-nodes.ts'
import type { Run, Shared } from '../run.ts'
import { shiftOf } from '../select.ts'
import type { RangeSeries } from './series.ts'

/** Reused from step to step; a function must not keep it. */
export interface Window {
  readonly shared: Shared
  /** Place for warnings. */
  readonly place: number
  /** Place of the first argument. */
  readonly firstPlace: number
  /** The range's length in seconds. */
  readonly seconds: number
  readonly extended: 'anchored' | 'smoothed' | undefined
  series: RangeSeries
  /** First index of the floats; `to` is exclusive. */
  from: number
  to: number
  histogramFrom: number
  histogramTo: number
  /** The step's time; then the range's start and end. */
  time: number
  start: number
  end: number
  /** Other arguments at this step. */
  readonly args: number[]
  /** Result of the function. */
  value: number
  histogram: FloatHistogram | undefined
}

/** A window before the first step. */
export const createWindow = (
  shared: Shared,
  series: RangeSeries,
  extended: Window['extended'],
  place: number,
  firstPlace: number,
  seconds: number,
  args: number[],
): Window => ({
  shared,
  place,
  firstPlace,
  seconds,
  extended,
  series,
  args,
  from: 0,
  to: 0,
  histogramFrom: 0,
  histogramTo: 0,
  time: 0,
  start: 0,
  end: 0,
  value: 0,
  histogram: undefined,
})

/** Returns the kind of the result: `none`, `float` (in `value`) or `histogram`. */
export type RangeFunction = (w: Window) => number

/** Sets a float as the result. */
export function give(w: Window, value: number): number {
  w.value = value
  return float
}

export function giveHistogram(w: Window, value: FloatHistogram): number {
  w.histogram = value
  return histogram
}

/** Position of a range relative to the steps, in milliseconds. */
export interface Reach {
  readonly shift: number
  readonly length: number
  /** Extra reach before and after the range, for `anchored` and `smoothed`. */
  readonly before: number
  readonly after: number
  readonly isFixed: boolean
  /** No later sample is visible. */
  readonly latest: number
  readonly lengthAndShift: number
}

export function reachOf(
  run: Run,
  window: number,
  offset: number,
  at: AtTime,
  extended: 'anchored' | 'smoothed' | undefined,
  isSubquery: boolean,
): Reach {
  const shift = shiftOf(run, offset, at)
  const { lookback, semantics } = run.shared
  // Older versions move a range with `@` along with the steps, but over the data read for the first step.
  const isFixed = at !== undefined && semantics.fixedRangesStay
  return {
    shift,
    length: Math.trunc(window),
    before: extended === undefined ? 0 : lookback,
    after: extended === 'smoothed' ? lookback : 0,
    isFixed,
    latest: at === undefined || isFixed || isSubquery ? laterThan(run, offset) : run.start - shift,
    lengthAndShift: Math.trunc(window + (offset - Math.trunc(offset))) + shift,
  }
}

function laterThan({ latest }: Run, offset: number): number {
  return latest === undefined ? Number.POSITIVE_INFINITY : latest - offset
}

/** The first index at or after `from` whose time is later than `time`. */
function firstAfter(times: Float64Array, from: number, length: number, time: number): number {
  let at = from
  for (let tries = 0; tries < 8; tries++) {
    if (at >= length || (times[at] as number) > time) return at
    at++
  }
  let high = length
  while (at < high) {
    const middle = (at + high) >>> 1
    if ((times[middle] as number) > time) high = middle
    else at = middle + 1
  }
  return at
}

/** Moves a window to a step; steps come in ascending order. Returns whether it holds any sample. */
export function moveWindow(w: Window, reach: Reach, time: number, isFirst: boolean): boolean {
  w.time = time
  w.start = time - reach.lengthAndShift
  w.end = time - reach.shift
  if (isFirst || !reach.isFixed) {
    const { series } = w
    const until = Math.min(w.end + reach.after, reach.latest)
    // A range closed at its start is one millisecond longer.
    const since = w.end - reach.length - reach.before - (w.shared.semantics.leftOpen ? 0 : 1)
    if (w.end + reach.after === w.end - reach.length - reach.before) {
      w.from = w.to
      w.histogramFrom = w.histogramTo
      return false
    }
    w.from = firstAfter(series.times, w.from, series.floats, since)
    w.to = firstAfter(series.times, Math.max(w.to, w.from), series.floats, until)
    const count = series.histograms.length
    if (count > 0) {
      w.histogramFrom = firstAfter(series.histogramTimes, w.histogramFrom, count, since)
      w.histogramTo = firstAfter(
        series.histogramTimes,
        Math.max(w.histogramTo, w.histogramFrom),
        count,
        until,
      )
      // With a float and a histogram at the very end, possible in a subquery, Prometheus reads the float.
      const isLast = w.histogramTo > w.histogramFrom && series.histogramTimes[w.histogramTo - 1] === until
      if (isLast && w.to > w.from && series.times[w.to - 1] === until) w.histogramTo--
    }
  }
  return w.to > w.from || w.histogramTo > w.histogramFrom
}

export function resetWindow(w: Window, series: RangeSeries): void {
  w.series = series
  w.from = 0
  w.to = 0
  w.histogramFrom = 0
  w.histogramTo = 0
}
