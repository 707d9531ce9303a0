/** Sums and averages of native histograms. */
import { warn } from '../annotations.ts'
import { type Block, float, histogramAt, none, setHistogram } from '../block.ts'
import {
  addHistograms,
  type Combined,
  compact,
  divideHistogram,
  type FloatHistogram,
  hasOverflow,
  type KahanCombined,
  kahanAdd,
  multiplyHistogram,
  usesCustomBuckets,
} from '../histogram/index.ts'
import { resetCollision, say, settled } from '../histogram-notes.ts'
import { plus } from '../histogram-ops.ts'
import { type Labels, metricNameOf } from '../labels.ts'
import type { AggregateNode } from '../plan-nodes.ts'
import type { Run } from '../run.ts'
import type { Groups } from './groups.ts'
import { addToMean } from './older-histograms.ts'

/** Running total of a group at one step. */
interface Total {
  count: number
  hasFloat: boolean
  hasHistogram: boolean
  /** Exponential and custom buckets were mixed: there is no result. */
  isBroken: boolean
  sum: FloatHistogram | undefined
  mean: FloatHistogram | undefined
  lost: FloatHistogram | undefined
  reset: boolean
  notReset: boolean
}

const empty = (): Total => ({
  count: 0,
  hasFloat: false,
  hasHistogram: false,
  isBroken: false,
  sum: undefined,
  mean: undefined,
  lost: undefined,
  reset: false,
  notReset: false,
})

/** Writes the sums and averages of histograms into a block that holds those of floats. */
export function foldHistograms(
  run: Run,
  node: AggregateNode,
  input: Block,
  groups: Groups,
  block: Block,
): void {
  const { steps, shared } = run
  const totals = new Map<number, Total>()
  for (let row = 0; row < input.rows; row++) {
    const group = groups.of[row] as number
    for (let step = 0; step < steps; step++) {
      const kind = input.kinds[row * steps + step]
      if (kind === none) continue
      const cell = group * steps + step
      let total = totals.get(cell)
      if (total === undefined) {
        total = empty()
        totals.set(cell, total)
      }
      if (total.isBroken) continue
      total.count++
      if (kind === float) total.hasFloat = true
      else add(run, node, total, histogramAt(input, row * steps + step), input.labels[row] as Labels)
    }
  }
  for (const [cell, total] of totals) {
    if (!total.hasHistogram) continue
    block.kinds[cell] = none
    if (total.hasFloat) {
      warn(shared.annotations, 'encountered a mix of histograms and floats for aggregation', node.expr.place)
      continue
    }
    if (total.isBroken) continue
    if (total.reset && total.notReset) say(shared, node.expr.place, resetCollision('aggregation'))
    setHistogram(block, cell, resultOf(run, node, total))
  }
}

function add(run: Run, node: AggregateNode, total: Total, value: FloatHistogram, labels: Labels): void {
  const isFirst = total.count === 1
  total.hasHistogram = true
  // After floats, the result is dropped anyway.
  if (!isFirst && total.sum === undefined) return
  if (value.counterResetHint === 'reset') total.reset = true
  else if (value.counterResetHint === 'not_reset') total.notReset = true
  if (isFirst) {
    // The copy of custom buckets starts with zero count 0, not even the NaN of a multiplication by infinity.
    total.sum = usesCustomBuckets(value) ? { ...value, zeroCount: 0 } : value
    return
  }
  const accept = (added: Combined | KahanCombined): FloatHistogram | undefined => {
    total.isBroken = added.error !== undefined
    return settled(added, 'aggregation', metricNameOf(labels), (note) =>
      say(run.shared, node.expr.place, note),
    )
  }
  const sum = total.sum as FloatHistogram
  const { semantics } = run.shared
  if (!semantics.kahanHistograms) {
    const isSum = node.op === 'sum'
    const added = isSum ? plus(semantics, sum, value) : addToMean(semantics, sum, value, total.count)
    total.sum = accept(added)
    return
  }
  if (total.mean === undefined) {
    const added = kahanAdd(sum, value, total.lost)
    const newSum = accept(added)
    if (newSum === undefined || added.error !== undefined) return
    if (node.op === 'sum' || !hasOverflow(newSum)) {
      total.sum = newSum
      total.lost = added.compensation
      return
    }
    total.mean = divideHistogram(sum, total.count - 1)
    total.lost = total.lost && divideHistogram(total.lost, total.count - 1)
  }
  const part = (total.count - 1) / total.count
  const added = kahanAdd(
    multiplyHistogram(total.mean, part),
    divideHistogram(value, total.count),
    total.lost && multiplyHistogram(total.lost, part),
  )
  const mean = accept(added)
  if (mean === undefined || added.error !== undefined) return
  total.mean = mean
  total.lost = added.compensation
}

function resultOf(
  { shared: { semantics } }: Run,
  node: AggregateNode,
  { sum, mean, lost, count }: Total,
): FloatHistogram {
  const both = (value: FloatHistogram, rest: FloatHistogram | undefined): FloatHistogram =>
    (rest && addHistograms(value, rest).histogram) ?? value
  const whole = sum as FloatHistogram
  if (node.op === 'sum' || !semantics.kahanHistograms) return compact(both(whole, lost), 0)
  if (mean !== undefined) return compact(both(mean, lost), 0)
  return compact(both(divideHistogram(whole, count), lost && divideHistogram(lost, count)), 0)
}
