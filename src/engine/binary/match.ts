/** Operators between two vectors: `VectorBinop` of `promql/engine.go`. */
import {
  addRow,
  type Block,
  createBlock,
  histogram,
  histogramAt,
  none,
  setFloat,
  setHistogram,
} from '../block.ts'
import { fail } from '../failure.ts'
import type { FloatHistogram } from '../histogram/types.ts'
import { compareStrings, formatLabels, type Labels } from '../labels.ts'
import { unify } from '../merge.ts'
import type { BinaryNode } from '../plan-nodes.ts'
import type { Run } from '../run.ts'
import { binaryHistogram } from './histogram.ts'
import { createNotes, type Notes, noteTypes } from './notes.ts'
import { arithmetic, comparisons } from './operators.ts'
import { createPairs } from './pairs.ts'
import { groupOf, signaturesOf } from './signatures.ts'

/** A side of the operator, by role: the side with many series, or the one. */
interface Side {
  readonly block: Block
  readonly groups: Int32Array
}

type Operand = number | FloatHistogram

const operandAt = (block: Block, cell: number): Operand =>
  block.kinds[cell] === histogram ? histogramAt(block, cell) : (block.values[cell] as number)

export function matchVectors(run: Run, node: BinaryNode, lhs: Block, rhs: Block): Block {
  const { matching } = node
  const swap = matching.card === 'one-to-many'
  const { left, right, count } = signaturesOf(matching, lhs, rhs)
  const many: Side = swap ? { block: rhs, groups: right } : { block: lhs, groups: left }
  const one: Side = swap ? { block: lhs, groups: left } : { block: rhs, groups: right }
  const out = createBlock(run.steps, Math.max(lhs.rows, rhs.rows, 1))
  const notes = createNotes()
  const matcher = createMatcher(run, node, many, one, count, out, notes)
  for (let step = 0; step < run.steps; step++) matcher(step)
  notes.tell(run, node.place)
  return unify(run, out)
}

/** Matches the samples of one step. */
function createMatcher(
  run: Run,
  node: BinaryNode,
  many: Side,
  one: Side,
  count: number,
  out: Block,
  notes: Notes,
): (step: number) => void {
  const { op, bool, matching } = node
  const { steps } = run
  const swap = matching.card === 'one-to-many'
  const isOneToOne = matching.card === 'one-to-one'
  const hasFill = matching.fillLeft !== undefined || matching.fillRight !== undefined
  const compute = arithmetic[op]
  const compare = comparisons[op]
  const pairs = createPairs(run, node)
  /** The row of the one side for each match group at this step, or -1. */
  const rowOf = new Int32Array(count).fill(-1)
  /** By group, the last step at which it was matched, counted from 1. */
  const matched = new Int32Array(count)

  function combine(
    stamp: number,
    group: number,
    manyLabels: Labels,
    oneLabels: Labels,
    a: Operand,
    b: Operand,
    drop: boolean,
  ): void {
    const l = swap ? b : a
    const r = swap ? a : b
    let value: Operand
    let keep = true
    if (typeof l === 'number' && typeof r === 'number') {
      if (compute !== undefined) value = compute(l, r)
      else if (compare !== undefined) {
        value = l
        keep = compare(l, r)
      } else {
        noteTypes(run, notes, node, 'float', 'float', stamp)
        return
      }
    } else {
      const result = binaryHistogram(run, node, l, r, notes, stamp)
      if (result.error) return
      value = result.value
      keep = result.keep
    }
    if (bool) value = keep ? 1 : 0
    else if (!keep && !run.shared.semantics.matchesFiltered) return
    const pair = pairs.of(group, manyLabels, oneLabels)
    if (isOneToOne) {
      if (matched[group] === stamp)
        fail('multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)')
    } else if (pair.stamp === stamp)
      fail('multiple matches for labels: grouping labels must ensure unique matches')
    pair.stamp = stamp
    matched[group] = stamp
    if (!keep && !bool) return
    if (pair.row < 0) pair.row = addRow(out, pair.labels, drop)
    const cell = pair.row * steps + stamp - 1
    if (typeof value === 'number') setFloat(out, cell, value)
    else setHistogram(out, cell, value)
  }

  return (step) => {
    const stamp = step + 1
    let manyCount = 0
    let oneCount = 0
    rowOf.fill(-1)
    for (let row = 0; row < many.block.rows; row++)
      if (many.block.kinds[row * steps + step] !== none) manyCount++
    for (let row = 0; row < one.block.rows; row++)
      if (one.block.kinds[row * steps + step] !== none) oneCount++
    if (manyCount === 0 && oneCount === 0) return
    if (!hasFill && (manyCount === 0 || oneCount === 0)) return
    for (let row = 0; row < one.block.rows; row++) {
      if (one.block.kinds[row * steps + step] === none) continue
      const group = one.groups[row] as number
      const twin = rowOf[group] as number
      if (twin >= 0)
        failDuplicate(run, node, one.block.labels[row] as Labels, one.block.labels[twin] as Labels)
      rowOf[group] = row
    }
    for (let row = 0; row < many.block.rows; row++) {
      const cell = row * steps + step
      if (many.block.kinds[cell] === none) continue
      const group = many.groups[row] as number
      const other = rowOf[group] as number
      const labels = many.block.labels[row] as Labels
      // Prometheus takes the fill values as written, even where it has swapped the sides.
      const fill = matching.fillRight
      if (other >= 0)
        combine(
          stamp,
          group,
          labels,
          one.block.labels[other] as Labels,
          operandAt(many.block, cell),
          operandAt(one.block, other * steps + step),
          bool,
        )
      else if (fill !== undefined)
        combine(stamp, group, labels, groupOf(labels, matching), operandAt(many.block, cell), fill, bool)
    }
    const fill = matching.fillLeft
    if (fill === undefined) return
    for (let row = 0; row < one.block.rows; row++) {
      const cell = row * steps + step
      if (one.block.kinds[cell] === none) continue
      const group = one.groups[row] as number
      if (matched[group] === stamp) continue
      const labels = one.block.labels[row] as Labels
      combine(stamp, group, groupOf(labels, matching), labels, fill, operandAt(one.block, cell), bool)
    }
  }
}

function failDuplicate({ shared }: Run, { matching }: BinaryNode, a: Labels, b: Labels): never {
  const side = matching.card === 'one-to-many' ? 'left' : 'right'
  const group = formatLabels(groupOf(a, matching))
  const pair = [formatLabels(a), formatLabels(b)]
  const [first, second] = shared.semantics.sortedDuplicates ? pair.sort(compareStrings) : pair
  return fail(
    `found duplicate series for the match group ${group} on the ${side} hand-side of the operation: [${first}, ${second}];many-to-many matching not allowed: matching labels must be unique on one side`,
  )
}
