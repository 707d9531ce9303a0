/** `smoothed` instant selectors: the value interpolated between the samples around each step. */
import { addRow, type Block, createGrowing, dropLastRow, setFloat, setHistogram } from '../block.ts'
import { usesCustomBuckets } from '../histogram/index.ts'
import type { FloatHistogram } from '../histogram/types.ts'
import { mixedSchemas, say } from '../histogram-notes.ts'
import { metricNameOf } from '../labels.ts'
import type { SelectorNode } from '../plan-nodes.ts'
import { hold, type Run } from '../run.ts'
import { findSeries, shiftOf } from '../select.ts'
import { interpolate, search } from './extended.ts'
import { interpolateHistograms } from './histogram-extended.ts'
import { warnMixed } from './mixed.ts'
import { type RangeSeries, rangeSeries } from './series.ts'

export function smoothVector(run: Run, node: SelectorNode): Block {
  const { shared, steps } = run
  const found = findSeries(shared.storage, node.matchers, node.found)
  const block = createGrowing(steps, found.length)
  const shift = shiftOf(run, node.offset.ms, node.at)
  for (const stored of found) {
    const series = rangeSeries(stored, node.statsOnly, run.shared.semantics)
    const row = addRow(block, series.labels, false)
    let count = 0
    for (let step = 0; step < steps; step++) {
      const time = run.start + step * run.interval - shift
      if (smoothAt(run, node, series, time, block, row * steps + step)) count++
    }
    if (count === 0) dropLastRow(block)
    else hold(shared, count)
  }
  return block
}

function smoothAt(
  run: Run,
  node: SelectorNode,
  series: RangeSeries,
  time: number,
  block: Block,
  cell: number,
): boolean {
  const { lookback } = run.shared
  const within = (times: Float64Array, count: number): { from: number; to: number } => ({
    from: search(0, count, (at) => (times[at] as number) > time - lookback),
    to: search(0, count, (at) => (times[at] as number) > time + lookback),
  })
  const floats = within(series.times, series.floats)
  const histograms = within(series.histogramTimes, series.histograms.length)
  const hasFloats = floats.to > floats.from
  const hasHistograms = histograms.to > histograms.from
  if (hasFloats && hasHistograms) {
    warnMixed({ series, shared: run.shared, place: node.place })
    return false
  }
  const { from, to } = hasHistograms ? histograms : floats
  const times = hasHistograms ? series.histogramTimes : series.times
  const next = search(from, to, (at) => (times[at] as number) >= time)
  const isExact = next < to && times[next] === time
  if (from === to || (!isExact && next === from)) return false
  if (hasHistograms) {
    const value = histogramAt(run, node, series, time, isExact ? next : -1, next, to)
    if (value === undefined) return false
    setHistogram(block, cell, value)
    return true
  }
  const stretch = { times, values: series.values, from, to }
  if (isExact) setFloat(block, cell, series.values[next] as number)
  else if (next < to) setFloat(block, cell, interpolate(stretch, next - 1, next, time, false))
  else setFloat(block, cell, series.values[next - 1] as number)
  return true
}

function histogramAt(
  run: Run,
  node: SelectorNode,
  series: RangeSeries,
  time: number,
  exact: number,
  next: number,
  to: number,
): FloatHistogram | undefined {
  const { histograms, histogramTimes } = series
  if (exact >= 0) return histograms[exact]
  const before = histograms[next - 1] as FloatHistogram
  // A counter reset hint relates two samples; it does not apply to a value held over.
  if (next === to) return { ...before, counterResetHint: 'unknown' }
  const after = histograms[next] as FloatHistogram
  const name = metricNameOf(series.labels)
  if (usesCustomBuckets(before) !== usesCustomBuckets(after)) {
    say(run.shared, node.place, mixedSchemas(name))
    return undefined
  }
  const isCounter = before.counterResetHint !== 'gauge' || after.counterResetHint !== 'gauge'
  return interpolateHistograms(
    before,
    histogramTimes[next - 1] as number,
    after,
    histogramTimes[next] as number,
    time,
    isCounter,
    name,
    (note) => say(run.shared, node.place, note),
  )
}
