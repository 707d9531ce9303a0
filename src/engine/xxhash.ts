/** The hash xxHash64 with seed 0, by its published specification. */

const mask = 0xffff_ffff_ffff_ffffn
const prime1 = 0x9e37_79b1_85eb_ca87n
const prime2 = 0xc2b2_ae3d_27d4_eb4fn
const prime3 = 0x1656_67b1_9e37_79f9n
const prime4 = 0x85eb_ca77_c2b2_ae63n
const prime5 = 0x27d4_eb2f_1656_67c5n

const rotate = (value: bigint, by: bigint): bigint => ((value << by) | (value >> (64n - by))) & mask

const round = (total: bigint, lane: bigint): bigint =>
  (rotate((total + lane * prime2) & mask, 31n) * prime1) & mask

const merge = (total: bigint, lane: bigint): bigint => ((total ^ round(0n, lane)) * prime1 + prime4) & mask

export function xxhash64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { length } = bytes
  let at = 0
  let hash: bigint
  if (length >= 32) {
    const lanes = [(prime1 + prime2) & mask, prime2, 0n, -prime1 & mask] as [bigint, bigint, bigint, bigint]
    for (; at + 32 <= length; at += 32)
      for (let i = 0; i < 4; i++) lanes[i] = round(lanes[i] as bigint, view.getBigUint64(at + 8 * i, true))
    hash = rotate(lanes[0], 1n) + rotate(lanes[1], 7n) + rotate(lanes[2], 12n) + rotate(lanes[3], 18n)
    hash &= mask
    for (const lane of lanes) hash = merge(hash, lane)
  } else hash = prime5
  hash = (hash + BigInt(length)) & mask
  for (; at + 8 <= length; at += 8)
    hash = (rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * prime1 + prime4) & mask
  if (at + 4 <= length) {
    const word = (BigInt(view.getUint32(at, true)) * prime1) & mask
    hash = (rotate(hash ^ word, 23n) * prime2 + prime3) & mask
    at += 4
  }
  for (; at < length; at++)
    hash = (rotate(hash ^ ((BigInt(bytes[at] as number) * prime5) & mask), 11n) * prime1) & mask
  hash = ((hash ^ (hash >> 33n)) * prime2) & mask
  hash = ((hash ^ (hash >> 29n)) * prime3) & mask
  return hash ^ (hash >> 32n)
}
