/** Whether two histograms are the same data: `Equals`. */
import { usesCustomBuckets } from './buckets.ts'
import { customBucketBoundsMatch } from './schema.ts'
import { spansMatch } from './spans.ts'
import type { FloatHistogram } from './types.ts'

const sameList = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, i) => Object.is(value, b[i]))

/**
 * Whether schema, counts, sum and buckets are the same, empty buckets included and NaN equal to NaN. Counter
 * reset hints are not compared.
 */
export function histogramsEqual(a: FloatHistogram, b: FloatHistogram): boolean {
  return (
    a.schema === b.schema &&
    Object.is(a.count, b.count) &&
    Object.is(a.sum, b.sum) &&
    (!usesCustomBuckets(a) || customBucketBoundsMatch(a.customValues, b.customValues)) &&
    a.zeroThreshold === b.zeroThreshold &&
    Object.is(a.zeroCount, b.zeroCount) &&
    spansMatch(a.negativeSpans, b.negativeSpans) &&
    sameList(a.negativeBuckets, b.negativeBuckets) &&
    spansMatch(a.positiveSpans, b.positiveSpans) &&
    sameList(a.positiveBuckets, b.positiveBuckets)
  )
}
