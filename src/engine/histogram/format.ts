/** Histograms as text: `String` and `TestExpression` of `model/histogram/float_histogram.go`. */
import { formatValue } from '../../promql/go.ts'
import { negativeBuckets, positiveBuckets, usesCustomBuckets, zeroBucket } from './buckets.ts'
import { compact } from './compact.ts'
import type { Bucket, FloatHistogram, Span } from './types.ts'

/** As Prometheus prints a histogram: `{count:3, sum:4.5, (1,2]:3}`. */
export function formatHistogram(h: FloatHistogram): string {
  const parts = [`count:${formatValue(h.count)}`, `sum:${formatValue(h.sum)}`]
  const populated = ({ count }: Bucket): boolean => count !== 0
  parts.push(...negativeBuckets(h).filter(populated).reverse().map(formatBucket))
  if (h.zeroCount !== 0) parts.push(formatBucket(zeroBucket(h)))
  parts.push(...positiveBuckets(h).filter(populated).map(formatBucket))
  return `{${parts.join(', ')}}`
}

/** A bucket as an interval with its count: `(1,2]:3`. */
export function formatBucket(bucket: Bucket): string {
  const open = bucket.lowerInclusive ? '[' : '('
  const close = bucket.upperInclusive ? ']' : ')'
  const bounds = `${formatValue(bucket.lower)},${formatValue(bucket.upper)}`
  return `${open}${bounds}${close}:${formatValue(bucket.count)}`
}

/** In the notation of series: `{{schema:1 count:3 sum:4.5 buckets:[3]}}`. */
export function testExpression(histogram: FloatHistogram): string {
  const h = compact(histogram, Number.POSITIVE_INFINITY)
  const parts: string[] = []
  const field = (name: string, value: number): void => {
    if (value !== 0) parts.push(`${name}:${formatValue(value)}`)
  }
  field('schema', h.schema)
  field('count', h.count)
  field('sum', h.sum)
  if (usesCustomBuckets(h)) parts.push(`custom_values:${list(h.customValues ?? [])}`)
  else {
    field('z_bucket', h.zeroCount)
    field('z_bucket_w', h.zeroThreshold)
  }
  if (h.counterResetHint !== 'unknown') parts.push(`counter_reset_hint:${h.counterResetHint}`)
  parts.push(...side('buckets', 'offset', h.positiveBuckets, h.positiveSpans))
  parts.push(...side('n_buckets', 'n_offset', h.negativeBuckets, h.negativeSpans))
  return `{{${parts.join(' ')}}}`
}

const list = (values: readonly number[]): string => `[${values.map(formatValue).join(' ')}]`

function side(
  name: string,
  offsetName: string,
  buckets: readonly number[],
  spans: readonly Span[],
): string[] {
  const offset = spans[0]?.offset ?? 0
  const parts = offset === 0 ? [] : [`${offsetName}:${offset}`]
  if (buckets.length > 0) parts.push(`${name}:${list(buckets)}`)
  return parts
}

/** Size of a histogram in Prometheus' memory, in bytes (`Size`); the sample limit counts by it. */
export function histogramSize(h: FloatHistogram): number {
  const items =
    h.positiveSpans.length +
    h.negativeSpans.length +
    h.positiveBuckets.length +
    h.negativeBuckets.length +
    (h.customValues ?? []).length
  return 168 + 8 * items
}
