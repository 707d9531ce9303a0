/** `rate`, `increase` and `delta`, extrapolated to the ends of the range: `extrapolatedRate` of `promql/functions.go`. */
import { warn } from '../annotations.ts'
import { none } from '../block.ts'
import { multiplyHistogram } from '../histogram/index.ts'
import type { FloatHistogram } from '../histogram/types.ts'
import { extendedRate } from './extended.ts'
import { extendedHistogramRate } from './histogram-extended.ts'
import { combined, histogramIncrease } from './histogram-rate.ts'
import { hasHistograms, isMixed, nameIn } from './mixed.ts'
import { startResetAt, startsOverlap } from './start-times.ts'
import { give, giveHistogram, type RangeFunction, type Window } from './window.ts'

/** The increase of floats; for a counter, resets are made good. */
function increaseOf(w: Window, isCounter: boolean): number {
  const { values, times, starts } = w.series
  const { from, to } = w
  let increase = (values[to - 1] as number) - (values[from] as number)
  if (!isCounter) return increase
  const useStarts = w.shared.useStartTimes && starts !== undefined
  let hasWarned = false
  for (let i = from + 1; i < to; i++) {
    const before = values[i - 1] as number
    if (useStarts && !hasWarned)
      hasWarned = warnOverlap(w, starts[i - 1] as number, times[i - 1] as number, starts[i] as number)
    if ((values[i] as number) < before || (useStarts && startResetAt(starts, times, i))) increase += before
  }
  return increase
}

/** Warns where a sample's counter started before the previous sample. */
function warnOverlap(w: Window, startBefore: number, timeBefore: number, start: number): boolean {
  if (!startsOverlap(startBefore, timeBefore, start)) return false
  const message = `sample has start time that overlaps with previous sample timestamp for metric ${nameIn(w)}`
  warn(w.shared.annotations, message, w.place, occurrences(1))
  return true
}

const occurrences = (count: number) => ({
  count,
  merge: (newer: unknown) => occurrences(count + (newer as { count: number }).count),
  text: () => (count > 1 ? ` (${count} occurrences)` : ''),
})

function extrapolated(w: Window, isCounter: boolean, isRate: boolean): number {
  if (isMixed(w)) return none
  if (w.extended !== undefined) {
    if (hasHistograms(w)) return extendedHistogramRate(w, isCounter, isRate)
    return extendedRate(w, isCounter, isRate)
  }
  return hasHistograms(w) ? ofHistograms(w, isCounter, isRate) : ofFloats(w, isCounter, isRate)
}

function ofFloats(w: Window, isCounter: boolean, isRate: boolean): number {
  const { times, values } = w.series
  const increase = increaseOf(w, isCounter)
  const first = values[w.from] as number
  const firstTime = times[w.from] as number
  const start = usableStart(w, w.series.starts?.[w.from], firstTime, isCounter)
  if (start === 0 && w.to - w.from < 2) return none
  const toZero = increase > 0 && first >= 0 ? first / increase : Number.NaN
  const lastTime = times[w.to - 1] as number
  const factor = factorOf(
    w,
    firstTime,
    lastTime,
    w.to - w.from - 1,
    start,
    isCounter ? toZero : Number.NaN,
    isRate,
  )
  return give(w, (start === 0 ? increase : increase + first) * factor)
}

function ofHistograms(w: Window, isCounter: boolean, isRate: boolean): number {
  const { histogramTimes: times, histograms } = w.series
  const count = w.histogramTo - w.histogramFrom
  const first = histograms[w.histogramFrom] as FloatHistogram
  let increase = count > 1 ? histogramIncrease(w, isCounter, warnOverlap) : undefined
  if (count > 1 && increase === undefined) return none
  const firstTime = times[w.histogramFrom] as number
  const start = usableStart(w, w.series.histogramStarts?.[w.histogramFrom], firstTime, isCounter)
  if (start === 0 && count < 2) return none
  const toZero =
    w.shared.semantics.histogramZero && increase !== undefined && increase.count > 0 && first.count >= 0
      ? first.count / increase.count
      : Number.NaN
  if (start !== 0) {
    increase = increase === undefined ? first : combined(w, 'addition', increase, first)
    if (increase === undefined) return none
  }
  const lastTime = times[w.histogramTo - 1] as number
  const factor = factorOf(w, firstTime, lastTime, count - 1, start, isCounter ? toZero : Number.NaN, isRate)
  return giveHistogram(w, multiplyHistogram(increase as FloatHistogram, factor))
}

/** The counter's start time, if it lies within the range and before the first sample; else 0. */
function usableStart(w: Window, start: number | undefined, firstTime: number, isCounter: boolean): number {
  if (!isCounter || !w.shared.useStartTimes || start === undefined || start === 0) return 0
  return start > w.start && start < firstTime ? start : 0
}

/**
 * Factor for the increase. `toZero`: how long before the first sample the counter was zero, as a fraction of the
 * sampled time; NaN when unknown.
 */
function factorOf(
  w: Window,
  firstTime: number,
  lastTime: number,
  gaps: number,
  start: number,
  toZero: number,
  isRate: boolean,
): number {
  let sampled = (lastTime - firstTime) / 1000
  const average = gaps > 0 ? sampled / gaps : 0
  const threshold = average * 1.1
  let before = (firstTime - w.start) / 1000
  let after = (w.end - lastTime) / 1000
  if (start !== 0) {
    before = 0
    sampled = (lastTime - start) / 1000
  } else {
    const zero = sampled * toZero
    const { boundedZero } = w.shared.semantics
    if (!boundedZero && zero < before) before = zero
    if (before >= threshold) before = average / 2
    if (boundedZero && zero < before) before = zero
  }
  if (after >= threshold) after = average / 2
  const factor = sampled === 0 ? 1 : (sampled + before + after) / sampled
  return isRate ? factor / w.seconds : factor
}

export const rateFunctions: Readonly<Record<string, RangeFunction>> = {
  rate: (w) => extrapolated(w, true, true),
  increase: (w) => extrapolated(w, true, false),
  delta: (w) => extrapolated(w, false, false),
}
