/** `changes` and `resets`: count how often a value changed or fell within a range. */
import { none } from '../block.ts'
import { detectReset, histogramsEqual } from '../histogram/index.ts'
import type { FloatHistogram } from '../histogram/types.ts'
import type { Shared } from '../run.ts'
import { isStartReset } from './start-times.ts'
import { give, type RangeFunction, type Window } from './window.ts'

/** A sample as compared with the one before it. Reused from sample to sample. */
interface Step {
  /** Undefined where the sample is a float. */
  histogram: FloatHistogram | undefined
  value: number
  time: number
  start: number
}

function firstAtOrAfterStart(times: Float64Array, from: number, to: number, start: number): number {
  let at = from
  while (at < to && (times[at] as number) <= start) at++
  return at
}

/** Counts over the samples of both kinds in order of time. Undefined with nothing to compare. */
function countSteps(w: Window, isCounted: (before: Step, now: Step) => boolean): number | undefined {
  const { series, to, histogramTo } = w
  let at = w.from
  let histogramAt = w.histogramFrom
  if (w.extended === 'anchored') {
    // The first sample of the range is compared with the last one before it.
    const float = firstAtOrAfterStart(series.times, at, to, w.start) - 1
    const histogram = firstAtOrAfterStart(series.histogramTimes, histogramAt, histogramTo, w.start) - 1
    if (float + 1 >= to && histogram + 1 >= histogramTo) return undefined
    const hasFloat = float >= w.from
    const hasHistogram = histogram >= w.histogramFrom
    const isFloat =
      hasFloat &&
      (!hasHistogram || (series.times[float] as number) >= (series.histogramTimes[histogram] as number))
    if (hasFloat || hasHistogram) {
      at = isFloat ? float : float + 1
      histogramAt = isFloat ? histogram + 1 : histogram
    }
  }
  let count = 0
  let before: Step = { histogram: undefined, value: 0, time: 0, start: 0 }
  let now: Step = { ...before }
  let isFirst = true
  while (at < to || histogramAt < histogramTo) {
    const isFloat =
      histogramAt >= histogramTo ||
      (at < to && (series.times[at] as number) < (series.histogramTimes[histogramAt] as number))
    now.histogram = isFloat ? undefined : series.histograms[histogramAt]
    now.value = isFloat ? (series.values[at] as number) : 0
    now.time = (isFloat ? series.times[at] : series.histogramTimes[histogramAt]) as number
    now.start = (isFloat ? series.starts?.[at] : series.histogramStarts?.[histogramAt]) ?? 0
    if (isFloat) at++
    else histogramAt++
    if (!isFirst && isCounted(before, now)) count++
    isFirst = false
    const spare = before
    before = now
    now = spare
  }
  return count
}

function hasChanged(before: Step, now: Step): boolean {
  if (before.histogram === undefined && now.histogram === undefined)
    return before.value !== now.value && !(Number.isNaN(before.value) && Number.isNaN(now.value))
  if (before.histogram === undefined || now.histogram === undefined) return true
  return !histogramsEqual(now.histogram, before.histogram)
}

const hasReset =
  ({ useStartTimes, semantics }: Shared) =>
  (before: Step, now: Step): boolean => {
    const isNewStart = useStartTimes && isStartReset(before.start, before.time, now.start, now.time)
    if (before.histogram === undefined && now.histogram === undefined)
      return now.value < before.value || isNewStart
    if (before.histogram === undefined || now.histogram === undefined) return true
    return isNewStart || detectReset(now.histogram, before.histogram, semantics.reconcilesBounds)
  }

function counted(w: Window, isCounted: (before: Step, now: Step) => boolean): number {
  const count = countSteps(w, isCounted)
  return count === undefined ? none : give(w, count)
}

export const changesFunctions: Readonly<Record<string, RangeFunction>> = {
  changes: (w) => counted(w, hasChanged),
  resets: (w) => counted(w, hasReset(w.shared)),
}
