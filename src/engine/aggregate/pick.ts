/** `topk`, `bottomk`, `limitk` and `limit_ratio`: select series of each group. */
import { inform, warn } from '../annotations.ts'
import { addRow, type Block, copyCell, createBlock, histogram, none } from '../block.ts'
import { fail } from '../failure.ts'
import { formatGeneral } from '../go-text.ts'
import type { Labels } from '../labels.ts'
import type { AggregateNode } from '../plan-nodes.ts'
import type { Run } from '../run.ts'
import { groupsOf } from './groups.ts'
import { type Less, popAndPush, pushHeap, replaceTop, sortHeap } from './heap.ts'
import { isInRatio } from './ratio.ts'

const mostInt64 = 2 ** 63

/** The highest and the lowest number, and whether any is NaN. */
export function rangeOf(values: Float64Array): { most: number; least: number; hasNaN: boolean } {
  let most = Number.NEGATIVE_INFINITY
  let least = Number.POSITIVE_INFINITY
  let hasNaN = false
  for (const value of values) {
    if (Number.isNaN(value)) hasNaN = true
    else {
      if (value > most) most = value
      if (value < least) least = value
    }
  }
  return { most, least, hasNaN }
}

/** Whether anything is selected; an invalid parameter ends the evaluation. */
function check(run: Run, node: AggregateNode, values: Float64Array): boolean {
  const { most, least, hasNaN } = rangeOf(values)
  if (node.op !== 'limit_ratio') {
    if (most < 1 && !hasNaN) return false
    // Until 3.5 each step checks its own parameter, if it has a sample.
    if (!run.shared.semantics.paramNaN) return true
    if (hasNaN) fail('Parameter value is NaN')
    if (least <= -mostInt64) fail(`Scalar value ${formatGeneral(least)} underflows int64`)
    if (most >= mostInt64) fail(`Scalar value ${formatGeneral(most)} overflows int64`)
    return true
  }
  if (most === 0 && least === 0 && !hasNaN) return false
  if (hasNaN && run.shared.semantics.paramNaN) fail('Ratio value is NaN')
  const say = (value: number, cap: number): void =>
    warn(
      run.shared.annotations,
      `ratio value should be between -1 and 1, got ${formatGeneral(value)}, capping to ${cap}`,
      node.param?.place ?? 0,
    )
  // If the parameter is NaN at any step, Prometheus finds no largest value.
  if (most > 1 && !hasNaN) say(most, 1)
  if (least < -1 && !hasNaN) say(least, -1)
  return true
}

/** Reports an invalid parameter of a step, in the words used before 3.6. */
function checkStep(op: string, param: number): void {
  if (op !== 'limit_ratio') {
    if (!(param <= mostInt64 && param >= -mostInt64))
      fail(`Scalar value ${formatGeneral(param)} overflows int64`)
  } else if (Number.isNaN(param)) fail('Ratio value NaN is NaN')
}

/** Before 3.5 each step checks its own parameter; the first invalid one ends the evaluation. */
function checkOlder({ op }: AggregateNode, values: Float64Array): boolean {
  for (const value of values) checkStep(op, value)
  return true
}

export function pick(run: Run, node: AggregateNode, values: Float64Array, input: Block): Block {
  const { steps } = run
  const block = createBlock(steps, input.rows)
  const { paramPerStep } = run.shared.semantics
  if (!(paramPerStep ? check(run, node, values) : checkOlder(node, values)) || input.rows === 0) return block
  const groups = groupsOf(node, input)
  const rowOf = new Map<string, number>()
  const keep = (row: number, step: number): void => {
    const labels = input.labels[row] as Labels
    let to = rowOf.get(labels.key)
    if (to === undefined) {
      to = addRow(block, labels, input.drop[row] as boolean)
      rowOf.set(labels.key, to)
    }
    copyCell(input, row * steps + step, block, to * steps + step)
  }
  for (let step = 0; step < steps; step++) {
    const heaps: number[][] = groups.labels.map(() => [])
    fillHeaps(run, node, values[step] as number, input, step, groups.of, heaps)
    const less = node.op === 'topk' ? lowestFirst(input, step) : highestFirst(input, step)
    for (const heap of heaps) {
      if (node.op === 'topk' || node.op === 'bottomk') sortHeap(heap, less)
      for (const row of heap) keep(row, step)
    }
  }
  return block
}

/** NaN sorts before everything, so that it is the first to be replaced. */
function lowestFirst({ values, steps }: Block, step: number): Less {
  return (a, b) => {
    const x = values[a * steps + step] as number
    return Number.isNaN(x) || x < (values[b * steps + step] as number)
  }
}

function highestFirst({ values, steps }: Block, step: number): Less {
  return (a, b) => {
    const x = values[a * steps + step] as number
    return Number.isNaN(x) || x > (values[b * steps + step] as number)
  }
}

function fillHeaps(
  run: Run,
  node: AggregateNode,
  param: number,
  input: Block,
  step: number,
  of: Int32Array,
  heaps: number[][],
): void {
  const { op } = node
  const { kinds, values, steps, rows } = input
  const k = Math.min(Math.trunc(param), rows)
  if (op === 'limit_ratio' ? param === 0 : k < 1 && param > -mostInt64) return
  const ratio = Math.min(1, Math.max(-1, param))
  const less = op === 'bottomk' ? highestFirst(input, step) : lowestFirst(input, step)
  for (let row = 0; row < rows; row++) {
    const cell = row * steps + step
    if (kinds[cell] === none) continue
    if (!run.shared.semantics.paramNaN) checkStep(op, param)
    const heap = heaps[of[row] as number] as number[]
    if (op === 'limit_ratio') {
      if (isInRatio(ratio, input.labels[row] as Labels)) pushHeap(heap, row, less)
    } else if (op === 'limitk') {
      if (heap.length < k) pushHeap(heap, row, less)
    } else if (kinds[cell] === histogram) {
      inform(run.shared.annotations, `ignored histogram in ${op} aggregation`, node.place)
    } else if (heap.length < k) pushHeap(heap, row, less)
    else {
      const worst = values[(heap[0] as number) * steps + step] as number
      const value = values[cell] as number
      const isBetter = op === 'topk' ? worst < value : worst > value
      const { topKeepsNaN, topReplaces } = run.shared.semantics
      if (!isBetter && !(Number.isNaN(worst) && !(topKeepsNaN && Number.isNaN(value)))) continue
      if (topReplaces || k === 1) replaceTop(heap, row, less)
      else popAndPush(heap, row, less)
    }
  }
}
