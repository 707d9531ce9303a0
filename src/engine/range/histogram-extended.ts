/** `anchored` and `smoothed` ranges of histograms: `extendedHistogramRate` of `promql/functions.go`. */
import { none } from '../block.ts'
import {
  addHistograms,
  compact,
  detectReset,
  divideHistogram,
  type FloatHistogram,
  multiplyHistogram,
  subtractHistograms,
  usesCustomBuckets,
} from '../histogram/index.ts'
import { mixedSchemas, type Note, notCounter, notGauge, say, settled } from '../histogram-notes.ts'
import { metricNameOf } from '../labels.ts'
import { boundsOf } from './extended.ts'
import { isGauge } from './histogram-rate.ts'
import { giveHistogram, type Window } from './window.ts'

/** Interpolates between two histograms; after a counter reset, from zero. Undefined when they did not fit together. */
export function interpolateHistograms(
  left: FloatHistogram,
  leftTime: number,
  right: FloatHistogram,
  rightTime: number,
  time: number,
  isCounter: boolean,
  name: string,
  tell: (note: Note) => void,
): FloatHistogram | undefined {
  if (time === leftTime) return left
  if (time === rightTime) return right
  const part = (time - leftTime) / (rightTime - leftTime)
  if (isCounter && detectReset(right, left)) return multiplyHistogram(right, part)
  const difference = settled(subtractHistograms(right, left), 'subtraction', name, tell)
  if (difference === undefined) return undefined
  return settled(addHistograms(multiplyHistogram(difference, part), left), 'addition', name, tell)
}

export function extendedHistogramRate(w: Window, isCounter: boolean, isRate: boolean): number {
  const { histograms, histogramTimes: times, labels } = w.series
  const name = metricNameOf(labels)
  const smoothed = w.extended === 'smoothed'
  const { first, last } = boundsOf(
    { times, from: w.histogramFrom, to: w.histogramTo },
    w.start,
    w.end,
    smoothed,
  )
  const point = (at: number): FloatHistogram => histograms[at] as FloatHistogram
  const timeAt = (at: number): number => times[at] as number
  if (timeAt(last) <= w.start || (smoothed && timeAt(first) > w.end)) return none
  const tell = (note: Note): void => say(w.shared, w.place, note)
  const isCustom = usesCustomBuckets(point(first))
  for (let at = first; at <= last; at++) {
    if (usesCustomBuckets(point(at)) !== isCustom) {
      tell(mixedSchemas(name))
      return none
    }
    if (isCounter && isGauge(point(at))) tell(notCounter(name))
  }
  const between = (at: number, time: number): FloatHistogram | undefined =>
    interpolateHistograms(point(at), timeAt(at), point(at + 1), timeAt(at + 1), time, isCounter, name, tell)
  const left = smoothed && timeAt(first) < w.start ? between(first, w.start) : point(first)
  if (left === undefined) return none
  const right =
    smoothed && last > w.histogramFrom && timeAt(last) > w.end ? between(last - 1, w.end) : point(last)
  if (right === undefined) return none
  if (!isCounter && !(isGauge(left) && isGauge(right))) tell(notGauge(name))
  let result = settled(subtractHistograms(right, left), 'subtraction', name, tell)
  if (result === undefined) return none
  if (isCounter) result = corrected(w, result, first, last, left, right, tell)
  if (result === undefined) return none
  if (isRate) result = divideHistogram(result, w.seconds)
  return giveHistogram(w, compact({ ...result, counterResetHint: 'gauge' }, 0))
}

/** Adds the counter's losses in resets; undefined when histograms did not fit together. */
function corrected(
  w: Window,
  result: FloatHistogram,
  firstSample: number,
  lastSample: number,
  left: FloatHistogram,
  right: FloatHistogram,
  tell: (note: Note) => void,
): FloatHistogram | undefined {
  const { histograms, histogramTimes: times, labels } = w.series
  const point = (at: number): FloatHistogram => histograms[at] as FloatHistogram
  const add = (a: FloatHistogram | undefined, b: FloatHistogram): FloatHistogram | undefined =>
    a === undefined ? b : settled(addHistograms(a, b), 'addition', metricNameOf(labels), tell)
  // The left end replaces the first sample.
  let first = firstSample + 1
  let before = left
  const startsBetween = w.extended === 'smoothed' && (times[firstSample] as number) < w.start
  if (startsBetween && detectReset(point(firstSample + 1), point(firstSample))) {
    // That reset is already accounted for in the left end.
    before = point(firstSample + 1)
    first++
  }
  // The right end replaces the last sample.
  const last = lastSample - 1
  if (first > last + 1) return result
  let lost: FloatHistogram | undefined
  for (let at = first; at <= last; at++) {
    if (detectReset(point(at), before)) {
      lost = add(lost, before)
      if (lost === undefined) return undefined
    }
    before = point(at)
  }
  if (detectReset(right, before)) {
    lost = add(lost, before)
    if (lost === undefined) return undefined
  }
  return lost === undefined ? result : add(result, lost)
}
