/** Functions that fit a line or a smoothed trend to the floats of a range. */

import { formatFloat } from '../../text/go-float.ts'
import { none } from '../block.ts'
import { fail } from '../failure.ts'
import { lostBy } from '../kahan.ts'
import { hasHistograms, informIgnored } from './mixed.ts'
import { give, type RangeFunction, type Window } from './window.ts'

interface Line {
  readonly slope: number
  readonly intercept: number
}

/** Least-squares fit; the intercept is the value at `time`. */
function fitLine({ series: { times, values }, from, to }: Window, time: number): Line {
  const first = values[from] as number
  let isConstant = true
  let n = 0
  let sumX = 0
  let lostX = 0
  let sumY = 0
  let lostY = 0
  let sumXY = 0
  let lostXY = 0
  let sumXX = 0
  let lostXX = 0
  for (let i = from; i < to; i++) {
    const y = values[i] as number
    if (isConstant && i > from && y !== first) isConstant = false
    n++
    const x = ((times[i] as number) - time) / 1e3
    lostX = lostBy(x, sumX, lostX)
    sumX += x
    lostY = lostBy(y, sumY, lostY)
    sumY += y
    const xy = x * y
    lostXY = lostBy(xy, sumXY, lostXY)
    sumXY += xy
    const xx = x * x
    lostXX = lostBy(xx, sumXX, lostXX)
    sumXX += xx
  }
  if (isConstant) {
    if (Math.abs(first) === Number.POSITIVE_INFINITY) return { slope: Number.NaN, intercept: Number.NaN }
    return { slope: 0, intercept: first }
  }
  sumX += lostX
  sumY += lostY
  sumXY += lostXY
  sumXX += lostXX
  const covariance = sumXY - (sumX * sumY) / n
  const variance = sumXX - (sumX * sumX) / n
  const slope = covariance / variance
  return { slope, intercept: sumY / n - (slope * sumX) / n }
}

/** A function that needs at least two floats. */
const ofTwo =
  (compute: (w: Window) => number): RangeFunction =>
  (w) => {
    const count = w.to - w.from
    if (hasHistograms(w) && count > 0) informIgnored(w)
    return count < 2 ? none : give(w, compute(w))
  }

function smooth(w: Window): number {
  const { values } = w.series
  const [smoothing, trend] = w.args as [number, number]
  if (smoothing <= 0 || smoothing >= 1)
    fail(`invalid smoothing factor. Expected: 0 < sf < 1, got: ${formatFloat(smoothing, 'f', 6)}`)
  if (trend <= 0 || trend >= 1)
    fail(`invalid trend factor. Expected: 0 < tf < 1, got: ${formatFloat(trend, 'f', 6)}`)
  const count = w.to - w.from
  if (hasHistograms(w) && count > 0) informIgnored(w)
  if (count < 2) return none
  let before = 0
  let now = values[w.from] as number
  let slope = (values[w.from + 1] as number) - now
  for (let i = 1; i < count; i++) {
    const x = smoothing * (values[w.from + i] as number)
    if (i > 1) slope = trend * (now - before) + (1 - trend) * slope
    const y = (1 - smoothing) * (now + slope)
    before = now
    now = x + y
  }
  return give(w, now)
}

export const trendFunctions: Readonly<Record<string, RangeFunction>> = {
  deriv: ofTwo((w) => fitLine(w, w.series.times[w.from] as number).slope),
  predict_linear: ofTwo((w) => {
    const { slope, intercept } = fitLine(w, w.time)
    return slope * (w.args[0] as number) + intercept
  }),
  double_exponential_smoothing: smooth,
  holt_winters: smooth,
}
