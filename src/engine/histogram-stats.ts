/** Histograms without their buckets, where only count and sum are asked for. */
import type { FloatHistogram } from './histogram/types.ts'
import type { Series } from './types.ts'

/** `HistogramStatsIterator`: count and sum of the histogram at an index. */
export function statsOf(series: Series, at: number): FloatHistogram {
  return series.histograms?.[at] as FloatHistogram
}
