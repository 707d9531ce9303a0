/** The fraction of observations between two values: `HistogramFraction` of `promql/quantile.go`. */
import { allBuckets, cutAtZero, usesCustomBuckets } from './buckets.ts'
import { fractionBelow } from './fraction-below.ts'
import type { Estimate } from './quantile.ts'
import type { Bucket, FloatHistogram } from './types.ts'

/**
 * The fraction of observations from `lower` to `upper`. `dividesFirst`: in a linear bucket, first divides by the width
 * and then multiplies by the count, as since 3.14; before it was the other way round. Only the last bit differs.
 */
export function histogramFraction(
  lower: number,
  upper: number,
  h: FloatHistogram,
  dividesFirst: boolean,
): Estimate {
  if (h.count === 0 || Number.isNaN(lower) || Number.isNaN(upper))
    return { value: Number.NaN, note: undefined }
  if (lower >= upper) return { value: 0, note: undefined }
  const buckets = allBuckets(h)
  const within = Number.isNaN(h.sum) ? buckets.reduce((sum, { count }) => sum + count, 0) : h.count
  const from = rankOf(h, buckets, lower, dividesFirst)
  const to = rankOf(h, buckets, upper, dividesFirst)
  const limited = (rank: number | undefined): number => (rank === undefined || rank > within ? within : rank)
  return {
    value: (limited(to) - limited(from)) / h.count,
    note: Number.isNaN(h.sum) && within < h.count ? 'nan-skew' : undefined,
  }
}

/** The number of observations below a value; undefined where it is above all buckets. */
function rankOf(
  h: FloatHistogram,
  buckets: readonly Bucket[],
  value: number,
  dividesFirst: boolean,
): number | undefined {
  let rank = 0
  for (const one of buckets) {
    const isZero = one.lower <= 0 && one.upper >= 0
    const bucket = isZero ? cutAtZero(h, one) : one
    if (bucket.lower >= value) return rank
    if (bucket.lower < value && bucket.upper > value) {
      if (!usesCustomBuckets(h) && !isZero) return rank + bucket.count * fractionBelow(bucket, value, false)
      if (bucket.lower === Number.NEGATIVE_INFINITY) return bucket.count
      if (dividesFirst) return rank + bucket.count * fractionBelow(bucket, value, true)
      return rank + (bucket.count * (value - bucket.lower)) / (bucket.upper - bucket.lower)
    }
    rank += bucket.count
  }
  return undefined
}
