/** Quantiles of native histograms: `HistogramQuantile` of `promql/quantile.go`. */
import { exp2, log2 } from '../math/index.ts'
import { allBuckets, cutAtZero, usesCustomBuckets } from './buckets.ts'
import type { Bucket, FloatHistogram } from './types.ts'

export interface Estimate {
  readonly value: number
  /**
   * Effect of NaN observations, which Prometheus reports. `nan-result`: the quantile falls among them and is NaN.
   * `nan-skew`: the quantile may be too high, or the fraction excludes them.
   */
  readonly note: 'nan-result' | 'nan-skew' | undefined
}

const plain = (value: number): Estimate => ({ value, note: undefined })

/** The quantile `q` of the observations. */
export function histogramQuantile(q: number, h: FloatHistogram): Estimate {
  if (q < 0) return plain(Number.NEGATIVE_INFINITY)
  if (q > 1) return plain(Number.POSITIVE_INFINITY)
  if (h.count === 0 || Number.isNaN(q)) return plain(Number.NaN)
  const hasNaN = Number.isNaN(h.sum)
  const forward = hasNaN || q < 0.5
  const buckets = forward ? allBuckets(h) : allBuckets(h).reverse()
  let rank = (forward ? q : 1 - q) * h.count
  const found = bucketOfRank(buckets, rank)
  let { count } = found
  const ends = boundsOf(h, found.bucket)
  if (typeof ends === 'number') return plain(ends)
  const { lower, upper } = ends
  if (count > h.count) count = h.count
  // The buckets hold fewer observations than the rank: the rest are NaN.
  if (count < rank) return hasNaN ? { value: Number.NaN, note: 'nan-result' } : plain(upper)
  rank = forward ? rank - (count - found.bucket.count) : count - rank
  let size = found.bucket.count
  let note: Estimate['note']
  let { lower: low, upper: high } = { lower, upper }
  if (hasNaN) {
    // Prometheus walks on through the remaining buckets here and uses the last.
    for (const bucket of buckets.slice(found.next)) {
      count += bucket.count
      size = bucket.count
      low = bucket.lower
      high = bucket.upper
    }
    if (count < h.count) note = 'nan-skew'
  }
  return { value: interpolated(low, high, rank / size, usesCustomBuckets(h)), note }
}

interface Found {
  readonly bucket: Bucket
  /** Observations up to the end of the bucket. */
  readonly count: number
  /** The index of the bucket after it. */
  readonly next: number
}

const noBucket: Bucket = {
  lower: 0,
  upper: 0,
  lowerInclusive: false,
  upperInclusive: false,
  count: 0,
  index: 0,
}

/** The first bucket that reaches the rank, else the last. */
function bucketOfRank(buckets: readonly Bucket[], rank: number): Found {
  let count = 0
  let last = noBucket
  for (const [i, bucket] of buckets.entries()) {
    last = bucket
    if (bucket.count === 0) continue
    count += bucket.count
    if (count >= rank) return { bucket, count, next: i + 1 }
  }
  return { bucket: last, count, next: buckets.length }
}

/**
 * The bounds to interpolate between. A zero bucket without neighbours on one side ends at zero there. Returns a number
 * for an open bucket: its only bound is the answer.
 */
function boundsOf(h: FloatHistogram, bucket: Bucket): { lower: number; upper: number } | number {
  const { lower, upper } = bucket
  if (usesCustomBuckets(h)) {
    if (lower === Number.NEGATIVE_INFINITY) return upper <= 0 ? upper : { lower: 0, upper }
    return upper === Number.POSITIVE_INFINITY ? lower : { lower, upper }
  }
  return lower < 0 && upper > 0 ? cutAtZero(h, bucket) : bucket
}

/** Interpolates: linearly in custom buckets and the zero bucket, else logarithmically. */
function interpolated(lower: number, upper: number, fraction: number, custom: boolean): number {
  if (custom || (lower <= 0 && upper >= 0)) return lower + (upper - lower) * fraction
  const logLower = log2(Math.abs(lower))
  const logUpper = log2(Math.abs(upper))
  if (lower > 0) return exp2(logLower + (logUpper - logLower) * fraction)
  return -exp2(logUpper + (logLower - logUpper) * (1 - fraction))
}
