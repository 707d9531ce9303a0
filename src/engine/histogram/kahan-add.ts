/**
 * Sums of many histograms by Kahan summation: `KahanAdd` of `model/histogram/float_histogram.go`. A sum is a histogram
 * and its compensation: a second one, of the same buckets, that holds the rounding errors.
 */

import { type KahanSum, kahanInc } from '../kahan.ts'
import { type Combined, countWithin, incompatibleSchema } from './add.ts'
import { usesCustomBuckets } from './buckets.ts'
import {
  type Compensated,
  type CompensatedSide,
  compensatedSides,
  noCompensation,
  withCompensatedSides,
} from './compensated.ts'
import { addedHint } from './counter-reset.ts'
import { addOverSharedBounds, intersectCustomBounds } from './custom-bounds.ts'
import { customBucketBoundsMatch, targetIndex } from './schema.ts'
import { indicesOf, spansOf } from './spans.ts'
import type { FloatHistogram } from './types.ts'
import { reconcileZeroBuckets } from './zero-bucket.ts'

export type KahanCombined =
  | (Exclude<Combined, { error: string }> & { readonly compensation: FloatHistogram })
  | { readonly histogram?: undefined; readonly error: string }

/** The sum of numbers, with its compensation. */
function plus(sum: number, compensation: number, ...values: readonly number[]): KahanSum {
  const total = { sum, compensation }
  for (const value of values) kahanInc(total, value)
  return total
}

/** Adds a histogram to a sum; a sum without compensation is new. */
export function kahanAdd(
  sum: FloatHistogram,
  other: FloatHistogram,
  compensation: FloatHistogram | undefined,
): KahanCombined {
  if (usesCustomBuckets(sum) !== usesCustomBuckets(other)) return { error: incompatibleSchema }
  const { hint, collision } = addedHint(sum.counterResetHint, other.counterResetHint)
  const start = { histogram: sum, compensation: compensation ?? noCompensation(sum) }
  const matching = !usesCustomBuckets(sum) || customBucketBoundsMatch(sum.customValues, other.customValues)
  const added = !usesCustomBuckets(sum)
    ? addExponential(start, other)
    : matching
      ? addCustom(start, other)
      : addMismatched(start, other)
  const c = added.compensation as FloatHistogram
  const count = plus(sum.count, c.count, other.count)
  const total = plus(sum.sum, c.sum, other.sum)
  return {
    histogram: { ...added.histogram, counterResetHint: hint, count: count.sum, sum: total.sum },
    compensation: { ...c, count: count.compensation, sum: total.compensation },
    counterResetCollision: collision,
    nhcbBoundsReconciled: !matching,
  }
}

function addExponential(start: Compensated, other: FloatHistogram): Compensated {
  const { own, other: theirs } = reconcileZeroBuckets(start, other)
  const { histogram: h, compensation: c } = own
  const zero = plus(h.zeroCount, c?.zeroCount ?? 0, theirs.count, theirs.compensation)
  const schema = Math.min(h.schema, other.schema)
  const theirSides = compensatedSides({ histogram: other, compensation: undefined })
  const sides = compensatedSides(own).map((side, i) =>
    addSides(
      reduceSide(side, h.schema, schema),
      reduceSide(theirSides[i] as CompensatedSide, other.schema, schema),
      schema,
      h.zeroThreshold,
    ),
  ) as [CompensatedSide, CompensatedSide]
  const added = withCompensatedSides(own, ...sides)
  return {
    histogram: { ...added.histogram, schema, zeroCount: zero.sum },
    compensation: {
      ...(added.compensation as FloatHistogram),
      schema,
      zeroThreshold: h.zeroThreshold,
      zeroCount: zero.compensation,
    },
  }
}

function addCustom(start: Compensated, other: FloatHistogram): Compensated {
  const [own, negative] = compensatedSides(start)
  const theirs = { spans: other.positiveSpans, buckets: other.positiveBuckets, compensation: undefined }
  return withCompensatedSides(start, addSides(own, theirs, start.histogram.schema, 0), negative)
}

function addMismatched(start: Compensated, other: FloatHistogram): Compensated {
  const [own, negative] = compensatedSides(start)
  const customValues = intersectCustomBounds(start.histogram.customValues, other.customValues)
  const sum = addOverSharedBounds(
    { ...own, bounds: start.histogram.customValues },
    { spans: other.positiveSpans, buckets: other.positiveBuckets, bounds: other.customValues },
    customValues,
    false,
  )
  const { histogram, compensation } = withCompensatedSides(start, sum, negative)
  return {
    histogram: { ...histogram, customValues },
    compensation: { ...(compensation as FloatHistogram), customValues },
  }
}

/** One side reduced to a coarser schema, with compensation. */
function reduceSide(side: CompensatedSide, from: number, to: number): CompensatedSide {
  if (from === to || side.buckets.length === 0) return side
  const indices: number[] = []
  const totals: KahanSum[] = []
  indicesOf(side.spans).forEach((index, i) => {
    const target = targetIndex(index, from, to)
    const count = side.buckets[i] as number
    const rest = side.compensation?.[i] ?? 0
    if (indices.at(-1) === target) {
      const total = totals.at(-1) as KahanSum
      kahanInc(total, count)
      kahanInc(total, rest)
    } else {
      indices.push(target)
      totals.push({ sum: count, compensation: rest })
    }
  })
  return sideOf(indices, totals)
}

/** Adds the buckets of two sides; those of `b` within the zero bucket are already counted. */
function addSides(
  a: CompensatedSide,
  b: CompensatedSide,
  schema: number,
  zeroThreshold: number,
): CompensatedSide {
  const [left, right] = [indicesOf(a.spans), indicesOf(b.spans)]
  const indices: number[] = []
  const totals: KahanSum[] = []
  let i = 0
  let j = countWithin(right, schema, zeroThreshold)
  while (i < left.length || j < right.length) {
    const x = left[i] ?? Number.POSITIVE_INFINITY
    const y = right[j] ?? Number.POSITIVE_INFINITY
    indices.push(Math.min(x, y))
    const own: KahanSum = { sum: a.buckets[i] ?? 0, compensation: a.compensation?.[i] ?? 0 }
    const theirs: KahanSum = { sum: b.buckets[j] ?? 0, compensation: b.compensation?.[j] ?? 0 }
    if (x === y) {
      kahanInc(own, theirs.sum)
      if (theirs.compensation !== 0) kahanInc(own, theirs.compensation)
    }
    totals.push(y < x ? theirs : own)
    if (x <= y) i++
    if (y <= x) j++
  }
  return sideOf(indices, totals)
}

function sideOf(indices: readonly number[], totals: readonly KahanSum[]): CompensatedSide {
  return {
    spans: spansOf(indices),
    buckets: totals.map(({ sum }) => sum),
    compensation: totals.map(({ compensation }) => compensation),
  }
}
