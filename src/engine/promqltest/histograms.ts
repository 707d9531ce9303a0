/** Histograms in test scripts. */
import { compact, type FloatHistogram } from '../histogram/index.ts'
import { customBucketBoundsMatch } from '../histogram/schema.ts'
import { spansMatch } from '../histogram/spans.ts'
import { almostEqual } from '../quantile.ts'

/** Tolerance of a number, relative to both. */
const epsilon = 0.000001

/** Whether a number is the expected one. */
export const isClose = (a: number, b: number): boolean => almostEqual(a, b, epsilon)

const areClose = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, i) => isClose(value, b[i] as number))

/** Whether a histogram equals the expected one; its hint counts only where one was written. */
export function matchesHistogram(wanted: FloatHistogram, given: FloatHistogram, hintSet: boolean): boolean {
  const expected = compact(wanted, 0)
  const found = compact(given, 0)
  return (
    expected.schema === found.schema &&
    isClose(expected.count, found.count) &&
    isClose(expected.sum, found.sum) &&
    (expected.customValues === undefined ||
      customBucketBoundsMatch(expected.customValues, found.customValues)) &&
    expected.zeroThreshold === found.zeroThreshold &&
    isClose(expected.zeroCount, found.zeroCount) &&
    spansMatch(expected.negativeSpans, found.negativeSpans) &&
    areClose(expected.negativeBuckets, found.negativeBuckets) &&
    spansMatch(expected.positiveSpans, found.positiveSpans) &&
    areClose(expected.positiveBuckets, found.positiveBuckets) &&
    (!hintSet || expected.counterResetHint === found.counterResetHint)
  )
}
