/** Functions of histograms: native ones, and classic ones whose buckets are series with a label `le`. */

import { inform, warn } from '../annotations.ts'
import { addRow, type Block, createBlock, histogram, histogramAt, none, setFloat } from '../block.ts'
import { createForcedNotes, type ForcedNotes } from '../forced-details.ts'
import { formatOpenMetrics, quoteGo } from '../go-text.ts'
import {
  type FloatHistogram,
  histogramFraction,
  histogramQuantile,
  histogramVariance,
} from '../histogram/index.ts'
import { type Labels, metricNameOf, setLabel } from '../labels.ts'
import { unify } from '../merge.ts'
import { type Buckets, badQuantile, bucketFraction, bucketQuantile } from '../quantile.ts'
import { dropReserved } from '../reserved.ts'
import type { Run, Shared } from '../run.ts'
import { classicGroups } from './classic.ts'
import { argument, type CallContext, placeOf, textArgument, type VectorFunction } from './context.ts'
import { dropNames } from './simple.ts'

/** A function of native histograms alone; floats are dropped. */
const ofNative =
  (map: (value: FloatHistogram) => number): VectorFunction =>
  ({ run, args }) => {
    const block = args[0] as Block
    const cells = block.rows * block.steps
    for (let cell = 0; cell < cells; cell++) {
      if (block.kinds[cell] === histogram) setFloat(block, cell, map(histogramAt(block, cell)))
      else block.kinds[cell] = none
    }
    dropNames(run, block)
    return unify(run, block)
  }

/** A function of one histogram at a step, in its native and its classic form. */
interface Measure {
  native(value: FloatHistogram, step: number, metricName: string): number
  classic(buckets: Buckets, step: number, metricName: string): number
  /** The labels of the result at a step, from those of the histogram. */
  labels(labels: Labels, step: number): Labels
}

const forMetric = ({ semantics }: Shared, name: string): string =>
  name === '' && semantics.noEmptyNames ? '' : ` for metric name ${quoteGo(name)}`

/** The metric name for a message. Where the name is about to be dropped, only older versions show it. */
const nameToTell = ({ delayedNames, semantics }: Shared, labels: Labels): string =>
  delayedNames || !semantics.noEmptyNames ? metricNameOf(labels) : ''

/**
 * Applies measures to native histograms, then to classic ones. Where a step has both under the same labels, neither
 * counts.
 */
function measure(run: Run, block: Block, place: number, measures: readonly Measure[]): Block {
  const { shared, steps } = run
  const { delayedNames, annotations } = shared
  const groups = classicGroups(block)
  for (const { labels, le } of groups.bad) {
    const name = nameToTell(shared, labels)
    warn(
      annotations,
      `bucket label "le" is missing or has a malformed value of ${quoteGo(le)}${forMetric(run.shared, name)}`,
      place,
    )
  }
  // Steps of classic groups whose native twin has a sample.
  const excluded = new Set<number>()
  for (let row = 0; row < block.rows; row++) {
    const labels = block.labels[row] as Labels
    const twin = groups.byKey.get(labels.key)
    if (twin === undefined || block.histograms === undefined) continue
    for (let step = 0; step < steps; step++) {
      const cell = row * steps + step
      if (block.kinds[cell] !== histogram || !groups.hasBuckets(twin, step)) continue
      const name = nameToTell(shared, labels)
      warn(
        annotations,
        `vector contains a mix of classic and native histograms${forMetric(run.shared, name)}`,
        place,
      )
      block.kinds[cell] = none
      excluded.add(twin * steps + step)
    }
  }
  const out = createBlock(steps, block.rows * measures.length)
  // All measures share the buckets: each gets them as changed by the one before.
  const held = measures.length > 1 ? new Map<number, Buckets>() : undefined
  const bucketsAt = (group: number, step: number): Buckets | undefined => {
    const known = held?.get(group * steps + step)
    if (known !== undefined) return known
    const buckets = groups.bucketsAt(group, step)
    if (buckets !== undefined) held?.set(group * steps + step, buckets)
    return buckets
  }
  for (const one of measures) {
    for (let row = 0; row < block.rows; row++) nativeRow(run, block, row, one, out)
    for (const [index, group] of groups.list.entries()) {
      const labels = delayedNames ? group.labels : dropReserved(run.shared, group.labels)
      // Older versions show the name once: it is gone from the second step.
      let name = nameToTell(shared, group.labels)
      const cellAt = rowsFor(out, one, labels)
      for (let step = 0; step < steps; step++) {
        if (excluded.has(index * steps + step)) continue
        const buckets = bucketsAt(index, step)
        if (buckets === undefined) continue
        setFloat(out, cellAt(step), one.classic(buckets, step, name))
        if (!delayedNames) name = ''
      }
    }
  }
  return unify(run, out)
}

function nativeRow(run: Run, block: Block, row: number, one: Measure, out: Block): void {
  if (block.histograms === undefined) return
  const { steps } = run
  const own = block.labels[row] as Labels
  const labels = run.shared.delayedNames ? own : dropReserved(run.shared, own)
  const cellAt = rowsFor(out, one, labels)
  for (let step = 0; step < steps; step++) {
    const cell = row * steps + step
    if (block.kinds[cell] !== histogram) continue
    setFloat(out, cellAt(step), one.native(histogramAt(block, cell), step, metricNameOf(labels)))
  }
}

