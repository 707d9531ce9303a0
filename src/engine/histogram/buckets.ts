/** The buckets of a histogram with their bounds: the iterators of `model/histogram/float_histogram.go`. */
import { negativeSide, positiveSide } from './resolution.ts'
import { isCustomBucketsSchema, upperBound } from './schema.ts'
import { indicesOf, type Side } from './spans.ts'
import type { Bucket, FloatHistogram } from './types.ts'

/** Whether the bucket bounds are custom values. */
export function usesCustomBuckets(h: FloatHistogram): boolean {
  return isCustomBucketsSchema(h.schema)
}

/** The zero bucket of an exponential histogram. */
export function zeroBucket(h: FloatHistogram): Bucket {
  const { zeroThreshold: upper, zeroCount: count } = h
  return { lower: -upper, upper, lowerInclusive: true, upperInclusive: true, count, index: 0 }
}

/** The buckets above zero, in ascending order. */
export function positiveBuckets(h: FloatHistogram): Bucket[] {
  const bound = (index: number): number => upperBound(index, h.schema, h.customValues)
  return bucketsOf(h, positiveSide(h), (index) => bound(index - 1), bound)
}

/** The buckets below zero, in descending order. */
export function negativeBuckets(h: FloatHistogram): Bucket[] {
  const bound = (index: number): number => -upperBound(index, h.schema, undefined)
  return bucketsOf(h, negativeSide(h), bound, (index) => bound(index - 1))
}

function bucketsOf(
  h: FloatHistogram,
  { spans, buckets }: Side,
  lowerOf: (index: number) => number,
  upperOf: (index: number) => number,
): Bucket[] {
  const custom = usesCustomBuckets(h)
  return indicesOf(spans)
    .slice(0, buckets.length)
    .map((index, i) => {
      const lower = lowerOf(index)
      const upper = upperOf(index)
      const lowerInclusive = custom ? index === 0 : lower < 0
      const upperInclusive = custom || upper > 0
      return { lower, upper, lowerInclusive, upperInclusive, count: buckets[i] as number, index }
    })
}

/** A bucket around zero is cut at zero where the histogram has no buckets on the other side. */
export function cutAtZero(h: FloatHistogram, bucket: Bucket): Bucket {
  const [below, above] = [h.negativeBuckets.length, h.positiveBuckets.length]
  if (below === 0 && above > 0) return { ...bucket, lower: 0 }
  return above === 0 && below > 0 ? { ...bucket, upper: 0 } : bucket
}

/**
 * All buckets in ascending order. The zero bucket is included if it is not empty; a bucket that overlaps it is cut at
 * the zero threshold.
 */
export function allBuckets(h: FloatHistogram): Bucket[] {
  const all = negativeBuckets(h).reverse().map(outsideZero)
  if (h.zeroCount > 0) all.push(zeroBucket(h))
  for (const bucket of positiveBuckets(h)) all.push(outsideZero(bucket))
  return all

  function outsideZero(bucket: Bucket): Bucket {
    const threshold = h.zeroThreshold
    if (bucket.upper < 0 && bucket.upper > -threshold) return { ...bucket, upper: -threshold }
    if (bucket.lower > 0 && bucket.lower < threshold) return { ...bucket, lower: threshold }
    return bucket
  }
}
