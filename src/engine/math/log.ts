/** Logarithms to the last bit of Go: `log.go`, `log10.go` and `log1p.go`, after FreeBSD's msun. */
import { frexp, fromBits, highBits, lastExponent, lowBits } from './bits.ts'

const ln2High = 0.6931471803691238
const ln2Low = 1.9082149292705877e-10
const l1 = 0.6666666666666735
const l2 = 0.3999999999940942
const l3 = 0.2857142874366239
const l4 = 0.22222198432149784
const l5 = 0.1818357216161805
const l6 = 0.15313837699209373
const l7 = 0.14798198605116586

/**
 * Go's `math.Log` on amd64 (`log_amd64.s`): it mistakes numbers below 2^−1022 for numbers right above it, so that the
 * logarithm of 5e-324 is −709.09.
 */
export function log(x: number): number {
  if (Number.isNaN(x) || x === Number.POSITIVE_INFINITY) return x
  if (x < 0) return Number.NaN
  if (x === 0) return Number.NEGATIVE_INFINITY
  const high = highBits(x)
  let k = (high >>> 20) - 1022
  let fraction = fromBits((high & 0xfffff) | 0x3fe00000, lowBits(x))
  if (fraction < Math.SQRT1_2) {
    fraction *= 2
    k--
  }
  const f = fraction - 1
  const s = f / (2 + f)
  const s2 = s * s
  const s4 = s2 * s2
  const odd = s2 * (l1 + s4 * (l3 + s4 * (l5 + s4 * l7)))
  const even = s4 * (l2 + s4 * (l4 + s4 * l6))
  const half = 0.5 * f * f
  return k * ln2High - (half - (s * (half + (odd + even)) + k * ln2Low) - f)
}

/** Go's `math.Log10`. */
export function log10(x: number): number {
  return log(x) * Math.LOG10E
}

/** Go's `math.Log2`; powers of two are exact. */
export function log2(x: number): number {
  const fraction = frexp(x)
  const exponent = lastExponent
  return fraction === 0.5 ? exponent - 1 : log(fraction) * Math.LOG2E + exponent
}

/** Go's `math.Log1p`: the logarithm of 1 + x. */
export function log1p(x: number): number {
  if (x < -1 || Number.isNaN(x)) return Number.NaN
  if (x === -1) return Number.NEGATIVE_INFINITY
  if (x === Number.POSITIVE_INFINITY) return x
  const size = Math.abs(x)
  if (size < 2 ** -54) return x
  if (size < 2 ** -29) return x - x * x * 0.5
  const near = size < 0.41421356237309503 && x > -0.2928932188134525
  return near ? ofFraction(x, 0, 0, false) : reduced(x, size)
}

/** Splits 1 + x into 2^k × (1 + f), with the rounding error. */
function reduced(x: number, size: number): number {
  const exact = size < 2 ** 53
  const u = exact ? 1 + x : x
  let k = (highBits(u) >>> 20) - 1023
  const rest = exact ? (k > 0 ? 1 - (u - x) : x - (u - 1)) / u : 0
  const high = highBits(u) & 0xfffff
  const low = lowBits(u)
  const below = high < 0x6a09e || (high === 0x6a09e && low < 0x667f3bcd)
  if (!below) k++
  const f = fromBits(high | (below ? 0x3ff00000 : 0x3fe00000), low) - 1
  // Whether 1 + f is so close to 1 that a shorter series suffices.
  const tiny = below ? high === 0 && low === 0 : isTinyBelow(high, low)
  return ofFraction(f, k, rest, tiny)
}

/** Whether (2^52 − mantissa) / 4 is zero in whole numbers. */
function isTinyBelow(high: number, low: number): boolean {
  return high === 0xfffff && low > 0xfffffffc
}

/** The logarithm of 2^k × (1 + f). */
function ofFraction(f: number, k: number, rest: number, tiny: boolean): number {
  const half = 0.5 * f * f
  if (tiny) {
    if (f === 0) return k === 0 ? 0 : k * ln2High + (rest + k * ln2Low)
    const r = half * (1 - 0.6666666666666666 * f)
    return k === 0 ? f - r : k * ln2High - (r - (k * ln2Low + rest) - f)
  }
  const s = f / (2 + f)
  const z = s * s
  const r = z * (l1 + z * (l2 + z * (l3 + z * (l4 + z * (l5 + z * (l6 + z * l7))))))
  if (k === 0) return f - (half - s * (half + r))
  return k * ln2High - (half - (s * (half + r) + (k * ln2Low + rest)) - f)
}
