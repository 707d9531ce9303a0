/** x^y to the last bit of Go: `pow.go`. */
import { frexp, lastExponent, ldexp } from './bits.ts'
import { exp } from './exp.ts'
import { log } from './log.ts'

/** Go's `math.Pow`. */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1
  if (y === 1) return x
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN
  if (x === 0) return ofZero(x, y)
  if (!Number.isFinite(y)) return x === -1 ? 1 : extreme(x, y)
  if (!Number.isFinite(x)) {
    if (x < 0) return pow(-0, -y)
    return y < 0 ? 0 : Number.POSITIVE_INFINITY
  }
  if (y === 0.5) return Math.sqrt(x)
  if (y === -0.5) return 1 / Math.sqrt(x)
  return ofNumbers(x, y)
}

const isOdd = (y: number): boolean => Math.abs(y % 2) === 1

function ofZero(x: number, y: number): number {
  if (y < 0) return isOdd(y) ? 1 / x : Number.POSITIVE_INFINITY
  return isOdd(y) ? x : 0
}

/** Zero or infinity, for a huge exponent. */
function extreme(x: number, y: number): number {
  return Math.abs(x) < 1 === y > 0 ? 0 : Number.POSITIVE_INFINITY
}

function ofNumbers(x: number, y: number): number {
  let whole = Math.trunc(Math.abs(y))
  let part = Math.abs(y) - whole
  if (part !== 0 && x < 0) return Number.NaN
  if (whole >= 2 ** 63) return x === -1 ? 1 : extreme(x, y)
  let result = 1
  let exponent = 0
  if (part !== 0) {
    if (part > 0.5) {
      part--
      whole++
    }
    result = exp(part * log(x))
  }
  let square = frexp(x)
  let squareExponent = lastExponent
  for (let i = whole; i !== 0; i = Math.floor(i / 2)) {
    if (Math.abs(squareExponent) > 4096) {
      exponent += squareExponent
      break
    }
    if (i % 2 === 1) {
      result *= square
      exponent += squareExponent
    }
    square *= square
    squareExponent *= 2
    if (square < 0.5) {
      square += square
      squareExponent--
    }
  }
  return y < 0 ? ldexp(1 / result, -exponent) : ldexp(result, exponent)
}
