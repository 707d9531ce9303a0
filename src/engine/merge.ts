/** Merging series of a block whose labels became equal. */
import {
  type Block,
  copyCell,
  float,
  hasSamples,
  histogram,
  histogramAt,
  keepRows,
  none,
  setFloat,
} from './block.ts'
import { fail, sameLabelset } from './failure.ts'
import type { Labels } from './labels.ts'
import { isInstant, type Run } from './run.ts'

/** Whether any two rows have equal labels, even rows without samples. */
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

/**
 * Merges rows with equal labels. Two samples at the same step are an error; with `keepsBoth` a float and a histogram
 * may share a step.
 */
export function mergeTwins(block: Block, keepsBoth: boolean = false): Block {
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
    } else mergeRow(block, row, into, keepsBoth)
  }
  keepRows(block, kept)
  return block
}

function mergeRow(block: Block, row: number, into: number, keepsBoth: boolean): void {
  const { steps, kinds } = block
  for (let step = 0; step < steps; step++) {
    const from = row * steps + step
    const to = into * steps + step
    if (kinds[from] === none) continue
    const hidden = block.covered?.get(from)
    if (kinds[to] === none) {
      copyCell(block, from, block, to)
      if (hidden !== undefined) block.covered?.set(to, hidden)
      continue
    }
    if (!keepsBoth || kinds[from] === kinds[to] || hidden !== undefined || block.covered?.has(to))
      fail(sameLabelset)
    block.covered ??= new Map()
    block.covered.set(to, histogramAt(block, kinds[from] === histogram ? from : to))
    if (kinds[from] === float) setFloat(block, to, block.values[from] as number)
  }
}

/** Equal series after a function that looks at labels alone: since 3.9 they are merged if they share no step. */
export function mergeApart(run: Run, block: Block): Block {
  return run.shared.semantics.mergesApart ? mergeTwins(block, true) : refuseTwins(block)
}

/** Refuses rows with equal labels if both have samples, even at different steps. */
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
 * Merges the results of all steps as `rangeEval` does: equal labels become one series. With delayed name removal, an
 * instant query leaves them apart until its end.
 */
export function unify(run: Run, block: Block): Block {
  return isInstant(run) && run.shared.delayedNames ? block : mergeTwins(block)
}
