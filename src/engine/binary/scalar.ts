/** Operators with a scalar on one side or both. */

import { type Block, histogram, histogramAt, none, setFloat, setHistogram } from '../block.ts'
import { dropNames } from '../functions/simple.ts'
import { unify } from '../merge.ts'
import type { BinaryNode } from '../plan-nodes.ts'
import type { Run } from '../run.ts'
import { binaryHistogram } from './histogram.ts'
import { createNotes, type Notes, noteTypes } from './notes.ts'
import { arithmetic, changesMeaning, comparisons } from './operators.ts'

export function scalars({ op }: BinaryNode, lhs: Block, rhs: Block): Block {
  const compute = arithmetic[op]
  const compare = comparisons[op]
  const { values } = lhs
  for (let step = 0; step < lhs.steps; step++) {
    const a = values[step] as number
    const b = rhs.values[step] as number
    values[step] = compute === undefined ? (compare?.(a, b) === true ? 1 : 0) : compute(a, b)
  }
  return lhs
}

/** `swap`: the scalar is on the left. Changes the vector's block and returns it. */
export function withScalar(run: Run, node: BinaryNode, vector: Block, scalar: Block, swap: boolean): Block {
  const { op, bool } = node
  const { steps, rows } = vector
  const hasHistograms = vector.histograms !== undefined
  const compute = arithmetic[op]
  const compare = comparisons[op]
  const notes = createNotes()
  for (let row = 0; row < rows; row++) {
    const first = row * steps
    const { kinds, values } = vector
    for (let step = 0; step < steps; step++) {
      const cell = first + step
      const kind = kinds[cell]
      if (kind === none) continue
      const other = scalar.values[step] as number
      if (hasHistograms && kind === histogram) {
        withHistogram(run, node, vector, cell, other, swap, notes, step)
        continue
      }
      const own = values[cell] as number
      if (compute !== undefined) values[cell] = swap ? compute(other, own) : compute(own, other)
      else if (compare !== undefined) {
        const holds = swap ? compare(other, own) : compare(own, other)
        if (bool) values[cell] = holds ? 1 : 0
        else if (!holds) kinds[cell] = none
      } else {
        noteTypes(run, notes, node, 'float', 'float', step)
        kinds[cell] = none
      }
    }
  }
  notes.tell(run, node.place)
  if (changesMeaning(op, run.shared.semantics) || bool) dropNames(run, vector)
  return unify(run, vector)
}

function withHistogram(
  run: Run,
  node: BinaryNode,
  vector: Block,
  cell: number,
  other: number,
  swap: boolean,
  notes: Notes,
  step: number,
): void {
  const own = histogramAt(vector, cell)
  const result = binaryHistogram(run, node, swap ? other : own, swap ? own : other, notes, step)
  if (result.error) vector.kinds[cell] = none
  else if (node.bool) setFloat(vector, cell, result.keep ? 1 : 0)
  else if (!result.keep) vector.kinds[cell] = none
  else if (typeof result.value === 'number') setFloat(vector, cell, result.value)
  else setHistogram(vector, cell, result.value)
}
