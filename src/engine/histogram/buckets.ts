/** The buckets of a histogram with their bounds: the iterators of `model/histogram/float_histogram.go`. */
import { isCustomBucketsSchema, upperBound } from './schema.ts'
import { indicesOf } from './spans.ts'
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
  const custom = usesCustomBuckets(h)
  return indicesOf(h.positiveSpans)
    .slice(0, h.positiveBuckets.length)
    .map((index, i) => {
      const lower = upperBound(index - 1, h.schema, h.customValues)
      const upper = upperBound(index, h.schema, h.customValues)
      return {
        lower,
        upper,
        lowerInclusive: custom ? index === 0 : lower < 0,
        upperInclusive: custom || upper > 0,
        count: h.positiveBuckets[i] as number,
        index,
      }
    })
}

/** The buckets below zero, in descending order. */
export function negativeBuckets(h: FloatHistogram): Bucket[] {
  const custom = usesCustomBuckets(h)
  return indicesOf(h.negativeSpans)
    .slice(0, h.negativeBuckets.length)
    .map((index, i) => {
      const lower = -upperBound(index, h.schema, undefined)
      const upper = -upperBound(index - 1, h.schema, undefined)
      return {
        lower,
        upper,
        lowerInclusive: custom ? index === 0 : lower < 0,
        upperInclusive: custom || upper > 0,
        count: h.negativeBuckets[i] as number,
        index,
      }
    })
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
