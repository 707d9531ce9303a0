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
import { boundsReconciled, mixedSchemas, type Note, notCounter, notGauge, say } from '../histogram-notes.ts'
import { metricNameOf } from '../labels.ts'
import { boundsOf } from './extended.ts'
import { isGauge } from './histogram-rate.ts'
import { giveHistogram, type Window } from './window.ts'

/** A histogram and its annotations; undefined when the two did not fit together. */
interface Made {
  readonly histogram: FloatHistogram | undefined
  readonly notes: readonly Note[]
}

/** Interpolates between two histograms; after a counter reset, from zero. */
export function interpolateHistograms(
  left: FloatHistogram,
  leftTime: number,
  right: FloatHistogram,
  rightTime: number,
  time: number,
  isCounter: boolean,
  name: string,
): Made {
  if (time === leftTime) return { histogram: left, notes: [] }
  if (time === rightTime) return { histogram: right, notes: [] }
  const part = (time - leftTime) / (rightTime - leftTime)
  if (isCounter && detectReset(right, left)) return { histogram: multiplyHistogram(right, part), notes: [] }
  const notes: Note[] = []
  const difference = subtractHistograms(right, left)
  if (difference.error !== undefined) return { histogram: undefined, notes: [mixedSchemas(name)] }
  if (difference.nhcbBoundsReconciled) notes.push(boundsReconciled('subtraction'))
  const sum = addHistograms(multiplyHistogram(difference.histogram, part), left)
  if (sum.error !== undefined) return { histogram: undefined, notes: [...notes, mixedSchemas(name)] }
  if (sum.nhcbBoundsReconciled) notes.push(boundsReconciled('addition'))
  return { histogram: sum.histogram, notes }
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
  const tell = (...notes: readonly Note[]): void => say(w.shared, w.place, ...notes)
  const isCustom = usesCustomBuckets(point(first))
  for (let at = first; at <= last; at++) {
    if (usesCustomBuckets(point(at)) !== isCustom) {
      tell(mixedSchemas(name))
      return none
    }
    if (isCounter && isGauge(point(at))) tell(notCounter(name))
  }
  const between = (at: number, time: number): FloatHistogram | undefined => {
    const made = interpolateHistograms(
      point(at),
      timeAt(at),
      point(at + 1),
      timeAt(at + 1),
      time,
      isCounter,
      name,
    )
    tell(...made.notes)
    return made.histogram
  }
  const left = smoothed && timeAt(first) < w.start ? between(first, w.start) : point(first)
  if (left === undefined) return none
  const right =
    smoothed && last > w.histogramFrom && timeAt(last) > w.end ? between(last - 1, w.end) : point(last)
  if (right === undefined) return none
  if (!isCounter && !(isGauge(left) && isGauge(right))) tell(notGauge(name))
  const difference = subtractHistograms(right, left)
  if (difference.error !== undefined) {
    tell(mixedSchemas(name))
    return none
  }
  if (difference.nhcbBoundsReconciled) tell(boundsReconciled('subtraction'))
  let result: FloatHistogram | undefined = difference.histogram
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
  tell: (...notes: readonly Note[]) => void,
): FloatHistogram | undefined {
  const { histograms, histogramTimes: times, labels } = w.series
  const point = (at: number): FloatHistogram => histograms[at] as FloatHistogram
  const add = (a: FloatHistogram | undefined, b: FloatHistogram): FloatHistogram | undefined => {
    if (a === undefined) return b
    const sum = addHistograms(a, b)
    if (sum.error !== undefined) tell(mixedSchemas(metricNameOf(labels)))
    else if (sum.nhcbBoundsReconciled) tell(boundsReconciled('addition'))
    return sum.histogram
  }
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
