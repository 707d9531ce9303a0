/**
 * Multiplication and addition with one rounding. Go's `exp` on amd64 is assembly with the FMA instruction, which
 * JavaScript cannot use; this is the emulation by S. Boldo and G. Melquiond ("Emulation of FMA and correctly rounded
 * sums: proved algorithms using rounding to odd", 2008).
 */
import { fromBits, highBits, lowBits } from './bits.ts'

/** `a × b + c`, for numbers far enough from overflow and underflow that splitting them is exact. */
export function fma(a: number, b: number, c: number): number {
  const product = a * b
  const bigA = a * 134217729
  const highA = bigA - (bigA - a)
  const lowA = a - highA
  const bigB = b * 134217729
  const highB = bigB - (bigB - b)
  const lowB = b - highB
  const productRest = lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB)
  const inner = c + productRest
  const innerPart = inner - c
  const innerRest = c - (inner - innerPart) + (productRest - innerPart)
  const outer = product + inner
  const outerPart = outer - product
  const outerRest = product - (outer - outerPart) + (inner - outerPart)
  return outer + addToOdd(innerRest, outerRest)
}

/** The sum, rounded to an odd mantissa where it is inexact, so that rounding again equals rounding once. */
function addToOdd(x: number, y: number): number {
  const sum = x + y
  const part = sum - x
  const rest = x - (sum - part) + (y - part)
  if (rest === 0) return sum
  const low = lowBits(sum)
  if ((low & 1) === 1) return sum
  const high = highBits(sum)
  // One step away from zero if the rest points there, else one towards zero.
  if (rest > 0 === sum > 0) return fromBits(high, low + 1)
  return low === 0 ? fromBits(high - 1, 0xffffffff) : fromBits(high, low - 1)
}
