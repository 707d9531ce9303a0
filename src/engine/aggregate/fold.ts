/** Aggregations that reduce the values of a group to one. */
import { inform, warn } from '../annotations.ts'
import { addRow, type Block, createBlock, dropLastRow, float, histogram, none, setFloat } from '../block.ts'
import { lostBy } from '../kahan.ts'
import type { Labels } from '../labels.ts'
import type { AggregateNode } from '../plan-nodes.ts'
import { badQuantile, quantileOf } from '../quantile.ts'
import type { Run } from '../run.ts'
import type { Add, Cells } from './cells.ts'
import { dropNames } from './drop-names.ts'
import { groupsOf } from './groups.ts'
import { foldHistograms } from './histograms.ts'
import { addMean, meanAt } from './mean.ts'
import { addPlain, olderMean, olderMeanAt } from './older.ts'
import { rangeOf } from './pick.ts'

function addSum({ value: sums, lost }: Cells, at: number, value: number): void {
  const sum = sums[at] as number
  lost[at] = lostBy(value, sum, lost[at] as number)
  sums[at] = sum + value
}

function addVariance({ count, value: squares, mean }: Cells, at: number, value: number): void {
  const delta = value - (mean[at] as number)
  mean[at] = (mean[at] as number) + delta / (count[at] as number)
  squares[at] = (squares[at] as number) + delta * (value - (mean[at] as number))
}

function addMax({ value: most }: Cells, at: number, value: number): void {
  const known = most[at] as number
  if (known < value || Number.isNaN(known)) most[at] = value
}

function addMin({ value: least }: Cells, at: number, value: number): void {
  const known = least[at] as number
  if (known > value || Number.isNaN(known)) least[at] = value
}

const nothing: Add = () => undefined

interface Fold {
  readonly first: (value: number) => number
  readonly add: Add
  readonly result: (cells: Cells, at: number) => number
  /** How histograms are treated: added up (`add`), counted like floats, or ignored with an info. */
  readonly histograms: 'add' | 'count' | 'ignore'
}

const own = (value: number): number => value
const valueAt = ({ value }: Cells, at: number): number => value[at] as number
const zeroUnlessNumber = (value: number): number => (Number.isFinite(value) ? 0 : Number.NaN)

const folds: Readonly<Record<string, Fold>> = {
  sum: {
    first: own,
    add: addSum,
    result: (c, at) => valueAt(c, at) + (c.lost[at] as number),
    histograms: 'add',
  },
  avg: { first: own, add: addMean, result: meanAt, histograms: 'add' },
  count: { first: own, add: nothing, result: (c, at) => c.count[at] as number, histograms: 'count' },
  group: { first: () => 1, add: nothing, result: valueAt, histograms: 'count' },
  max: { first: own, add: addMax, result: valueAt, histograms: 'ignore' },
  min: { first: own, add: addMin, result: valueAt, histograms: 'ignore' },
  stdvar: {
    first: zeroUnlessNumber,
    add: addVariance,
    result: (c, at) => valueAt(c, at) / (c.count[at] as number),
    histograms: 'ignore',
  },
  stddev: {
    first: zeroUnlessNumber,
    add: addVariance,
    result: (c, at) => Math.sqrt(valueAt(c, at) / (c.count[at] as number)),
    histograms: 'ignore',
  },
  quantile: { first: own, add: nothing, result: valueAt, histograms: 'ignore' },
}

/** How this version reduces. */
function foldOf({ shared: { semantics } }: Run, { op }: AggregateNode): Fold {
  const how = folds[op] as Fold
  if (op === 'sum' && !semantics.kahanSum) return { ...how, add: addPlain, result: valueAt }
  const add = op === 'avg' ? olderMean(semantics) : undefined
  return add === undefined ? how : { ...how, add, result: (cells, at) => olderMeanAt(semantics, cells, at) }
}

