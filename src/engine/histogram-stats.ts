/** Histograms without buckets, for uses that need only count and sum (`histogram_stats_iterator.go`). */
import { detectReset, emptyHistogram, type FloatHistogram } from './histogram/index.ts'
import type { Series } from './types.ts'
import type { Semantics } from './versions.ts'

/**
 * Statistics by series and index, computed as far as asked. Two caches: in some versions other custom bounds are always
 * a reset.
 */
const reconciled = new WeakMap<Series, FloatHistogram[]>()
const unreconciled = new WeakMap<Series, FloatHistogram[]>()

/** Count and sum of the histogram at an index, with the counter reset hint that its buckets imply. */
export function statsOf(series: Series, at: number, { reconcilesBounds }: Semantics): FloatHistogram {
  const known = reconcilesBounds ? reconciled : unreconciled
  let stats = known.get(series)
  if (stats === undefined) {
    stats = []
    known.set(series, stats)
  }
  const found = stats[at]
  if (found !== undefined) return found
  const full = series.histograms?.[at] as FloatHistogram
  const { schema, count, sum } = full
  const made = {
    ...emptyHistogram,
    counterResetHint: hintOf(series, at, full, reconcilesBounds),
    schema,
    count,
    sum,
  }
  stats[at] = made
  return made
}

function hintOf(
  { histograms = [] }: Series,
  at: number,
  full: FloatHistogram,
  reconcilesBounds: boolean,
): FloatHistogram['counterResetHint'] {
  if (full.counterResetHint !== 'unknown') return full.counterResetHint
  let before = at - 1
  while (before >= 0 && histograms[before] === undefined) before--
  if (before < 0) return 'unknown'
  return detectReset(full, histograms[before] as FloatHistogram, reconcilesBounds) ? 'reset' : 'not_reset'
}
