/** Bucket schemas and the bounds of their buckets, as `model/histogram/generic.go` of Prometheus has them. */
import { ldexp } from '../math/bits.ts'

export const customBucketsSchema = -53
const smallestExponential = -4
const largestExponential = 8

/** Whether the bounds of the buckets are given as custom values. */
export function isCustomBucketsSchema(schema: number): boolean {
  return schema === customBucketsSchema
}

/** Whether the buckets grow exponentially. */
export function isExponentialSchema(schema: number): boolean {
  return schema >= smallestExponential && schema <= largestExponential
}

/** Whether two lists of custom bounds are the same. */
export function customBucketBoundsMatch(
  a: readonly number[] | undefined,
  b: readonly number[] | undefined,
): boolean {
  if (a === b) return true
  const [left, right] = [a ?? [], b ?? []]
  return left.length === right.length && left.every((bound, i) => bound === right[i])
}

/** The index of the bucket of the coarser schema `to` that takes in the bucket `index` of the schema `from`. */
export function targetIndex(index: number, from: number, to: number): number {
  return ((index - 1) >> (from - to)) + 1
}

/**
 * The upper bound of the bucket `index` on the positive side. For custom buckets the first has the index 0; the
 * one after the last bound reaches to +Inf, and the bound before the first is −Inf.
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
 * The upper bound of a bucket of an exponential schema. The last bucket before the one of ±Inf ends at the
 * largest finite number, since its bound by the formula would be +Inf already.
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

/** 2^(1/2), 2^(1/4), … 2^(1/256); the first is a last bit short, as Prometheus' own bounds are. */
const roots = [
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: it must not be √2 to the last bit
  1.414213562373095, 1.189207115002721, 1.0905077326652577, 1.0442737824274138, 1.0218971486541166,
  1.0108892860517005, 1.0054299011128027, 1.0027112750502025,
] as const

const known = new Map<number, readonly number[]>()

/**
 * The bounds of one octave, from 0.5 up to but without 1. Multiplied from the largest root down they are the
 * numbers of Prometheus' table `exponentialBounds` to the last bit.
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
