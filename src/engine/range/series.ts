/** Series as range functions read them: floats and histograms in separate lists, without end markers. */
import { type Block, float, histogram, histogramAt } from '../block.ts'
import type { FloatHistogram } from '../histogram/types.ts'
import { statsOf } from '../histogram-stats.ts'
import type { Labels } from '../labels.ts'
import type { Run } from '../run.ts'
import { kindFloat, kindHistogram } from '../storage.ts'
import type { Series } from '../types.ts'
import type { Semantics } from '../versions.ts'

export interface RangeSeries {
  readonly labels: Labels
  /** Whether the metric name is removed at the end of the query. */
  readonly drop: boolean
  readonly floats: number
  readonly times: Float64Array
  readonly values: Float64Array
  readonly starts: Float64Array | undefined
  readonly histograms: readonly FloatHistogram[]
  readonly histogramTimes: Float64Array
  readonly histogramStarts: Float64Array | undefined
}

const noTimes = new Float64Array(0)

interface Split {
  readonly length: number
  readonly series: RangeSeries
}

/** Caches of series split into floats and histograms; redone when the series has grown. */
const splits: readonly WeakMap<Series, Split>[] = [new WeakMap(), new WeakMap(), new WeakMap()]

export function rangeSeries(series: Series, statsOnly: boolean, semantics: Semantics): RangeSeries {
  if (series.kinds === undefined) {
    return {
      labels: series.labels,
      drop: false,
      floats: series.length,
      times: series.times,
      values: series.values,
      starts: series.startTimes,
      histograms: [],
      histogramTimes: noTimes,
      histogramStarts: undefined,
    }
  }
  const known = splits[statsOnly ? (semantics.reconcilesBounds ? 1 : 2) : 0] as WeakMap<Series, Split>
  const before = known.get(series)
  if (before?.length === series.length) return before.series
  const made = split(series, series.kinds, statsOnly, semantics)
  known.set(series, { length: series.length, series: made })
  return made
}

function split(series: Series, kinds: Uint8Array, statsOnly: boolean, semantics: Semantics): RangeSeries {
  const floats: number[] = []
  const histograms: number[] = []
  for (let i = 0; i < series.length; i++) {
    if (kinds[i] === kindFloat) floats.push(i)
    else if (kinds[i] === kindHistogram) histograms.push(i)
  }
  const pick = (from: Float64Array, at: readonly number[]): Float64Array =>
    Float64Array.from(at, (i) => from[i] as number)
  const { startTimes } = series
  return {
    labels: series.labels,
    drop: false,
    floats: floats.length,
    times: pick(series.times, floats),
    values: pick(series.values, floats),
    starts: startTimes && pick(startTimes, floats),
    histograms: histograms.map((i) =>
      statsOnly ? statsOf(series, i, semantics) : (series.histograms?.[i] as FloatHistogram),
    ),
    histogramTimes: pick(series.times, histograms),
    histogramStarts: startTimes && pick(startTimes, histograms),
  }
}

/** The rows of a subquery as series. Drops counter reset hints, because other samples may lie between these. */
export function blockSeries(block: Block, run: Run): RangeSeries[] {
  const { steps, rows, kinds, values: cells } = block
  const list: RangeSeries[] = []
  for (let row = 0; row < rows; row++) {
    const times = new Float64Array(steps)
    const values = new Float64Array(steps)
    const histograms: FloatHistogram[] = []
    const histogramTimes: number[] = []
    let floats = 0
    for (let step = 0; step < steps; step++) {
      const cell = row * steps + step
      const time = run.start + step * run.interval
      if (kinds[cell] === float) {
        times[floats] = time
        values[floats++] = cells[cell] as number
      }
      const found = kinds[cell] === histogram ? histogramAt(block, cell) : block.covered?.get(cell)
      if (found !== undefined) {
        histograms.push(forgetReset(found))
        histogramTimes.push(time)
      }
    }
    list.push({
      labels: block.labels[row] as Labels,
      drop: block.drop[row] as boolean,
      floats,
      times,
      values,
      starts: undefined,
      histograms,
      histogramTimes: Float64Array.from(histogramTimes),
      histogramStarts: undefined,
    })
  }
  return list
}

function forgetReset(value: FloatHistogram): FloatHistogram {
  const { counterResetHint: hint } = value
  return hint === 'reset' || hint === 'not_reset' ? { ...value, counterResetHint: 'unknown' } : value
}
