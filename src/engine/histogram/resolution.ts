/** Merging buckets into those of a coarser schema: `reduceResolution` of `model/histogram/generic.go`. */
import { targetIndex } from './schema.ts'
import { indicesOf, type Side, spansOf } from './spans.ts'
import type { FloatHistogram } from './types.ts'

/** One side in the coarser schema `to`. */
export function reduceSide({ spans, buckets }: Side, from: number, to: number): Side {
  if (from === to || buckets.length === 0) return { spans, buckets }
  const indices: number[] = []
  const counts: number[] = []
  indicesOf(spans).forEach((index, i) => {
    const target = targetIndex(index, from, to)
    const last = indices.length - 1
    if (indices[last] === target) (counts[last] as number) += buckets[i] as number
    else {
      indices.push(target)
      counts.push(buckets[i] as number)
    }
  })
  return { spans: spansOf(indices), buckets: counts }
}

/** The positive side. */
export function positiveSide(h: FloatHistogram): Side {
  return { spans: h.positiveSpans, buckets: h.positiveBuckets }
}

/** The negative side. */
export function negativeSide(h: FloatHistogram): Side {
  return { spans: h.negativeSpans, buckets: h.negativeBuckets }
}

/** The histogram with other sides. */
export function withSides(h: FloatHistogram, positive: Side, negative: Side): FloatHistogram {
  return {
    ...h,
    positiveSpans: positive.spans,
    positiveBuckets: positive.buckets,
    negativeSpans: negative.spans,
    negativeBuckets: negative.buckets,
  }
}

/**
 * The exponential histogram in a coarser schema (`CopyToSchema`). Keeps the counter reset hint only if the schema stays
 * the same.
 */
export function copyToSchema(h: FloatHistogram, schema: number): FloatHistogram {
  if (schema === h.schema) return h
  const positive = reduceSide(positiveSide(h), h.schema, schema)
  const negative = reduceSide(negativeSide(h), h.schema, schema)
  return { ...withSides(h, positive, negative), schema, counterResetHint: 'unknown' }
}

/** The exponential histogram in a coarser schema; keeps the counter reset hint (`ReduceResolution`). */
export function reduceResolution(h: FloatHistogram, schema: number): FloatHistogram {
  return { ...copyToSchema(h, schema), counterResetHint: h.counterResetHint }
}
