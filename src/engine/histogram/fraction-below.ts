/** The relative position of a value in a bucket: `FractionBelow` of `model/histogram/generic.go`. */
import { log2 } from '../math/index.ts'
import type { Bucket } from './types.ts'

/** The fraction of a bucket below a value within its finite bounds: linear, or logarithmic like exponential buckets. */
export function fractionBelow({ lower, upper }: Bucket, value: number, linear: boolean): number {
  if (linear) return (value - lower) / (upper - lower)
  const logLower = log2(Math.abs(lower))
  const logUpper = log2(Math.abs(upper))
  const logValue = log2(Math.abs(value))
  if (value > 0) return (logValue - logLower) / (logUpper - logLower)
  return 1 - (logValue - logUpper) / (logLower - logUpper)
}
