/** Arcsine, arccosine and arctangent to the last bit of Go: `atan.go`, `asin.go` and `atan2.go`. */

/** Go's `math.Atan`. */
export function atan(x: number): number {
  if (x === 0) return x
  return x > 0 ? ofPositive(x) : -ofPositive(-x)
}

/** Go's `math.Asin`. */
export function asin(x: number): number {
  if (x === 0) return x
  const size = Math.abs(x)
  if (!(size <= 1)) return Number.NaN
  const root = Math.sqrt(1 - size * size)
  const value = size > 0.7 ? Math.PI / 2 - ofPositive(root / size) : ofPositive(size / root)
  return x < 0 ? -value : value
}

/** Go's `math.Acos`. */
export function acos(x: number): number {
  return Math.PI / 2 - asin(x)
}

/** Go's `math.Atan2`: the angle of the point (x, y). */
export function atan2(y: number, x: number): number {
  // Where the quotient is undefined, Go and JavaScript return the same multiples of π/4.
  if (y === 0 || x === 0 || !Number.isFinite(x) || !Number.isFinite(y)) return Math.atan2(y, x)
  const angle = atan(y / x)
  if (x > 0) return angle
  return angle <= 0 ? angle + Math.PI : angle - Math.PI
}

/** Reduces the argument to [0, 0.66]. */
function ofPositive(x: number): number {
  const more = 6.123233995736766e-17
  if (x <= 0.66) return series(x)
  if (x > 2.414213562373095) return Math.PI / 2 - series(1 / x) + more
  return Math.PI / 4 + series((x - 1) / (x + 1)) + 0.5 * more
}

/** After the Cephes library. */
function series(x: number): number {
  const z = x * x
  const p =
    (((-0.8750608600031904 * z - 16.157537187333652) * z - 75.00855792314705) * z - 122.88666844901361) * z -
    64.85021904942025
  const q =
    ((((z + 24.858464901423062) * z + 165.02700983169885) * z + 432.88106049129027) * z + 485.3903996359137) *
      z +
    194.5506571482614
  return x * ((z * p) / q) + x
}
