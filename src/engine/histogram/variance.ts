/** The variance of the observations: `histogramVariance` of `promql/functions.go`. */

import { type KahanSum, kahanInc } from '../kahan.ts'
import { allBuckets, usesCustomBuckets } from './buckets.ts'
import type { Bucket, FloatHistogram } from './types.ts'

/** The estimated variance, with each observation assumed in the middle of its bucket. */
export function histogramVariance(h: FloatHistogram): number {
  const mean = h.sum / h.count
  const total: KahanSum = { sum: 0, compensation: 0 }
  for (const bucket of allBuckets(h)) {
    if (bucket.count === 0) continue
    const delta = middle(bucket, usesCustomBuckets(h)) - mean
    kahanInc(total, bucket.count * delta * delta)
  }
  return (total.sum + total.compensation) / h.count
}

/** The middle of a bucket: the arithmetic mean for custom bounds, zero around zero, else the geometric mean. */
function middle({ lower, upper }: Bucket, custom: boolean): number {
  if (custom) return (upper + lower) / 2
  if (lower <= 0 && upper >= 0) return 0
  const root = Math.sqrt(upper * lower)
  return upper < 0 ? -root : root
}
