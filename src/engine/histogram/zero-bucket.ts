/**
 * Unification of zero buckets: `zeroCountForLargerThreshold`, `trimBucketsInZeroBucket` and `reconcileZeroBuckets` of
 * `model/histogram/float_histogram.go`.
 */

import { type KahanSum, kahanInc } from '../kahan.ts'
import { negativeBuckets, positiveBuckets } from './buckets.ts'
import { type Compensated, compensatedSides, withCompensatedSides } from './compensated.ts'
import { indicesOf, spansOf } from './spans.ts'
import type { Bucket, FloatHistogram } from './types.ts'

export interface ZeroCount {
  readonly count: number
  /** Rounding error of the count. */
  readonly compensation: number
  readonly threshold: number
}

/**
 * The zero count at a larger threshold. If the threshold falls within a non-empty bucket, it moves to the far end of
 * that bucket.
 */
export function zeroCountForLargerThreshold(
  { histogram: h, compensation: c }: Compensated,
  larger: number,
): ZeroCount {
  if (larger === h.zeroThreshold) {
    return { count: h.zeroCount, compensation: c?.zeroCount ?? 0, threshold: larger }
  }
  const positive = positiveBuckets(h)
  const negative = negativeBuckets(h)
  const total: KahanSum = { sum: 0, compensation: c?.zeroCount ?? 0 }
  let threshold = larger
  for (;;) {
    total.sum = h.zeroCount
    const above = addWithin(total, positive, c?.positiveBuckets, threshold)
    if (above !== undefined) threshold = above
    const below = addWithin(total, negative, c?.negativeBuckets, threshold)
    if (below === undefined) return { count: total.sum, compensation: total.compensation, threshold }
    // The buckets above zero were added for the smaller threshold, so all starts again.
    threshold = below
  }
}

/** Adds the buckets within the threshold; returns the end of a populated bucket that contains the threshold. */
function addWithin(
  total: KahanSum,
  buckets: readonly Bucket[],
  compensation: readonly number[] | undefined,
  threshold: number,
): number | undefined {
  for (const [i, bucket] of buckets.entries()) {
    const [near, far] = distances(bucket)
    if (near >= threshold) return undefined
    kahanInc(total, bucket.count)
    if (compensation !== undefined) kahanInc(total, compensation[i] as number)
    if (far > threshold) return bucket.count === 0 ? undefined : far
  }
  return undefined
}

/** Distances of a bucket's bounds from zero, the nearer first. */
function distances({ lower, upper }: Bucket): readonly [near: number, far: number] {
  return upper > 0 ? [lower, upper] : [-upper, -lower]
}

/** Result of unifying two zero buckets. */
export interface Reconciled {
  readonly own: Compensated
  readonly other: ZeroCount
}

/**
 * Finds a threshold that cuts through no populated bucket of either histogram. Returns the first histogram with that
 * zero bucket, and the zero count that the other would have.
 */
export function reconcileZeroBuckets(own: Compensated, other: FloatHistogram): Reconciled {
  let current = own
  let theirs: ZeroCount = { count: other.zeroCount, compensation: 0, threshold: other.zeroThreshold }
  while (theirs.threshold !== current.histogram.zeroThreshold) {
    const { zeroThreshold } = current.histogram
    if (Number.isNaN(zeroThreshold) || Number.isNaN(theirs.threshold)) break
    if (zeroThreshold > theirs.threshold) {
      theirs = zeroCountForLargerThreshold({ histogram: other, compensation: undefined }, zeroThreshold)
    }
    if (theirs.threshold > zeroThreshold) current = widened(current, theirs.threshold)
  }
  return { own: current, other: theirs }
}

/** The histogram with a larger zero bucket, without the buckets now inside it. */
function widened(own: Compensated, larger: number): Compensated {
  const { count, compensation, threshold } = zeroCountForLargerThreshold(own, larger)
  const histogram = { ...own.histogram, zeroCount: count, zeroThreshold: threshold }
  const c = own.compensation && { ...own.compensation, zeroCount: compensation }
  const inside = (bucket: Bucket): boolean => distances(bucket)[0] < threshold
  const [positive, negative] = compensatedSides({ histogram, compensation: c })
  return withCompensatedSides(
    { histogram, compensation: c },
    kept(positive, positiveBuckets(histogram).map(inside)),
    kept(negative, negativeBuckets(histogram).map(inside)),
  )
}

type Sides = ReturnType<typeof compensatedSides>[number]

/** One side without the dropped buckets and without empty ones. */
function kept({ spans, buckets, compensation }: Sides, dropped: readonly boolean[]): Sides {
  const indices = indicesOf(spans)
  const stay = indices
    .map((_, i) => i)
    .filter((i) => !dropped[i] && (buckets[i] !== 0 || (compensation !== undefined && compensation[i] !== 0)))
  return {
    spans: spansOf(stay.map((i) => indices[i] as number)),
    buckets: stay.map((i) => buckets[i] as number),
    compensation: compensation && stay.map((i) => compensation[i] as number),
  }
}
