/** A native histogram with custom buckets from the series of a classic one: `util/convertnhcb`. */
import { formatValue } from '../../promql/go.ts'
import { compact } from './compact.ts'
import { customBucketsSchema } from './schema.ts'
import { emptyHistogram, type FloatHistogram } from './types.ts'

interface ClassicBucket {
  readonly le: number
  readonly count: number
}

/** The samples seen so far of a classic histogram. */
export interface ClassicSamples {
  readonly buckets: ClassicBucket[]
  count: number | undefined
  sum: number
  /** The first error, in Prometheus' words. */
  error: string | undefined
}

export function createClassicSamples(): ClassicSamples {
  return { buckets: [], count: undefined, sum: 0, error: undefined }
}

/** Sets the cumulative count of a bucket; of two counts for one bound the first wins. */
export function addClassicBucket(samples: ClassicSamples, le: number, count: number): void {
  const { buckets } = samples
  if (samples.error !== undefined) return
  if (Number.isNaN(le)) samples.error = 'bucket boundary must not be NaN'
  else if (count < 0) {
    const where = `le=${formatValue(le)}, count=${formatValue(count)}`
    samples.error = `bucket count must be non-negative: ${where}`
  }
  if (samples.error !== undefined) return
  const found = buckets.findIndex((bucket) => bucket.le >= le)
  const at = found < 0 ? buckets.length : found
  const next = buckets[at]
  if (next?.le === le) return
  const before = buckets[at - 1]
  if (before !== undefined && count < before.count) samples.error = notCumulative(count, '<', before.count)
  else if (next !== undefined && count > next.count) samples.error = notCumulative(count, '>', next.count)
  else buckets.splice(at, 0, { le, count })
}

function notCumulative(count: number, relation: string, other: number): string {
  return `count is not cumulative: ${formatValue(count)} ${relation} ${formatValue(other)}`
}

/** Sets the count of all observations. */
export function setClassicCount(samples: ClassicSamples, count: number): void {
  if (samples.error !== undefined) return
  if (count < 0) samples.error = `count must be non-negative: count=${formatValue(count)}`
  else samples.count = count
}

/** Sets the sum of all observations. */
export function setClassicSum(samples: ClassicSamples, sum: number): void {
  if (samples.error === undefined) samples.sum = sum
}

/** The native histogram of the samples, or their error. */
export function convertClassic(
  samples: ClassicSamples,
):
  | { readonly histogram: FloatHistogram; readonly error?: undefined }
  | { readonly histogram?: undefined; readonly error: string } {
  if (samples.error !== undefined) return { error: samples.error }
  const buckets = [...samples.buckets]
  const count = samples.count ?? buckets.at(-1)?.count ?? 0
  if (buckets.at(-1)?.le !== Number.POSITIVE_INFINITY) {
    buckets.push({ le: Number.POSITIVE_INFINITY, count })
  }
  const last = buckets.at(-1) as ClassicBucket
  if (count !== last.count) {
    const found = `le=${formatValue(last.le)} count=${formatValue(last.count)}`
    return { error: `count mismatch: count=${countText(buckets, count)} != ${found}` }
  }
  const histogram: FloatHistogram = {
    ...emptyHistogram,
    schema: customBucketsSchema,
    count,
    sum: samples.sum,
    positiveSpans: [{ offset: 0, length: buckets.length }],
    positiveBuckets: buckets.map((bucket, i) => bucket.count - (buckets[i - 1]?.count ?? 0)),
    customValues: buckets.slice(0, -1).map(({ le }) => le),
  }
  return { histogram: compact(histogram, isWhole(buckets, count) ? 2 : 0) }
}

/** Whether all counts are whole numbers; Prometheus then makes an integer histogram. */
function isWhole(buckets: readonly ClassicBucket[], count: number): boolean {
  return Number.isInteger(count) && buckets.every((bucket) => Number.isInteger(bucket.count))
}

function countText(buckets: readonly ClassicBucket[], count: number): string {
  return isWhole(buckets, count) ? String(BigInt(count)) : formatValue(count)
}
