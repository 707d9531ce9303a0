/** Aggregations over the samples of a range. */
import { warn } from '../annotations.ts'
import { none } from '../block.ts'
import { lostBy, lostByOlder } from '../kahan.ts'
import { badQuantile, quantileOf } from '../quantile.ts'
import { averageHistogram, sumHistograms } from './histogram-over-time.ts'
import { hasFloats, hasHistograms, informIgnored, isMixed } from './mixed.ts'
import { olderMean } from './older-mean.ts'
import { give, type RangeFunction, type Window } from './window.ts'

/** A function of floats alone; reports ignored histograms. */
const ofFloats =
  (compute: (w: Window) => number): RangeFunction =>
  (w) => {
    if (!hasFloats(w)) return none
    if (hasHistograms(w)) informIgnored(w)
    return give(w, compute(w))
  }

/** The highest or lowest value, or its time. Any number wins over NaN. */
const extreme = (isBetter: (value: number, best: number) => boolean, wantsTime: boolean): RangeFunction =>
  ofFloats(({ series: { values, times }, from, to }) => {
    let at = from
    for (let i = from; i < to; i++) {
      const best = values[at] as number
      if (isBetter(values[i] as number, best) || Number.isNaN(best)) at = i
    }
    return wantsTime ? (times[at] as number) / 1000 : (values[at] as number)
  })

/** A function of floats alone or of histograms alone. */
const ofOneKind =
  (floats: (w: Window) => number, histograms: RangeFunction): RangeFunction =>
  (w) => {
    if (isMixed(w)) return none
    return hasFloats(w) ? give(w, floats(w)) : histograms(w)
  }

function sum({ series: { values }, from, to }: Window): number {
  let total = 0
  let lost = 0
  for (let i = from; i < to; i++) {
    const value = values[i] as number
    lost = lostBy(value, total, lost)
    total += value
  }
  return Math.abs(total) === Number.POSITIVE_INFINITY ? total : total + lost
}

const average = (w: Window): number => (w.shared.semantics.plainAverage ? mean(w) : olderMean(w))

/** The sum divided by the count, or, where the sum would overflow, a mean updated value by value. */
function mean({ series: { values }, from, to }: Window): number {
  let total = values[from] as number
  let lost = 0
  let average = 0
  let count = 1
  let i = from + 1
  for (; i < to; i++) {
    count = i - from + 1
    const value = values[i] as number
    const newTotal = total + value
    if (Math.abs(newTotal) === Number.POSITIVE_INFINITY) break
    lost = lostBy(value, total, lost)
    total = newTotal
  }
  if (i === to) return total / count + lost / count
  average = total / (count - 1)
  lost /= count - 1
  for (; i < to; i++) {
    count = i - from + 1
    const part = (count - 1) / count
    const value = (values[i] as number) / count
    const scaled = part * average
    lost = lostBy(value, scaled, part * lost)
    average = scaled + value
  }
  return average + lost
}

function variance({ series: { values }, from, to, shared }: Window): number {
  const lostIn = shared.semantics.infinityLosesNothing ? lostBy : lostByOlder
  let count = 0
  let average = 0
  let averageLost = 0
  let squares = 0
  let squaresLost = 0
  for (let i = from; i < to; i++) {
    const value = values[i] as number
    count++
    const delta = value - (average + averageLost)
    const step = delta / count
    averageLost = lostIn(step, average, averageLost)
    average += step
    const square = delta * (value - (average + averageLost))
    squaresLost = lostIn(square, squares, squaresLost)
    squares += square
  }
  return (squares + squaresLost) / count
}

/** The median distance from the median; NaN if any value is NaN. */
function medianDeviation({ series: { values: all }, from, to, shared }: Window): number {
  const values = all.slice(from, to)
  if (shared.semantics.madKeepsNaN && values.some(Number.isNaN)) return Number.NaN
  const median = quantileOf(0.5, values)
  for (let i = 0; i < values.length; i++) values[i] = Math.abs((values[i] as number) - median)
  return quantileOf(0.5, values)
}

function quantile(w: Window): number {
  if (!hasFloats(w)) return none
  const q = w.args[0] as number
  // The place is that of the first argument: the quantile itself.
  if (!(q >= 0 && q <= 1)) warn(w.shared.annotations, badQuantile(q), w.firstPlace)
  if (hasHistograms(w)) informIgnored(w, w.firstPlace)
  return give(w, quantileOf(q, w.series.values.slice(w.from, w.to)))
}

export const overTimeFunctions: Readonly<Record<string, RangeFunction>> = {
  sum_over_time: ofOneKind(sum, sumHistograms),
  avg_over_time: ofOneKind(average, averageHistogram),
  count_over_time: (w) => give(w, w.to - w.from + (w.histogramTo - w.histogramFrom)),
  present_over_time: (w) => give(w, 1),
  absent_over_time: (w) => give(w, 1),
  max_over_time: extreme((value, best) => value > best, false),
  min_over_time: extreme((value, best) => value < best, false),
  ts_of_max_over_time: extreme((value, best) => value >= best, true),
  ts_of_min_over_time: extreme((value, best) => value <= best, true),
  stdvar_over_time: ofFloats(variance),
  stddev_over_time: ofFloats((w) => Math.sqrt(variance(w))),
  mad_over_time: ofFloats(medianDeviation),
  quantile_over_time: quantile,
}
