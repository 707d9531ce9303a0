/** Sums and averages of the histograms in a range. */

import { addToMean } from '../aggregate/older-histograms.ts'
import { none } from '../block.ts'
import {
  addHistograms,
  divideHistogram,
  type FloatHistogram,
  hasOverflow,
  kahanAdd,
  multiplyHistogram,
} from '../histogram/index.ts'
import { boundsReconciled, incompatible, mixedSchemas, resetCollision, say } from '../histogram-notes.ts'
import { plus } from '../histogram-ops.ts'
import { metricNameOf } from '../labels.ts'
import { giveHistogram, type Window } from './window.ts'

/** Findings while histograms are added up, reported afterwards. */
interface Seen {
  reset: boolean
  notReset: boolean
  reconciled: boolean
}

function track(seen: Seen, { counterResetHint: hint }: FloatHistogram): void {
  if (hint === 'reset') seen.reset = true
  else if (hint === 'not_reset') seen.notReset = true
}

function finish(w: Window, seen: Seen, result: FloatHistogram | undefined): number {
  if (result === undefined) {
    say(w.shared, w.place, mixedSchemas(metricNameOf(w.series.labels)))
    return none
  }
  if (seen.reset && seen.notReset) say(w.shared, w.place, resetCollision('aggregation'))
  if (seen.reconciled) say(w.shared, w.place, boundsReconciled('aggregation'))
  return giveHistogram(w, result)
}

const nothing = (): Seen => ({ reset: false, notReset: false, reconciled: false })

/** The sum, or the running mean, as versions before 3.9 compute them. */
function plainTotal(w: Window, isMean: boolean): number {
  const { histograms } = w.series
  const seen = nothing()
  let total = histograms[w.histogramFrom] as FloatHistogram
  track(seen, total)
  for (let at = w.histogramFrom + 1; at < w.histogramTo; at++) {
    const point = histograms[at] as FloatHistogram
    track(seen, point)
    const added = isMean
      ? addToMean(w.shared.semantics, total, point, at - w.histogramFrom + 1)
      : plus(w.shared.semantics, total, point)
    if (added.error !== undefined) {
      say(w.shared, w.place, incompatible(added.error, metricNameOf(w.series.labels)))
      return none
    }
    if (added.nhcbBoundsReconciled) seen.reconciled = true
    total = added.histogram
  }
  return finish(w, seen, total)
}

export function sumHistograms(w: Window): number {
  if (!w.shared.semantics.kahanHistograms) return plainTotal(w, false)
  const { histograms } = w.series
  const seen = nothing()
  let sum = histograms[w.histogramFrom] as FloatHistogram
  let lost: FloatHistogram | undefined
  track(seen, sum)
  for (let at = w.histogramFrom + 1; at < w.histogramTo; at++) {
    const point = histograms[at] as FloatHistogram
    track(seen, point)
    const added = kahanAdd(sum, point, lost)
    if (added.error !== undefined) return finish(w, seen, undefined)
    if (added.nhcbBoundsReconciled) seen.reconciled = true
    sum = added.histogram
    lost = added.compensation
  }
  if (lost === undefined) return finish(w, seen, sum)
  const total = addHistograms(sum, lost)
  if (total.error === undefined && total.nhcbBoundsReconciled) seen.reconciled = true
  return finish(w, seen, total.histogram)
}

export function averageHistogram(w: Window): number {
  if (!w.shared.semantics.kahanHistograms) return plainTotal(w, true)
  const { histograms } = w.series
  const seen = nothing()
  let sum = histograms[w.histogramFrom] as FloatHistogram
  let mean: FloatHistogram | undefined
  let lost: FloatHistogram | undefined
  let count = 1
  track(seen, sum)
  for (let at = w.histogramFrom + 1; at < w.histogramTo; at++) {
    const point = histograms[at] as FloatHistogram
    track(seen, point)
    count = at - w.histogramFrom + 1
    if (mean === undefined) {
      const added = kahanAdd(sum, point, lost)
      if (added.error !== undefined) return finish(w, seen, undefined)
      if (added.nhcbBoundsReconciled) seen.reconciled = true
      if (!hasOverflow(added.histogram)) {
        sum = added.histogram
        lost = added.compensation
        continue
      }
      mean = divideHistogram(sum, count - 1)
      lost = lost && divideHistogram(lost, count - 1)
    }
    const part = (count - 1) / count
    const added = kahanAdd(
      multiplyHistogram(mean, part),
      divideHistogram(point, count),
      lost && multiplyHistogram(lost, part),
    )
    if (added.error !== undefined) return finish(w, seen, undefined)
    if (added.nhcbBoundsReconciled) seen.reconciled = true
    mean = added.histogram
    lost = added.compensation
  }
  if (mean !== undefined) return finish(w, seen, lost ? addHistograms(mean, lost).histogram : mean)
  const average = divideHistogram(sum, count)
  return finish(w, seen, lost ? addHistograms(average, divideHistogram(lost, count)).histogram : average)
}
