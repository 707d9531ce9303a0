/** `limit_ratio`: the hash of its labels decides whether a series is in the sample. */
import { once } from '../../text/once.ts'
import type { Labels } from '../labels.ts'
import { xxhash64 } from '../xxhash.ts'

/** The position of each series between 0 and 1. */
const offsetOf = once((labels: Labels): number => Number(xxhash64(encode(labels))) / 2 ** 64)

/** A negative ratio selects exactly the series that its positive complement leaves. */
export function isInRatio(ratio: number, labels: Labels): boolean {
  const offset = offsetOf(labels)
  return ratio >= 0 ? offset < ratio : offset >= 1 + ratio
}

const utf8 = new TextEncoder()

/** Encodes labels as Prometheus stores them (`labels_stringlabels.go`): each text after its length. */
function encode({ names, values }: Labels): Uint8Array {
  const bytes: number[] = []
  for (let i = 0; i < names.length; i++)
    for (const text of [names[i] as string, values[i] as string]) {
      const encoded = utf8.encode(text)
      const { length } = encoded
      if (length < 255) bytes.push(length)
      else bytes.push(255, length & 0xff, (length >> 8) & 0xff, (length >> 16) & 0xff)
      for (const byte of encoded) bytes.push(byte)
    }
  return Uint8Array.from(bytes)
}
