/** Cutting observations off a histogram (`</` and `>/`): `TrimBuckets` of `model/histogram/float_histogram.go`. */
import { negativeBuckets, positiveBuckets, usesCustomBuckets, zeroBucket } from './buckets.ts'
import { compact } from './compact.ts'
import { fractionBelow } from './fraction-below.ts'
import type { Bucket, FloatHistogram } from './types.ts'

/** The remainder of a bucket, and the assumed position of its observations. */
interface Kept {
  readonly count: number
  readonly midpoint: number
}

interface Totals {
  count: number
  sum: number
  /** Whether anything was cut off. */
  trimmed: boolean
}

/**
 * The histogram without the observations above the limit (`upper`) or below it. Buckets that contain the limit are
 * interpolated. Where anything was cut off, count and sum are estimated anew.
 */
export function trimBuckets(h: FloatHistogram, limit: number, upper: boolean): FloatHistogram {
  const totals: Totals = { count: 0, sum: 0, trimmed: false }
  const linear = usesCustomBuckets(h)
  const positives = trimSide(positiveBuckets(h), limit, upper, true, linear, totals)
  const negatives = trimSide(negativeBuckets(h), limit, upper, false, linear, totals)
  let { zeroCount } = h
  if (h.zeroCount > 0) {
    const hasNegative = h.negativeBuckets.some((count) => count !== 0)
    const hasPositive = h.positiveBuckets.some((count) => count !== 0)
    const kept = trimZero(zeroBucket(h), limit, hasNegative, hasPositive, upper)
    if (kept.count !== zeroCount) totals.trimmed = true
    zeroCount = kept.count
    totals.sum += kept.midpoint * kept.count
    totals.count += kept.count
  }
  if (!totals.trimmed) return h
  return compact({
    ...h,
    zeroCount,
    count: totals.count,
    sum: totals.sum,
    positiveBuckets: positives,
    negativeBuckets: negatives,
  })
}

/** The remaining counts of one side; an empty bucket stays as it is. */
function trimSide(
  buckets: readonly Bucket[],
  limit: number,
  upper: boolean,
  positive: boolean,
  linear: boolean,
  totals: Totals,
): number[] {
  return buckets.map((bucket) => {
    if (bucket.count === 0) return bucket.count
    const isWhole = upper ? bucket.upper <= limit : bucket.lower >= limit
    const isCut = upper ? bucket.lower < limit : bucket.upper > limit
    if (!isWhole && !isCut) {
      totals.trimmed = true
      return 0
    }
    const kept = isWhole
      ? { count: bucket.count, midpoint: midpoint(bucket.lower, bucket.upper, positive, linear) }
      : cutBucket(bucket, limit, upper, positive, linear)
    totals.count += kept.count
    totals.sum += kept.midpoint * kept.count
    if (kept.count !== bucket.count) totals.trimmed = true
    return kept.count
  })
}

function cutBucket(bucket: Bucket, limit: number, upper: boolean, positive: boolean, linear: boolean): Kept {
  if (bucket.lower === Number.NEGATIVE_INFINITY) return cutLowest(bucket, limit, upper)
  if (bucket.upper === Number.POSITIVE_INFINITY) return cutHighest(bucket, limit, upper)
  const below = countBelow(bucket, limit, linear)
  return upper
    ? { count: below, midpoint: midpoint(bucket.lower, limit, positive, linear) }
    : { count: bucket.count - below, midpoint: midpoint(limit, bucket.upper, positive, linear) }
}

function countBelow(bucket: Bucket, limit: number, linear: boolean): number {
  if (limit <= bucket.lower) return 0
  return limit >= bucket.upper ? bucket.count : bucket.count * fractionBelow(bucket, limit, linear)
}

const zeroIfInfinite = (value: number): number => (Number.isFinite(value) || Number.isNaN(value) ? value : 0)

/** A bucket from −Inf: assumed to begin at zero if its upper bound is above zero. */
function cutLowest({ upper: bound, count }: Bucket, limit: number, upper: boolean): Kept {
  const none = { count: 0, midpoint: zeroIfInfinite(bound) }
  const finite = bound !== Number.POSITIVE_INFINITY
  if (upper) {
    if (limit >= bound) return { count, midpoint: 0 }
    if (limit > 0 && bound > 0 && finite) return { count: (count * limit) / bound, midpoint: limit / 2 }
    return bound <= 0 ? { count, midpoint: limit } : none
  }
  if (limit === Number.NEGATIVE_INFINITY) return { count, midpoint: 0 }
  if (limit >= 0 && bound > limit && finite) {
    return { count: count * (1 - limit / bound), midpoint: (limit + bound) / 2 }
  }
  return none
}

/** A bucket up to +Inf: where its observations lie is unknown. */
function cutHighest({ lower, count }: Bucket, limit: number, upper: boolean): Kept {
  if (!upper && limit >= lower) return { count, midpoint: limit }
  return { count: 0, midpoint: zeroIfInfinite(lower) }
}

function trimZero(
  bucket: Bucket,
  limit: number,
  hasNegative: boolean,
  hasPositive: boolean,
  upperTrim: boolean,
): Kept {
  const lower = hasPositive && !hasNegative ? 0 : bucket.lower
  const upper = hasNegative && !hasPositive ? 0 : bucket.upper
  const whole = { count: bucket.count, midpoint: (lower + upper) / 2 }
  const none = { count: 0, midpoint: 0 }
  if (limit <= lower) return upperTrim ? none : whole
  if (limit >= upper) return upperTrim ? whole : none
  return upperTrim
    ? { count: bucket.count * ((limit - lower) / (upper - lower)), midpoint: (lower + limit) / 2 }
    : { count: bucket.count * ((upper - limit) / (upper - lower)), midpoint: (limit + upper) / 2 }
}

/** The assumed position of the observations in an interval. */
function midpoint(lower: number, upper: number, positive: boolean, linear: boolean): number {
  const isInfinite = (value: number): boolean => !Number.isFinite(value) && !Number.isNaN(value)
  if (isInfinite(lower)) {
    if (isInfinite(upper)) return 0
    return upper > 0 ? upper / 2 : upper
  }
  if (isInfinite(upper)) return lower
  if (linear) return (lower + upper) / 2
  const mean = Math.sqrt(Math.abs(lower * upper))
  return positive ? mean : -mean
}