/** The result's cell at a step; its row is made on demand. */
function rowsFor(out: Block, one: Measure, labels: Labels): (step: number) => number {
  let current: Labels | undefined
  let row = -1
  return (step) => {
    const wanted = one.labels(labels, step)
    if (wanted !== current) {
      current = wanted
      row = addRow(out, wanted, true)
    }
    return row * out.steps + step
  }
}

const same = (labels: Labels): Labels => labels

function warnQuantile({ run, node }: CallContext, at: number, values: Float64Array): void {
  for (const q of values) {
    if (!(q >= 0 && q <= 1)) warn(run.shared.annotations, badQuantile(q), node.args[at]?.place ?? 0)
  }
}

/** Where the warning about NaN in a native histogram points: in older versions, to the first argument. */
const placeOfNaN = (context: CallContext, place: number): number =>
  context.run.shared.semantics.placesNaN ? place : placeOf(context, 0)

function quantileMeasure(
  context: CallContext,
  place: number,
  quantiles: Float64Array,
  notes: ForcedNotes,
  labels: Measure['labels'],
): Measure {
  const { run } = context
  const { annotations } = run.shared
  return {
    labels,
    native: (value, step, name) => {
      const { value: found, note } = histogramQuantile(quantiles[step] as number, value)
      if (note !== undefined) {
        const effect = note === 'nan-result' ? 'result is NaN' : 'result is skewed higher'
        const message = `input to histogram_quantile has NaN observations, ${effect}${forMetric(run.shared, name)}`
        inform(annotations, message, placeOfNaN(context, place))
      }
      return found
    },
    classic: (buckets, step, name) => {
      const { value, forced } = bucketQuantile(
        quantiles[step] as number,
        buckets,
        run.shared.semantics.smallDeltas,
      )
      if (forced !== undefined) {
        const message = `input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)${forMetric(run.shared, name)}`
        notes.add(message, step, forced)
      }
      return value
    },
  }
}

function quantile(context: CallContext): Block {
  const quantiles = argument(context, 0).values
  warnQuantile(context, 0, quantiles.subarray(0, context.run.steps))
  const place = placeOf(context, 1)
  const notes = createForcedNotes(context.run)
  const one = quantileMeasure(context, place, quantiles, notes, same)
  const block = measure(context.run, argument(context, 1), place, [one])
  notes.tell(place)
  return block
}

/** Sets a label to the value at the step; rebuilds the labels only where the value has changed. */
function labelled(label: string, values: Float64Array): Measure['labels'] {
  let [from, at, made]: [Labels?, number?, Labels?] = []
  return (labels, step) => {
    const value = values[step] as number
    if (made === undefined || from !== labels || !Object.is(at, value)) {
      made = setLabel(labels, label, formatOpenMetrics(value))
      from = labels
      at = value
    }
    return made
  }
}

function quantiles(context: CallContext): Block {
  const { run, args } = context
  const label = textArgument(context, 1)
  const place = placeOf(context, 0)
  const notes = createForcedNotes(run)
  const measures = args.slice(2).map((arg, i) => {
    const values = (arg as Block).values
    warnQuantile(context, i + 2, values.subarray(0, run.steps))
    return quantileMeasure(context, place, values, notes, labelled(label, values))
  })
  const block = measure(run, argument(context, 0), place, measures)
  notes.tell(place)
  return block
}

/** Drops floats. */
function keepNative({ kinds }: Block): void {
  for (let i = 0; i < kinds.length; i++) if (kinds[i] !== histogram) kinds[i] = none
}

function fraction(context: CallContext): Block {
  const { run } = context
  const lower = argument(context, 0).values
  const upper = argument(context, 1).values
  const place = placeOf(context, 2)
  const block = argument(context, 2)
  if (!run.shared.semantics.classicFraction) keepNative(block)
  return measure(run, block, place, [
    {
      labels: same,
      native: (value, step, name) => {
        const { value: found, note } = histogramFraction(
          lower[step] as number,
          upper[step] as number,
          value,
          run.shared.semantics.fractionOfWidth,
        )
        if (note !== undefined) {
          const message =
            'input to histogram_fraction has NaN observations, which are excluded from all fractions'
          const said = `${message}${forMetric(run.shared, name)}`
          inform(run.shared.annotations, said, placeOfNaN(context, place))
        }
        return found
      },
      classic: (buckets, step) =>
        bucketFraction(
          lower[step] as number,
          upper[step] as number,
          buckets,
          run.shared.semantics.fractionFromZero,
        ),
    },
  ])
}

export const histogramFunctions: Readonly<Record<string, VectorFunction>> = {
  histogram_count: ofNative(({ count }) => count),
  histogram_sum: ofNative(({ sum }) => sum),
  histogram_avg: ofNative(({ sum, count }) => sum / count),
  histogram_stddev: ofNative((value) => Math.sqrt(histogramVariance(value))),
  histogram_stdvar: ofNative(histogramVariance),
  histogram_quantile: quantile,
  histogram_quantiles: quantiles,
  histogram_fraction: fraction,
}
