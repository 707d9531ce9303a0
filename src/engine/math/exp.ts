/** e^x and 2^x to the last bit of Go on amd64. */
import { fromBits, ldexp } from './bits.ts'
import { fma } from './fma.ts'

/** Go's `math.Exp` on amd64 with FMA (`exp_amd64.s`, after N. Shibata's method for SIMD). */
export function exp(x: number): number {
  if (Number.isNaN(x) || x === Number.POSITIVE_INFINITY) return x
  if (x === Number.NEGATIVE_INFINITY) return 0
  if (x > 7.09782712893384e2) return Number.POSITIVE_INFINITY
  const k = roundHalfToEven(Math.LOG2E * x)
  if (k < -1100) return 0
  let r = fma(-k, 0.693147180559663, x)
  r = fma(-k, 2.8235290563031577e-13, r) * 0.0625
  let p = 0.0000248015873015873
  p = fma(p, r, 0.0001984126984126984)
  p = fma(p, r, 0.001388888888888889)
  p = fma(p, r, 0.008333333333333333)
  p = fma(p, r, 0.041666666666666664)
  p = fma(p, r, 0.16666666666666666)
  p = fma(p, r, 0.5)
  p = fma(p, r, 1)
  // Here r is e^r − 1; four squarings follow.
  r *= p
  r *= r + 2
  r *= r + 2
  r *= r + 2
  return scaled(fma(r, r + 2, 1), k)
}

/** The fraction times 2^k. */
function scaled(fraction: number, k: number): number {
  if (k >= 1024) return Number.POSITIVE_INFINITY
  return k > -1023 ? fraction * fromBits((k + 1023) << 20, 0) : ldexp(fraction, k)
}

/** Rounds to the nearest whole number, ties to even. */
function roundHalfToEven(x: number): number {
  return Math.abs(x) < 2 ** 51 ? x + 6755399441055744 - 6755399441055744 : x
}

/** Go's `math.Exp2`, after FreeBSD's e_exp.c. */
export function exp2(x: number): number {
  if (Number.isNaN(x) || x === Number.POSITIVE_INFINITY) return x
  if (x === Number.NEGATIVE_INFINITY) return 0
  if (x > 1023.9999999999999) return Number.POSITIVE_INFINITY
  if (x < -1.074e3) return 0
  const k = Math.trunc(x > 0 ? x + 0.5 : x - 0.5)
  const t = x - k
  return expOfParts(t * 0.6931471803691238, -t * 1.9082149292705877e-10, k)
}

/** e^(high − low) × 2^k. */
function expOfParts(high: number, low: number, k: number): number {
  const r = high - low
  const t = r * r
  const inner = 0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8)
  const c = r - t * (0.16666666666666666 + t * (-0.0027777777777015593 + t * inner))
  return ldexp(1 - (low - (r * c) / (2 - c) - high), k)
}
