/** Go's `math` where it differs from JavaScript, and the two functions that treat NaN otherwise. */
export {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cos,
  cosh,
  exp,
  log,
  log2,
  log10,
  pow,
  sin,
  sinh,
  tan,
  tanh,
} from './math/index.ts'

export function mod(x: number, y: number): number {
  return x % y
}

/** Go's `math.Max`: infinity wins even over NaN. */
export function max(x: number, y: number): number {
  return x === Number.POSITIVE_INFINITY || y === Number.POSITIVE_INFINITY
    ? Number.POSITIVE_INFINITY
    : Math.max(x, y)
}

/** Go's `math.Min`: minus infinity wins even over NaN. */
export function min(x: number, y: number): number {
  return x === Number.NEGATIVE_INFINITY || y === Number.NEGATIVE_INFINITY
    ? Number.NEGATIVE_INFINITY
    : Math.min(x, y)
}
