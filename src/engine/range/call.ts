/** Functions of ranges: each series by itself, step by step over a moving window. */

import { inform } from '../annotations.ts'
import {
  addRow,
  type Block,
  createGrowing,
  dropLastRow,
  float,
  histogram,
  setFloat,
  setHistogram,
} from '../block.ts'
import { Failure, fail } from '../failure.ts'
import { absentFrom } from '../functions/basic.ts'
import { quoteGo } from '../go-text.ts'
import type { FloatHistogram } from '../histogram/types.ts'
import { getLabel, metricNameOf } from '../labels.ts'
import { refuseTwins } from '../merge.ts'
import type { CallNode, MatrixNode, SubqueryNode } from '../plan-nodes.ts'
import { dropReserved } from '../reserved.ts'
import { hold, type Run } from '../run.ts'
import { changesFunctions } from './changes.ts'
import { instantRateFunctions } from './instant-rate.ts'
import { overTimeFunctions } from './over-time.ts'
import { pointFunctions } from './points.ts'
import { rateFunctions } from './rate.ts'
import type { RangeSeries } from './series.ts'
import { trendFunctions } from './trend.ts'
import { createWindow, moveWindow, type RangeFunction, reachOf, resetWindow } from './window.ts'

const functions: ReadonlyMap<string, RangeFunction> = new Map(
  [
    overTimeFunctions,
    rateFunctions,
    instantRateFunctions,
    changesFunctions,
    pointFunctions,
    trendFunctions,
  ].flatMap((group) => Object.entries(group)),
)

const anchoredSafe = ['changes', 'delta', 'increase', 'rate', 'resets']
const smoothedSafe = ['delta', 'increase', 'rate']

function checkExtended(func: string, extended: 'anchored' | 'smoothed' | undefined): void {
  if (extended === undefined) return
  const safe = extended === 'anchored' ? anchoredSafe : smoothedSafe
  if (!safe.includes(func))
    fail(`${extended} modifier can only be used with: ${safe.join(', ')} - not with ${func}`)
}

/** Functions that return a sample of the range keep its metric name. */
const keepsName: ReadonlySet<string> = new Set(['last_over_time', 'first_over_time'])

export function callRange(
  run: Run,
  node: CallNode,
  range: MatrixNode | SubqueryNode,
  source: readonly RangeSeries[],
  others: readonly (Block | undefined)[],
): Block {
  const { shared, steps } = run
  const call = functions.get(node.func)
  if (call === undefined) throw new Failure(`${node.func}() is not supported by this engine`, 'refused')
  const selector = range.kind === 'matrix' ? range.selector : range
  const extended = range.kind === 'matrix' ? range.selector.extended : undefined
  checkExtended(node.func, extended)
  const isSubquery = range.kind === 'subquery'
  const reach = reachOf(run, range.window.ms, selector.offset.ms, selector.at, extended, isSubquery)
  const block = createGrowing(steps, source.length)
  const scalars = others.filter((arg) => arg !== undefined)
  // A subquery has been replaced by a selector without a place.
  const place = range.kind === 'matrix' ? range.place : 0
  const firstPlace = node.rangeArg === 0 ? place : (node.args[0]?.place ?? 0)
  const first = source[0] as RangeSeries
  const values = scalars.map(() => 0)
  const window = createWindow(shared, first, extended, place, firstPlace, range.window.ms / 1000, values)
  const keeps = keepsName.has(node.func)
  for (const series of source) {
    resetWindow(window, series)
    const drop = !keeps || (series.drop && shared.semantics.lastDropsName)
    const labels = drop && !shared.delayedNames ? dropReserved(shared, series.labels) : series.labels
    const first = addRow(block, labels, drop) * steps
    let floats = 0
    let histograms = 0
    for (let step = 0; step < steps; step++) {
      if (!moveWindow(window, reach, run.start + step * run.interval, step === 0)) continue
      // The samples of one window count as held while the function reads them.
      const inWindow = window.to - window.from + window.histogramTo - window.histogramFrom
      hold(shared, inWindow)
      shared.samples -= inWindow
      for (let i = 0; i < scalars.length; i++) window.args[i] = scalars[i]?.values[step] as number
      const kind = call(window)
      if (kind === float) {
        setFloat(block, first + step, window.value)
        floats++
      } else if (kind === histogram) {
        setHistogram(block, first + step, window.histogram as FloatHistogram)
        histograms++
      }
    }
    if (floats + histograms === 0) dropLastRow(block)
    const isCounted = floats > 0 || !shared.semantics.counterInfoWithPoints
    if (isCounted && (node.func === 'rate' || node.func === 'increase')) informNonCounter(run, series, node)
  }
  if (node.func === 'absent_over_time') return absentFrom({ run, node }, block, true)
  return shared.delayedNames ? block : refuseTwins(block)
}

function informNonCounter({ shared }: Run, { labels }: RangeSeries, node: CallNode): void {
  const name = metricNameOf(labels)
  const arg = node.args[0]
  const place = arg?.kind === 'matrix' ? arg.place : 0
  if (name === '') return
  if (shared.typeAndUnit) {
    const type = getLabel(labels, '__type__')
    if (type === 'counter' || type === 'histogram') return
    const message = 'metric might not be a counter, __type__ label is not set to "counter" or "histogram"'
    inform(shared.annotations, `${message}, got ${quoteGo(type)}: ${quoteGo(name)}`, place)
  } else if (!/_(?:total|sum|count|bucket)$/.test(name)) {
    const message = 'metric might not be a counter, name does not end in _total/_sum/_count/_bucket:'
    inform(shared.annotations, `${message} ${quoteGo(name)}`, place)
  }
}
