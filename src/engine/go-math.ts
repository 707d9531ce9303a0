/** Go's math functions that differ from JavaScript's in the last bits. */
export const pow = (x: number, y: number): number => x ** y
export const mod = (x: number, y: number): number => x % y
export const { exp, log, log2, log10, sin, cos, tan, asin, acos, atan, atan2, sinh, cosh, tanh, asinh, acosh, atanh } =
  Math

/** Go's `math.Max`: infinity wins even over NaN. */
export function max(x: number, y: number): number {
  return x === Number.POSITIVE_INFINITY || y === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : Math.max(x, y)
}

/** Go's `math.Min`: minus infinity wins even over NaN. */
export function min(x: number, y: number): number {
  return x === Number.NEGATIVE_INFINITY || y === Number.NEGATIVE_INFINITY ? Number.NEGATIVE_INFINITY : Math.min(x, y)
}
