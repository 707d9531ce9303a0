/**
 * Series as a request of Prometheus' remote write 1.0: protocol buffers (`prompb/remote.proto`, `types.proto`) in an
 * uncompressed Snappy block. Stale markers and native histograms can be sent in no other way.
 */
import type { FloatHistogram, Span } from '../../../src/engine/histogram/types.ts'
import type { DataSample, DataSeries } from './data.ts'

/** A growing list of bytes. */
type Bytes = number[]

function varint(out: Bytes, value: number | bigint): void {
  let rest = BigInt.asUintN(64, BigInt(value))
  while (rest > 127n) {
    out.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  out.push(Number(rest))
}

const zigzag = (value: number): bigint => BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n))

function double(out: Bytes, field: number, value: number | bigint): void {
  varint(out, field * 8 + 1)
  const view = new DataView(new ArrayBuffer(8))
  if (typeof value === 'bigint') view.setBigUint64(0, value, true)
  else view.setFloat64(0, value, true)
  out.push(...new Uint8Array(view.buffer))
}

function number(out: Bytes, field: number, value: number | bigint): void {
  varint(out, field * 8)
  varint(out, value)
}

function nested(out: Bytes, field: number, bytes: Iterable<number>): void {
  const inner = [...bytes]
  varint(out, field * 8 + 2)
  varint(out, inner.length)
  for (const byte of inner) out.push(byte)
}

const staleNaN = 0x7ff0000000000002n
const encoder = new TextEncoder()

function label(name: string, value: string): Bytes {
  const out: Bytes = []
  nested(out, 1, encoder.encode(name))
  nested(out, 2, encoder.encode(value))
  return out
}

function sample(time: number, value: number | bigint): Bytes {
  const out: Bytes = []
  double(out, 1, value)
  number(out, 2, time)
  return out
}

function span({ offset, length }: Span): Bytes {
  const out: Bytes = []
  number(out, 1, zigzag(offset))
  number(out, 2, length)
  return out
}

const hints = { unknown: 0, reset: 1, not_reset: 2, gauge: 3 } as const

function histogram(time: number, h: FloatHistogram): Bytes {
  const out: Bytes = []
  double(out, 2, h.count)
  double(out, 3, h.sum)
  number(out, 4, zigzag(h.schema))
  double(out, 5, h.zeroThreshold)
  double(out, 7, h.zeroCount)
  for (const one of h.negativeSpans) nested(out, 8, span(one))
  for (const count of h.negativeBuckets) double(out, 10, count)
  for (const one of h.positiveSpans) nested(out, 11, span(one))
  for (const count of h.positiveBuckets) double(out, 13, count)
  number(out, 14, hints[h.counterResetHint])
  number(out, 15, time)
  for (const bound of h.customValues ?? []) double(out, 16, bound)
  return out
}

function timeSeries({ labels, samples }: DataSeries): Bytes {
  const out: Bytes = []
  for (const name of Object.keys(labels).sort()) nested(out, 1, label(name, labels[name] as string))
  for (const { time, value } of samples) {
    if (typeof value === 'object') nested(out, 4, histogram(time, value))
    else nested(out, 2, sample(time, value === 'stale' ? staleNaN : value))
  }
  return out
}

/** The samples of a series as runs of floats and of histograms. */
function runsOf({ labels, samples }: DataSeries): DataSeries[] {
  const runs: DataSample[][] = []
  samples.forEach((sample, i) => {
    const before = samples[i - 1]
    const isSame =
      before !== undefined && (typeof before.value === 'object') === (typeof sample.value === 'object')
    if (isSame) runs.at(-1)?.push(sample)
    else runs.push([sample])
  })
  return runs.map((run) => ({ labels, samples: run }))
}

/** A Snappy block with a single literal. */
function snappy(body: readonly number[]): Uint8Array<ArrayBuffer> {
  const head: Bytes = []
  varint(head, body.length)
  const last = body.length - 1
  head.push(63 << 2, last & 255, (last >> 8) & 255, (last >> 16) & 255, (last >> 24) & 255)
  const out = new Uint8Array(head.length + body.length)
  out.set(head)
  out.set(body, head.length)
  return out
}

/**
 * The bodies of requests that write these series, to be sent in order: from one request Prometheus takes all floats
 * before all histograms, so a series that alternates needs several.
 */
export function writeRequests(all: readonly DataSeries[]): Uint8Array<ArrayBuffer>[] {
  const runs = all.map(runsOf)
  const rounds = Math.max(...runs.map(({ length }) => length))
  return Array.from({ length: rounds }, (_, round) => {
    const out: Bytes = []
    for (const one of runs) {
      const run = one[round]
      if (run !== undefined) nested(out, 1, timeSeries(run))
    }
    return snappy(out)
  })
}
