/** `irate` and `idelta`: computed from the last two samples of a range. */
import { none } from '../block.ts'
import type { FloatHistogram } from '../histogram/types.ts'
import { notCounter, notGauge, say } from '../histogram-notes.ts'
import { metricNameOf } from '../labels.ts'
import { instantHistogram } from './histogram-rate.ts'
import { warnMixed } from './mixed.ts'
import { isStartReset, startResetAt } from './start-times.ts'
import { give, giveHistogram, type RangeFunction, type Window } from './window.ts'

interface Point {
  readonly time: number
  readonly value: number
  readonly histogram: FloatHistogram | undefined
  readonly start: number
}

function floatPoint({ series }: Window, at: number): Point {
  const start = series.starts?.[at] ?? 0
  return { time: series.times[at] as number, value: series.values[at] as number, histogram: undefined, start }
}

function histogramPoint({ series }: Window, at: number): Point {
  const start = series.histogramStarts?.[at] ?? 0
  return { time: series.histogramTimes[at] as number, value: 0, histogram: series.histograms[at], start }
}

/** The last two samples, of either kind. */
function lastTwo(w: Window): [Point, Point] {
  const points: Point[] = []
  for (let at = Math.max(w.from, w.to - 2); at < w.to; at++) points.push(floatPoint(w, at))
  for (let at = Math.max(w.histogramFrom, w.histogramTo - 2); at < w.histogramTo; at++) {
    const point = histogramPoint(w, at)
    const [first, second] = points
    if (first === undefined) points.push(point)
    else if (second === undefined) {
      if (point.time < first.time) points.unshift(point)
      else points.push(point)
    } else if (point.time < first.time) continue
    else if (point.time > second.time) points.splice(0, 2, second, point)
    else points[0] = point
  }
  return points as [Point, Point]
}

function instantValue(w: Window, isRate: boolean): number {
  if (w.to - w.from + (w.histogramTo - w.histogramFrom) < 2) return none
  if (w.histogramTo === w.histogramFrom) return floatsOnly(w, isRate)
  const [before, last] = lastTwo(w)
  const interval = last.time - before.time
  if (interval === 0) return none
  const { useStartTimes } = w.shared
  const isReset = useStartTimes && isStartReset(before.start, before.time, last.start, last.time)
  if (before.histogram === undefined && last.histogram === undefined)
    return give(w, change(before.value, last.value, isRate, isReset, interval))
  if (before.histogram === undefined || last.histogram === undefined) {
    warnMixed(w)
    return none
  }
  const isGauge = [before, last].map(({ histogram }) => histogram?.counterResetHint === 'gauge')
  const name = metricNameOf(w.series.labels)
  if (isRate && isGauge.includes(true)) say(w.shared, w.place, notCounter(name))
  if (!isRate && isGauge.includes(false)) say(w.shared, w.place, notGauge(name))
  const result = instantHistogram(w, before.histogram, last.histogram, isRate, isReset, interval)
  return result === undefined ? none : giveHistogram(w, result)
}

function floatsOnly(w: Window, isRate: boolean): number {
  const { times, values, starts } = w.series
  const last = w.to - 1
  const interval = (times[last] as number) - (times[last - 1] as number)
  if (interval === 0) return none
  const isReset = w.shared.useStartTimes && starts !== undefined && startResetAt(starts, times, last)
  return give(w, change(values[last - 1] as number, values[last] as number, isRate, isReset, interval))
}

function change(before: number, last: number, isRate: boolean, isReset: boolean, interval: number): number {
  const value = isRate && (last < before || isReset) ? last : last - before
  return isRate ? value / (interval / 1000) : value
}

export const instantRateFunctions: Readonly<Record<string, RangeFunction>> = {
  irate: (w) => instantValue(w, true),
  idelta: (w) => instantValue(w, false),
}
