/** Native histograms as unit tests write them: `{{schema:1 sum:3 count:4 buckets:[1 2 1]}}`. */
import type { FloatHistogram, Span } from '../engine/histogram/types.ts'
import { formatFloat } from '../template/go/float.ts'

const number = (value: number): string => formatFloat(value, 'g', -1)

/** A run of buckets: where it begins, and their counts without the empty ones at either end. */
function run(spans: readonly Span[], counts: readonly number[]): { offset: number; counts: number[] } {
  const all: number[] = []
  let taken = 0
  for (const [index, { offset, length }] of spans.entries()) {
    if (index > 0) all.push(...new Array<number>(offset).fill(0))
    all.push(...counts.slice(taken, taken + length))
    taken += length
  }
  const first = all.findIndex((count) => count !== 0)
  if (first < 0) return { offset: 0, counts: [] }
  const last = all.findLastIndex((count) => count !== 0)
  return { offset: (spans[0]?.offset ?? 0) + first, counts: all.slice(first, last + 1) }
}

/** `FloatHistogram.TestExpression` (`model/histogram/float_histogram.go`); empty where there is no histogram. */
export function histogramText(histogram: FloatHistogram | undefined): string {
  if (histogram === undefined) return ''
  const { schema, count, sum, zeroCount, zeroThreshold, customValues, counterResetHint } = histogram
  const parts: string[] = []
  if (schema !== 0) parts.push(`schema:${schema}`)
  if (count !== 0) parts.push(`count:${number(count)}`)
  if (sum !== 0) parts.push(`sum:${number(sum)}`)
  if (zeroCount !== 0) parts.push(`z_bucket:${number(zeroCount)}`)
  if (zeroThreshold !== 0) parts.push(`z_bucket_w:${number(zeroThreshold)}`)
  if (schema === -53) parts.push(`custom_values:[${(customValues ?? []).map(number).join(' ')}]`)
  if (counterResetHint !== 'unknown') parts.push(`counter_reset_hint:${counterResetHint}`)
  const positive = run(histogram.positiveSpans, histogram.positiveBuckets)
  if (positive.offset !== 0) parts.push(`offset:${positive.offset}`)
  if (positive.counts.length > 0) parts.push(`buckets:[${positive.counts.map(number).join(' ')}]`)
  const negative = run(histogram.negativeSpans, histogram.negativeBuckets)
  if (negative.offset !== 0) parts.push(`n_offset:${negative.offset}`)
  if (negative.counts.length > 0) parts.push(`n_buckets:[${negative.counts.map(number).join(' ')}]`)
  return `{{${parts.join(' ')}}}`
}
