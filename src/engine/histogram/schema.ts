/** Bucket schemas and the bounds of their buckets: `model/histogram/generic.go` of Prometheus. */
import { ldexp } from '../math/bits.ts'

export const customBucketsSchema = -53
const smallestExponential = -4
const largestExponential = 8

/** Whether the schema has custom bucket bounds. */
export function isCustomBucketsSchema(schema: number): boolean {
  return schema === customBucketsSchema
}

/** Whether the buckets grow exponentially. */
export function isExponentialSchema(schema: number): boolean {
  return schema >= smallestExponential && schema <= largestExponential
}

/** Whether two lists of custom bounds are equal. */
export function customBucketBoundsMatch(
  a: readonly number[] | undefined,
  b: readonly number[] | undefined,
): boolean {
  if (a === b) return true
  const [left, right] = [a ?? [], b ?? []]
  return left.length === right.length && left.every((bound, i) => bound === right[i])
}

/** The index in the coarser schema `to` of the bucket that contains bucket `index` of the schema `from`. */
export function targetIndex(index: number, from: number, to: number): number {
  return ((index - 1) >> (from - to)) + 1
}

/**
 * The upper bound of bucket `index` on the positive side. Custom buckets start at index 0; the bucket after the last
 * bound reaches to +Inf, and the lower bound of the first is −Inf.
 */
export function upperBound(
  index: number,
  schema: number,
  customValues: readonly number[] | undefined,
): number {
  if (!isCustomBucketsSchema(schema)) return exponentialBound(index, schema)
  const bounds = customValues ?? []
  if (index < 0) return Number.NEGATIVE_INFINITY
  return index < bounds.length ? (bounds[index] as number) : Number.POSITIVE_INFINITY
}

/**
 * The upper bound of a bucket of an exponential schema. The last bucket before the one of ±Inf ends at the largest
 * finite number, because the formula would give +Inf there already.
 */
export function exponentialBound(index: number, schema: number): number {
  if (schema < 0) {
    const exponent = index * 2 ** -schema
    return exponent === 1024 ? Number.MAX_VALUE : ldexp(1, exponent)
  }
  const fraction = fractions(schema)[index & ((1 << schema) - 1)] as number
  const exponent = (index >> schema) + 1
  return fraction === 0.5 && exponent === 1025 ? Number.MAX_VALUE : ldexp(fraction, exponent)
}

/** 2^(1/2), 2^(1/4), … 2^(1/256). The first is one bit short, like Prometheus' own bound. */
const roots = [
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: it must not be √2 to the last bit
  1.414213562373095, 1.189207115002721, 1.0905077326652577, 1.0442737824274138, 1.0218971486541166,
  1.0108892860517005, 1.0054299011128027, 1.0027112750502025,
] as const

const known = new Map<number, readonly number[]>()

/**
 * The bounds of one octave, from 0.5 up to 1 exclusive. Multiplied from the largest root down, they equal Prometheus'
 * table `exponentialBounds` to the last bit.
 */
function fractions(schema: number): readonly number[] {
  const found = known.get(schema)
  if (found !== undefined) return found
  const bounds = Array.from({ length: 1 << schema }, (_, index) => {
    let bound = 0.5
    for (let i = 0; i < schema; i++) if ((index >> (schema - 1 - i)) & 1) bound *= roots[i] as number
    return bound
  })
  known.set(schema, bounds)
  return bounds
}
