/** Functions that return the first or last sample of a range, or its time. */
import type { FloatHistogram } from '../histogram/types.ts'
import { give, giveHistogram, type RangeFunction, type Window } from './window.ts'

const timeOf = (times: Float64Array, at: number, isThere: boolean, otherwise: number): number =>
  isThere ? (times[at] as number) : otherwise

function firstTime(w: Window): number {
  const { series } = w
  return Math.min(
    timeOf(series.times, w.from, w.to > w.from, Number.POSITIVE_INFINITY),
    timeOf(series.histogramTimes, w.histogramFrom, w.histogramTo > w.histogramFrom, Number.POSITIVE_INFINITY),
  )
}

function lastTime(w: Window): number {
  const { series } = w
  return Math.max(
    timeOf(series.times, w.to - 1, w.to > w.from, 0),
    timeOf(series.histogramTimes, w.histogramTo - 1, w.histogramTo > w.histogramFrom, 0),
  )
}

function giveSample(w: Window, isFloat: boolean, at: number, histogramAt: number): number {
  if (isFloat) return give(w, w.series.values[at] as number)
  return giveHistogram(w, w.series.histograms[histogramAt] as FloatHistogram)
}

/** The first float, unless a histogram comes before it. */
function first(w: Window): number {
  const { series } = w
  const hasHistogram = w.histogramTo > w.histogramFrom
  const isFloat =
    !hasHistogram ||
    (w.to > w.from && (series.times[w.from] as number) < (series.histogramTimes[w.histogramFrom] as number))
  return giveSample(w, isFloat, w.from, w.histogramFrom)
}

function last(w: Window): number {
  const { series } = w
  const hasHistogram = w.histogramTo > w.histogramFrom
  const isFloat =
    !hasHistogram ||
    (w.to > w.from &&
      (series.histogramTimes[w.histogramTo - 1] as number) < (series.times[w.to - 1] as number))
  return giveSample(w, isFloat, w.to - 1, w.histogramTo - 1)
}

export const pointFunctions: Readonly<Record<string, RangeFunction>> = {
  first_over_time: first,
  last_over_time: last,
  ts_of_first_over_time: (w) => give(w, firstTime(w) / 1000),
  ts_of_last_over_time: (w) => give(w, lastTime(w) / 1000),
}
