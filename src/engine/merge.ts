/** Series of one block that have the same labels after labels were changed. */
import { type Block, copyCell, hasSamples, keepRows, none } from './block.ts'
import { fail, sameLabelset } from './failure.ts'
import type { Labels } from './labels.ts'
import { isInstant, type Run } from './run.ts'

/** Whether any two rows have equal labels, with or without samples. */
function hasTwins(block: Block): boolean {
  const { rows, labels } = block
  if (rows < 2) return false
  const seen = new Set<string>()
  for (let row = 0; row < rows; row++) {
    const { key } = labels[row] as Labels
    if (seen.has(key)) return true
    seen.add(key)
  }
  return false
}

/** Puts together rows with equal labels that have no step in common; a common step is an error. */
export function mergeTwins(block: Block): Block {
  if (!hasTwins(block)) return block
  const first = new Map<string, number>()
  const kept: number[] = []
  for (let row = 0; row < block.rows; row++) {
    if (!hasSamples(block, row)) continue
    const { key } = block.labels[row] as Labels
    const into = first.get(key)
    if (into === undefined) {
      first.set(key, row)
      kept.push(row)
    } else mergeRow(block, row, into)
  }
  keepRows(block, kept)
  return block
}

function mergeRow(block: Block, row: number, into: number): void {
  const { steps, kinds } = block
  for (let step = 0; step < steps; step++) {
    if (kinds[row * steps + step] === none) continue
    if (kinds[into * steps + step] !== none) fail(sameLabelset)
    copyCell(block, row * steps + step, block, into * steps + step)
  }
}

/** What becomes of equal series of a function that looks at labels alone: since 3.9 those of different steps are one. */
export function mergeApart(run: Run, block: Block): Block {
  return run.shared.semantics.mergesApart ? mergeTwins(block) : refuseTwins(block)
}

/** Rows with samples must not have equal labels, at whatever steps. */
export function refuseTwins(block: Block): Block {
  if (!hasTwins(block)) return block
  const seen = new Set<string>()
  for (let row = 0; row < block.rows; row++) {
    if (!hasSamples(block, row)) continue
    const { key } = block.labels[row] as Labels
    if (seen.has(key)) fail(sameLabelset)
    seen.add(key)
  }
  return block
}

/**
 * What `rangeEval` does with the results of all steps: those of equal labels become one series. Where names go last,
 * an instant query leaves them apart until then.
 */
export function unify(run: Run, block: Block): Block {
  return isInstant(run) && run.shared.delayedNames ? block : mergeTwins(block)
}
