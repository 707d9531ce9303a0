/** The increase of a histogram over a range: `histogramRate` of `promql/functions.go`. */
import {
  compact,
  copyToSchema,
  detectReset,
  divideHistogram,
  emptyHistogram,
  type FloatHistogram,
  usesCustomBuckets,
} from '../histogram/index.ts'
import {
  boundsReconciled,
  incompatible,
  mixedSchemas,
  type Note,
  notCounter,
  notGauge,
  say,
  settled,
} from '../histogram-notes.ts'
import { minus, plus } from '../histogram-ops.ts'
import { metricNameOf } from '../labels.ts'
import { startResetAt, startsOverlap } from './start-times.ts'
import type { Window } from './window.ts'

export const isGauge = ({ counterResetHint }: FloatHistogram): boolean => counterResetHint === 'gauge'

const pointAt = ({ series }: Window, at: number): FloatHistogram => series.histograms[at] as FloatHistogram

/** Whether the start times show a reset at a sample. */
function startReset({ series, shared }: Window, at: number): boolean {
  const { histogramStarts: starts, histogramTimes: times } = series
  return shared.useStartTimes && starts !== undefined && startResetAt(starts, times, at)
}

/** The increase over at least two samples, as a gauge; undefined when they do not fit together, which is reported. */
export function histogramIncrease(
  w: Window,
  isCounter: boolean,
  warnOverlap: (w: Window, startBefore: number, timeBefore: number, start: number) => boolean,
): FloatHistogram | undefined {
  const name = metricNameOf(w.series.labels)
  const { reconcilesBounds } = w.shared.semantics
  const notes: Note[] = []
  const giveUp = (...said: readonly Note[]): undefined => {
    say(w.shared, w.place, ...said)
    return undefined
  }
  const from = w.histogramFrom
  const to = w.histogramTo
  let before = pointAt(w, from)
  const last = pointAt(w, to - 1)
  if (isCounter && (isGauge(before) || isGauge(last))) notes.push(notCounter(name))
  if (isCounter) {
    // Before a reset between the first two samples, the layout of the first is irrelevant.
    const second = pointAt(w, from + 1)
    if (startReset(w, from + 1) || detectReset(second, before, reconcilesBounds))
      before = { ...emptyHistogram, schema: second.schema, customValues: second.customValues }
  }
  const isCustom = usesCustomBuckets(before)
  if (usesCustomBuckets(last) !== isCustom) return giveUp(...notes, mixedSchemas(name))
  let schema = Math.min(last.schema, before.schema)
  if (isCounter) {
    for (let at = from + 1; at < to - 1; at++) {
      const point = pointAt(w, at)
      if (isGauge(point)) notes.push(notCounter(name))
      schema = Math.min(schema, point.schema)
      if (usesCustomBuckets(point) !== isCustom) return giveUp(mixedSchemas(name))
    }
  }
  const difference = minus(w.shared.semantics, copyToSchema(last, schema), before)
  if (difference.error !== undefined) return giveUp(incompatible(difference.error, name))
  let total = difference.histogram
  if (difference.nhcbBoundsReconciled) notes.push(boundsReconciled('subtraction'))
  if (isCounter) {
    let hasWarned = false
    const { histogramStarts: starts, histogramTimes: times } = w.series
    for (let at = from + 1; at < to; at++) {
      const point = pointAt(w, at)
      if (w.shared.useStartTimes && starts !== undefined && !hasWarned) {
        const overlap = [starts[at - 1] as number, times[at - 1] as number, starts[at] as number] as const
        if (startsOverlap(...overlap)) hasWarned = warnOverlap(w, ...overlap)
      }
      if (startReset(w, at) || detectReset(point, before, reconcilesBounds)) {
        const sum = plus(w.shared.semantics, total, before)
        if (sum.error !== undefined) return giveUp(incompatible(sum.error, name))
        if (sum.nhcbBoundsReconciled) notes.push(boundsReconciled('addition'))
        total = sum.histogram
      }
      before = point
    }
  } else if (!isGauge(pointAt(w, from)) || !isGauge(last)) notes.push(notGauge(name))
  say(w.shared, w.place, ...notes)
  return compact({ ...total, counterResetHint: 'gauge' }, 0)
}

/** The sum or difference of two histograms; undefined when they do not fit together, which is reported. */
export const combined = (
  w: Window,
  operation: 'addition' | 'subtraction',
  base: FloatHistogram,
  other: FloatHistogram,
): FloatHistogram | undefined =>
  settled(
    (operation === 'addition' ? plus : minus)(w.shared.semantics, base, other),
    operation,
    metricNameOf(w.series.labels),
    (note) => say(w.shared, w.place, note),
  )

/** `irate` and `idelta` of two histograms. */
export function instantHistogram(
  w: Window,
  before: FloatHistogram,
  last: FloatHistogram,
  isRate: boolean,
  isReset: boolean,
  interval: number,
): FloatHistogram | undefined {
  const fromZero = isRate && (isReset || detectReset(last, before, w.shared.semantics.reconcilesBounds))
  const result = fromZero ? last : combined(w, 'subtraction', last, before)
  if (result === undefined) return undefined
  const gauge = compact({ ...result, counterResetHint: 'gauge' }, 0)
  return isRate ? divideHistogram(gauge, interval / 1000) : gauge
}
