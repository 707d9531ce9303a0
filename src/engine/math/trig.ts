/** Sine, cosine and tangent to the last bit of Go: `sin.go` and `tan.go`, after the Cephes library. */
import { octant, reduceAngle } from './trig-reduce.ts'

/** Go's `math.Sin`, of an angle in radians. */
export function sin(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x
  if (!Number.isFinite(x)) return Number.NaN
  const z = reduceAngle(Math.abs(x))
  const value = octant % 4 === 0 ? sine(z) : cosine(z)
  return x < 0 !== octant > 3 ? -value : value
}

/** Go's `math.Cos`. */
export function cos(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN
  const z = reduceAngle(Math.abs(x))
  const value = octant % 4 === 0 ? cosine(z) : sine(z)
  return octant === 2 || octant === 4 ? -value : value
}

/** Go's `math.Tan`. */
export function tan(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x
  if (!Number.isFinite(x)) return Number.NaN
  const z = reduceAngle(Math.abs(x))
  const value = octant % 4 === 2 ? -1 / tangent(z) : tangent(z)
  return x < 0 ? -value : value
}

/** The sine of an angle up to π/4. */
function sine(z: number): number {
  const s = z * z
  const p =
    ((((1.5896230157654656e-10 * s - 2.5050747762857807e-8) * s + 0.0000027557313621385722) * s -
      0.0001984126982958954) *
      s +
      0.008333333333322118) *
      s -
    0.1666666666666663
  return z + z * s * p
}

/** The cosine of an angle up to π/4. */
function cosine(z: number): number {
  const s = z * z
  const p =
    ((((-1.1358536521387682e-11 * s + 2.087570084197473e-9) * s - 2.755731417929674e-7) * s +
      0.000024801587288851704) *
      s -
      0.0013888888888873056) *
      s +
    0.041666666666666595
  return 1 - 0.5 * s + s * s * p
}

/** The tangent of an angle up to π/4. */
function tangent(z: number): number {
  const s = z * z
  if (!(s > 1e-14)) return z
  const p = (-13093.693918138379 * s + 1153516.6483858742) * s - 17956525.197648488
  const q =
    (((s + 13681.296347069296) * s - 1320892.3444021097) * s + 25008380.18233579) * s - 53869575.592945464
  return z + z * ((s * p) / q)
}
