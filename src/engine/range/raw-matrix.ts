/** A bare range, as an instant query may ask for: the samples as stored. */
import { fail } from '../failure.ts'
import { compareLabels } from '../labels.ts'
import type { MatrixNode } from '../plan-nodes.ts'
import { hold, type Run } from '../run.ts'
import { findSeries } from '../select.ts'
import type { MatrixSeries, MatrixValue } from '../types.ts'
import { boundsOf, leftValue, rightValue, type Stretch } from './extended.ts'
import { type RangeSeries, rangeSeries } from './series.ts'
import { createWindow, moveWindow, type Reach, reachOf, type Window } from './window.ts'

export function rawMatrix(run: Run, node: MatrixNode): MatrixValue {
  const { shared } = run
  const { selector } = node
  const reach = reachOf(run, node.window.ms, selector.offset.ms, selector.at, selector.extended, false)
  const list: MatrixSeries[] = []
  for (const stored of findSeries(shared.storage, selector.matchers, selector.found)) {
    const found = rawSeries(run, node, rangeSeries(stored, selector.statsOnly, run.shared.semantics), reach)
    if (found === undefined) continue
    hold(shared, found.times.length + found.histogramTimes.length)
    list.push(found)
  }
  return { type: 'matrix', series: list.sort((a, b) => compareLabels(a.labels, b.labels)) }
}

function rawSeries(run: Run, node: MatrixNode, series: RangeSeries, reach: Reach): MatrixSeries | undefined {
  const { extended } = node.selector
  const window = createWindow(run.shared, series, extended, node.place, node.place, 0, [])
  if (!moveWindow(window, reach, run.start, true)) return undefined
  const { from, to, histogramFrom, histogramTo } = window
  const { labels } = series
  if (extended !== undefined) {
    if (histogramTo > histogramFrom) fail(`${extended} modifier is not supported with histograms`)
    return extendedSeries(window, extended === 'smoothed')
  }
  return {
    labels,
    times: series.times.slice(from, to),
    values: series.values.slice(from, to),
    histogramTimes: [...series.histogramTimes.slice(histogramFrom, histogramTo)],
    histograms: series.histograms.slice(histogramFrom, histogramTo),
  }
}

/** Adds a sample at each end of the range. */
function extendedSeries(w: Window, smoothed: boolean): MatrixSeries | undefined {
  const { times, values, labels } = w.series
  const stretch: Stretch = { times, values, from: w.from, to: w.to }
  let { first, last } = boundsOf(stretch, w.start, w.end, smoothed)
  if ((times[last] as number) <= w.start) return undefined
  const left = leftValue(stretch, first, w.start, smoothed, false)
  const right = rightValue(stretch, last, w.end, smoothed, false)
  if ((times[first] as number) <= w.start) first++
  if ((times[last] as number) >= w.end) last--
  const inner = (column: Float64Array): number[] => [...column.slice(first, last + 1)]
  return {
    labels,
    times: [w.start, ...inner(times), w.end],
    values: [left, ...inner(values), right],
    histogramTimes: [],
    histograms: [],
  }
}
