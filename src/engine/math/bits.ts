/** Splits and rebuilds floats: Go's `math.Frexp` and `math.Ldexp`. */

const float = new Float64Array(1)
/** The lower half comes first: every host of JavaScript is little-endian. */
const halves = new Uint32Array(float.buffer)

/** Sign, exponent and the top 20 bits of the mantissa. */
export function highBits(x: number): number {
  float[0] = x
  return halves[1] as number
}

/** The low 32 bits of the mantissa. */
export function lowBits(x: number): number {
  float[0] = x
  return halves[0] as number
}

/** The float with these bits. */
export function fromBits(high: number, low: number): number {
  halves[1] = high
  halves[0] = low
  return float[0] as number
}

/** The exponent of the last result of `frexp`. */
export let lastExponent = 0

/** The fraction in [½, 1) of a finite number, `x = fraction × 2^exponent`; the exponent is `lastExponent`. */
export function frexp(x: number): number {
  lastExponent = 0
  if (x === 0 || !Number.isFinite(x)) return x
  let y = x
  if (Math.abs(y) < 2.2250738585072014e-308) {
    y *= 2 ** 52
    lastExponent = -52
  }
  const high = highBits(y)
  lastExponent += ((high >>> 20) & 0x7ff) - 1022
  return fromBits(((high & 0x800fffff) | 0x3fe00000) >>> 0, lowBits(y))
}

/** `fraction × 2^exponent`, rounded once. */
export function ldexp(fraction: number, exponent: number): number {
  if (fraction === 0 || !Number.isFinite(fraction)) return fraction
  const normal = frexp(fraction)
  const sum = exponent + lastExponent - 1
  if (sum < -1075) return fraction < 0 ? -0 : 0
  if (sum > 1023) return fraction < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  const small = sum < -1022
  const biased = (small ? sum + 53 : sum) + 1023
  const high = ((highBits(normal) & 0x800fffff) | (biased << 20)) >>> 0
  const scaled = fromBits(high, lowBits(normal))
  return small ? scaled * 2 ** -53 : scaled
}
