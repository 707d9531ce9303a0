/** Adding and subtracting histograms: `Add` and `Sub` of `model/histogram/float_histogram.go`. */
import { usesCustomBuckets } from './buckets.ts'
import { addedHint } from './counter-reset.ts'
import { addOverSharedBounds, intersectCustomBounds } from './custom-bounds.ts'
import { negativeSide, positiveSide, reduceSide, withSides } from './resolution.ts'
import { customBucketBoundsMatch, exponentialBound, isExponentialSchema } from './schema.ts'
import { indicesOf, type Side, spansMatch, spansOf } from './spans.ts'
import type { FloatHistogram } from './types.ts'
import { reconcileZeroBuckets } from './zero-bucket.ts'

export type Combined =
  | {
      readonly histogram: FloatHistogram
      /** One histogram hints at a counter reset, the other rules it out. */
      readonly counterResetCollision: boolean
      /** The custom bounds differed; the result has only the bounds that both share. */
      readonly nhcbBoundsReconciled: boolean
      readonly error?: undefined
    }
  | { readonly histogram?: undefined; readonly error: string }

/** Prometheus' words for exponential and custom buckets in one operation. */
export const incompatibleSchema: string =
  'cannot apply this operation on histograms with a mix of exponential and custom bucket schemas'

/** The sum of two histograms. It may hold empty buckets: see `compact`. */
export function addHistograms(a: FloatHistogram, b: FloatHistogram): Combined {
  return combine(a, b, 1)
}

/** `a` minus `b`. The counter reset hint is that of the sum. */
export function subtractHistograms(a: FloatHistogram, b: FloatHistogram): Combined {
  return combine(a, b, -1)
}

function combine(a: FloatHistogram, b: FloatHistogram, sign: 1 | -1): Combined {
  if (usesCustomBuckets(a) !== usesCustomBuckets(b)) return { error: incompatibleSchema }
  const { hint, collision } = addedHint(a.counterResetHint, b.counterResetHint)
  const total = { counterResetHint: hint, count: a.count + sign * b.count, sum: a.sum + sign * b.sum }
  if (usesCustomBuckets(a)) {
    const matching = customBucketBoundsMatch(a.customValues, b.customValues)
    const histogram = matching
      ? { ...a, ...total, ...positive(addSides(positiveSide(a), positiveSide(b), sign)) }
      : { ...a, ...total, ...overSharedBounds(a, b, sign) }
    return { histogram, counterResetCollision: collision, nhcbBoundsReconciled: !matching }
  }
  const { own, other } = reconcileZeroBuckets({ histogram: a, compensation: undefined }, b)
  const { histogram: h } = own
  const schema = Math.min(h.schema, b.schema)
  const skip = (side: Side): Side => beyond(side, schema, h.zeroThreshold)
  const sides = [positiveSide, negativeSide].map((side) =>
    addSides(reduceSide(side(h), h.schema, schema), skip(reduceSide(side(b), b.schema, schema)), sign),
  ) as [Side, Side]
  const histogram = {
    ...withSides(h, ...sides),
    ...total,
    schema,
    zeroCount: h.zeroCount + sign * other.count,
  }
  return { histogram, counterResetCollision: collision, nhcbBoundsReconciled: false }
}

const positive = ({ spans, buckets }: Side): Pick<FloatHistogram, 'positiveSpans' | 'positiveBuckets'> => ({
  positiveSpans: spans,
  positiveBuckets: buckets,
})

function overSharedBounds(a: FloatHistogram, b: FloatHistogram, sign: 1 | -1): Partial<FloatHistogram> {
  const customValues = intersectCustomBounds(a.customValues, b.customValues)
  const sum = addOverSharedBounds(
    { ...positiveSide(a), bounds: a.customValues },
    { ...positiveSide(b), bounds: b.customValues },
    customValues,
    sign < 0,
  )
  return { customValues, ...positive(sum) }
}

/** How many buckets at the start of a side lie within the zero bucket. */
export function countWithin(indices: readonly number[], schema: number, zeroThreshold: number): number {
  if (!isExponentialSchema(schema) || indices.length === 0) return 0
  let count = 0
  while (count < indices.length && exponentialBound(indices[count] as number, schema) <= zeroThreshold)
    count++
  return count
}

/** The side without its buckets within the zero bucket. */
function beyond(side: Side, schema: number, zeroThreshold: number): Side {
  if (zeroThreshold === 0) return side
  const indices = indicesOf(side.spans)
  const count = countWithin(indices, schema, zeroThreshold)
  return count === 0 ? side : { spans: spansOf(indices.slice(count)), buckets: side.buckets.slice(count) }
}

/** Adds or subtracts the buckets of two sides. */
function addSides(a: Side, b: Side, sign: 1 | -1): Side {
  if (b.buckets.length === 0) return a
  if (spansMatch(a.spans, b.spans)) {
    const { spans, buckets } = a
    return { spans, buckets: buckets.map((count, i) => count + sign * (b.buckets[i] as number)) }
  }
  const [left, right] = [indicesOf(a.spans), indicesOf(b.spans)]
  const indices: number[] = []
  const buckets: number[] = []
  for (let i = 0, j = 0; i < left.length || j < right.length; ) {
    const x = left[i] ?? Number.POSITIVE_INFINITY
    const y = right[j] ?? Number.POSITIVE_INFINITY
    indices.push(Math.min(x, y))
    if (x < y) buckets.push(a.buckets[i++] as number)
    else if (y < x) buckets.push(sign * (b.buckets[j++] as number))
    else buckets.push((a.buckets[i++] as number) + sign * (b.buckets[j++] as number))
  }
  return { spans: spansOf(indices), buckets }
}
