/** `and`, `or` and `unless`. */
import { addRow, type Block, copyCell, createBlock, none } from '../block.ts'
import type { Labels } from '../labels.ts'
import { unify } from '../merge.ts'
import type { BinaryNode } from '../plan-nodes.ts'
import type { Run } from '../run.ts'
import { signaturesOf } from './signatures.ts'

export function combineSets(run: Run, node: BinaryNode, lhs: Block, rhs: Block): Block {
  const { steps } = run
  const { left, right, count } = signaturesOf(node.matching, lhs, rhs)
  /** By match group and step: whether the group has a sample. */
  const present = (block: Block, of: Int32Array): Uint8Array => {
    const found = new Uint8Array(count * steps)
    for (let row = 0; row < block.rows; row++) {
      const from = row * steps
      const to = (of[row] as number) * steps
      for (let step = 0; step < steps; step++) if (block.kinds[from + step] !== none) found[to + step] = 1
    }
    return found
  }
  if (node.op === 'or') {
    removeWhere(rhs, right, present(lhs, left), 1)
    return unify(run, append(lhs, rhs))
  }
  removeWhere(lhs, left, present(rhs, right), node.op === 'and' ? 0 : 1)
  return unify(run, lhs)
}

/** Removes samples whose match group is present (1) or absent (0) on the other side. */
function removeWhere(block: Block, of: Int32Array, other: Uint8Array, when: 0 | 1): void {
  const { steps, kinds } = block
  for (let row = 0; row < block.rows; row++) {
    const from = row * steps
    const group = (of[row] as number) * steps
    for (let step = 0; step < steps; step++) if (other[group + step] === when) kinds[from + step] = none
  }
}

function append(to: Block, from: Block): Block {
  const { steps } = to
  const block = createBlock(steps, to.rows + from.rows)
  for (const part of [to, from]) {
    for (let row = 0; row < part.rows; row++) {
      const first = addRow(block, part.labels[row] as Labels, part.drop[row] as boolean) * steps
      if (part.histograms === undefined) {
        block.kinds.set(part.kinds.subarray(row * steps, (row + 1) * steps), first)
        block.values.set(part.values.subarray(row * steps, (row + 1) * steps), first)
      } else for (let step = 0; step < steps; step++) copyCell(part, row * steps + step, block, first + step)
    }
  }
  return block
}