export function fold(run: Run, node: AggregateNode, param: Float64Array | undefined, input: Block): Block {
  const { steps } = run
  const how = foldOf(run, node)
  if (node.op === 'quantile') warnQuantile(run, node, param as Float64Array)
  const groups = groupsOf(node, input)
  const size = groups.labels.length * steps
  const cells: Cells = {
    count: new Float64Array(size),
    value: new Float64Array(size),
    mean: new Float64Array(size),
    lost: new Float64Array(size),
    incremental: new Uint8Array(size),
  }
  if (input.histograms !== undefined && how.histograms === 'ignore') ignoreHistograms(run, node, input)
  const { kinds, values } = input
  const isDeviation = node.op === 'stddev' || node.op === 'stdvar'
  const first = isDeviation && !run.shared.semantics.finiteDeviation ? () => 0 : how.first
  const hasHistograms = input.histograms !== undefined
  for (let row = 0; row < input.rows; row++) {
    const group = groups.of[row] as number
    const from = row * steps
    const to = group * steps
    for (let step = 0; step < steps; step++) {
      const kind = kinds[from + step]
      if (kind === none || (hasHistograms && kind === histogram && how.histograms !== 'count')) continue
      const value = values[from + step] as number
      const at = to + step
      if ((cells.count[at] as number) === 0) {
        cells.count[at] = 1
        cells.value[at] = first(value)
        cells.mean[at] = value
      } else {
        cells.count[at] = (cells.count[at] as number) + 1
        how.add(cells, at, value)
      }
    }
  }
  if (node.op === 'quantile') quantiles(groups.of, input, steps, param as Float64Array, cells)
  const block = createBlock(steps, groups.labels.length)
  for (const [group, labels] of groups.labels.entries()) {
    const to = addRow(block, labels as Labels, false) * steps
    for (let step = 0; step < steps; step++) {
      const at = group * steps + step
      if ((cells.count[at] as number) > 0) setFloat(block, to + step, how.result(cells, at))
    }
  }
  if (hasHistograms && how.histograms === 'add') foldHistograms(run, node, input, groups, block)
  dropNames(run, input, groups.of, how.histograms !== 'ignore', block)
  removeEmpty(block)
  return block
}

function removeEmpty(block: Block): void {
  // Only rows at the end can be removed without moving others; empty rows in between do no harm.
  const { steps } = block
  while (block.rows > 0) {
    const first = (block.rows - 1) * steps
    for (let i = first; i < first + steps; i++) if (block.kinds[i] !== none) return
    dropLastRow(block)
  }
}

function ignoreHistograms(run: Run, node: AggregateNode, input: Block): void {
  const cells = input.rows * input.steps
  for (let i = 0; i < cells; i++) {
    if (input.kinds[i] !== histogram) continue
    inform(run.shared.annotations, `ignored histogram in ${node.op} aggregation`, node.expr.place)
    return
  }
}

/** Prometheus checks the highest and the lowest parameter of all steps, and whether any is NaN. */
function warnQuantile({ shared }: Run, node: AggregateNode, param: Float64Array): void {
  const { most, least, hasNaN } = rangeOf(param)
  const say = (q: number): void => warn(shared.annotations, badQuantile(q), node.param?.place ?? 0)
  if (hasNaN) say(Number.NaN)
  else {
    if (most > 1) say(most)
    if (least < 0) say(least)
  }
}

function quantiles(of: Int32Array, input: Block, steps: number, param: Float64Array, cells: Cells): void {
  const { kinds, values } = input
  const groups = cells.count.length / steps
  for (let step = 0; step < steps; step++) {
    const lists = Array.from(
      { length: groups },
      (_, group) => new Float64Array(cells.count[group * steps + step] as number),
    )
    const filled = new Int32Array(groups)
    for (let row = 0; row < input.rows; row++) {
      if (kinds[row * steps + step] !== float) continue
      const group = of[row] as number
      const list = lists[group] as Float64Array
      list[filled[group] as number] = values[row * steps + step] as number
      filled[group] = (filled[group] as number) + 1
    }
    for (let group = 0; group < groups; group++)
      cells.value[group * steps + step] = quantileOf(param[step] as number, lists[group] as Float64Array)
  }
}
