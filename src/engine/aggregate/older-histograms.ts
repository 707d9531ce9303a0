/** Averages of histograms as versions before 3.9 computed them. */
import { type Combined, divideHistogram, type FloatHistogram } from '../histogram/index.ts'
import { minus, plus } from '../histogram-ops.ts'
import type { Semantics } from '../versions.ts'

/** The mean of `count` histograms, from the mean of all but the last. */
export function addToMean(
  semantics: Semantics,
  mean: FloatHistogram,
  value: FloatHistogram,
  count: number,
): Combined {
  const difference = minus(semantics, divideHistogram(value, count), divideHistogram(mean, count))
  return difference.error === undefined ? plus(semantics, mean, difference.histogram) : difference
}
