/** Hyperbolic functions and their inverses to the last bit of Go: `sinh.go`, `tanh.go`, `asinh.go`, … */
import { exp } from './exp.ts'
import { log, log1p } from './log.ts'

const tiny = 2 ** -28
const large = 2 ** 28

/** Go's `math.Sinh`. */
export function sinh(x: number): number {
  const size = Math.abs(x)
  const value = size > 21 ? exp(size) / 2 : size > 0.5 ? largeSinh(exp(size)) : smallSinh(size)
  return x < 0 ? -value : x === 0 ? x : value
}

const largeSinh = (power: number): number => (power - 1 / power) / 2

function smallSinh(x: number): number {
  const s = x * x
  const p =
    (((-26.30563213397497 * s - 2894.211355989564) * s - 89912.72022039509) * s - 630767.3640497717) * x
  return p / (((s - 173.6789535582337) * s + 15215.17378790019) * s - 630767.3640497717)
}

/** Go's `math.Cosh`. */
export function cosh(x: number): number {
  const size = Math.abs(x)
  const power = exp(size)
  return size > 21 ? power / 2 : (power + 1 / power) / 2
}

/** Go's `math.Tanh`. */
export function tanh(x: number): number {
  const size = Math.abs(x)
  if (size > 0.5 * 88.02969193111305) return x < 0 ? -1 : 1
  if (size >= 0.625) {
    const value = 1 - 2 / (exp(2 * size) + 1)
    return x < 0 ? -value : value
  }
  if (x === 0) return x
  const s = x * x
  const p = (-0.9643991794250523 * s - 99.28772310019185) * s - 1614.6876844170845
  const q = ((s + 112.81167849163293) * s + 2235.4883906010045) * s + 4844.063053251255
  return x + (x * s * p) / q
}

/** Go's `math.Asinh`. */
export function asinh(x: number): number {
  if (!Number.isFinite(x)) return x
  const size = Math.abs(x)
  let value = size
  if (size > large) value = log(size) + Math.LN2
  else if (size > 2) value = log(2 * size + 1 / (Math.sqrt(size * size + 1) + size))
  else if (size >= tiny) value = log1p(size + (size * size) / (1 + Math.sqrt(1 + size * size)))
  return x < 0 || Object.is(x, -0) ? -value : value
}

/** Go's `math.Acosh`. */
export function acosh(x: number): number {
  if (!(x >= 1)) return Number.NaN
  if (x === 1) return 0
  if (x >= large) return log(x) + Math.LN2
  if (x > 2) return log(2 * x - 1 / (x + Math.sqrt(x * x - 1)))
  const t = x - 1
  return log1p(t + Math.sqrt(2 * t + t * t))
}

/** Go's `math.Atanh`. */
export function atanh(x: number): number {
  const size = Math.abs(x)
  if (!(size <= 1)) return Number.NaN
  if (size === 1) return x > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  let value = size
  if (size >= 0.5) value = 0.5 * log1p((size + size) / (1 - size))
  else if (size >= tiny) {
    const twice = size + size
    value = 0.5 * log1p(twice + (twice * size) / (1 - size))
  }
  return x < 0 || Object.is(x, -0) ? -value : value
}
