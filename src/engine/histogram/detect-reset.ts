/** Whether a counter was reset between two histograms: `DetectReset`. */
import { countWithin } from './add.ts'
import { positiveBuckets, usesCustomBuckets } from './buckets.ts'
import { negativeSide, positiveSide, reduceSide } from './resolution.ts'
import { customBucketBoundsMatch } from './schema.ts'
import { indicesOf, type Side } from './spans.ts'
import type { FloatHistogram } from './types.ts'
import { zeroCountForLargerThreshold } from './zero-bucket.ts'

/**
 * Whether the histogram shows a counter reset since the previous one. A hint of `reset` or `not_reset` decides. Else
 * these are resets: a smaller count, a finer schema, a smaller zero bucket, and, where bounds are not reconciled, other
 * custom bounds.
 */
export function detectReset(
  h: FloatHistogram,
  previous: FloatHistogram,
  reconcilesBounds: boolean = true,
): boolean {
  if (h.counterResetHint === 'reset') return true
  if (h.counterResetHint === 'not_reset') return false
  if (h.count < previous.count) return true
  if (usesCustomBuckets(h)) {
    if (!usesCustomBuckets(previous)) return true
    if (!customBucketBoundsMatch(h.customValues, previous.customValues))
      return !reconcilesBounds || fewerOverBounds(h, previous)
  }
  if (h.schema > previous.schema) return true
  if (h.zeroThreshold < previous.zeroThreshold) return true
  const { count, threshold } = zeroCountForLargerThreshold(
    { histogram: previous, compensation: undefined },
    h.zeroThreshold,
  )
  if (threshold !== h.zeroThreshold || h.zeroCount < count) return true
  return [positiveSide, negativeSide].some((side) =>
    fewer(
      beyond(side(h), h.schema, h.zeroThreshold),
      beyond(reduceSide(side(previous), previous.schema, h.schema), h.schema, h.zeroThreshold),
    ),
  )
}

/** The buckets outside the zero bucket, by index. */
function beyond({ spans, buckets }: Side, schema: number, zeroThreshold: number): Map<number, number> {
  const indices = indicesOf(spans)
  const first = zeroThreshold === 0 ? 0 : countWithin(indices, schema, zeroThreshold)
  return new Map(indices.slice(first).map((index, i) => [index, buckets[first + i] as number]))
}

/** Whether a populated bucket of the previous histogram is missing or holds less. */
function fewer(current: ReadonlyMap<number, number>, previous: ReadonlyMap<number, number>): boolean {
  for (const [index, before] of previous) {
    const now = current.get(index)
    if (now === undefined ? before !== 0 : now < before) return true
  }
  return false
}

/** Like `fewer`, for different custom bounds: compares between the bounds that both share. */
function fewerOverBounds(h: FloatHistogram, previous: FloatHistogram): boolean {
  const theirs = new Set(previous.customValues)
  const shared = [...(h.customValues ?? []).filter((bound) => theirs.has(bound)), Number.POSITIVE_INFINITY]
  const now = countsUpTo(h, shared)
  const before = countsUpTo(previous, shared)
  return shared.some((_, i) => (now[i] as number) < (before[i] as number))
}

/** The number of observations between each bound and the one before it. */
function countsUpTo(h: FloatHistogram, bounds: readonly number[]): number[] {
  const buckets = positiveBuckets(h)
  let next = 0
  return bounds.map((bound) => {
    let count = 0
    for (; next < buckets.length && (buckets[next]?.upper as number) <= bound; next++) {
      count += buckets[next]?.count as number
    }
    return count
  })
}
