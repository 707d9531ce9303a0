/** Averages of histograms as versions before 3.9 computed them. */
import {
  addHistograms,
  type Combined,
  divideHistogram,
  type FloatHistogram,
  subtractHistograms,
} from '../histogram/index.ts'

/** The mean of `count` histograms from that of all but the last. */
export function addToMean(mean: FloatHistogram, value: FloatHistogram, count: number): Combined {
  const difference = subtractHistograms(divideHistogram(value, count), divideHistogram(mean, count))
  return difference.error === undefined ? addHistograms(mean, difference.histogram) : difference
}
