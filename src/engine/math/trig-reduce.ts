/** Reduces an angle to an octant of the circle and a remainder: `sin.go` and `trig_reduce.go` of Go. */
import { fromBits } from './bits.ts'

/** The octant of the last reduction, 0 to 7 and always even; for `tan` only modulo 4. */
export let octant = 0

/** The angle relative to its octant, for x ≥ 0. Sets `octant`. */
export function reduceAngle(x: number): number {
  if (x >= 2 ** 29) return reduceLarge(x)
  let j = Math.floor(x * 1.2732395447351628)
  if (j % 2 === 1) j++
  octant = j % 8
  return x - j * 0.7853981256484985 - j * 3.774894707930798e-8 - j * 2.6951514290790595e-15
}

/** 4/π in binary: the leading 1 and 19 times 64 bits after the point. */
const fourOverPi = BigInt(
  '0x145f306dc9c882a53f84eafa3ea69bb81b6c52b3278872083fca2c757bd778ac36e48dc74849ba5c00c925dd413a32439' +
    'fc3bd63962534e7dd1046bea5d768909d338e04d68befc827323ac7306a673e93908bf177bf250763ff12fffbc0b301f' +
    'de5e2316b414da3eda6cfd9e4f96136e9e8c7ecd3cbfd45aea4f758fd7cbe2f67a0e73ef14a525d4d7f6bf623f1aba10' +
    'ac06608df8f6d757',
)
const pointBits = 19 * 64
const mask64 = (1n << 64n) - 1n

/** Payne and Hanek's reduction: multiplies with as many bits of 4/π as matter. */
function reduceLarge(x: number): number {
  const bits = BigInt.asUintN(64, floatBits(x))
  const exponent = Number((bits >> 52n) & 0x7ffn) - 1023 - 52
  const mantissa = (bits & 0xfffffffffffffn) | (1n << 52n)
  // 192 bits of 4/π, aligned so that the top three bits of the product are the octant.
  const window = (fourOverPi >> BigInt(pointBits - exponent - 61 - 128)) & ((1n << 192n) - 1n)
  const [z0, z1, z2] = [window >> 128n, (window >> 64n) & mask64, window & mask64]
  const sum = ((z0 * mantissa) << 64n) + z1 * mantissa + ((z2 * mantissa) >> 64n)
  const high = (sum >> 64n) & mask64
  octant = Number(high >> 61n)
  let z = ofFraction(high, sum & mask64)
  if (octant % 2 === 1) {
    octant = (octant + 1) % 8
    z--
  }
  return z * (Math.PI / 4)
}

const view = new DataView(new ArrayBuffer(8))

function floatBits(x: number): bigint {
  view.setFloat64(0, x)
  return view.getBigUint64(0)
}

/**
 * The bits below the octant's three, as a float. As in Go, the bits shifted in from below are again the highest of
 * `low`, although three of them are used already: for a small fraction the last bits depend on it.
 */
function ofFraction(high: bigint, low: bigint): number {
  const top = ((high << 3n) | (low >> 61n)) & mask64
  const zeros = 64 - (top === 0n ? 0 : top.toString(2).length)
  const moved = BigInt(Math.min(zeros + 1, 64))
  const mantissa = (((top << moved) | (low >> (64n - moved))) & mask64) >> 12n
  return fromBits(((1023 - zeros - 1) << 20) | Number(mantissa >> 32n), Number(mantissa & 0xffffffffn))
}
