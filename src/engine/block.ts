/**
 * The value of an expression at every step: one row per series, one column per step. One allocation holds all rows, so
 * that an evaluation allocates per expression and not per sample.
 */
import { Failure } from './failure.ts'
import type { FloatHistogram } from './histogram/types.ts'
import type { Labels } from './labels.ts'

export const none = 0
export const float = 1
export const histogram = 2

/** The cell of a row and step is at `row × steps + step`. The caller owns the block and may change it. */
export interface Block {
  readonly steps: number
  rows: number
  readonly labels: Labels[]
  /** By row: whether the metric name is removed at the end of the query (delayed name removal). */
  readonly drop: boolean[]
  /** `none`, `float` or `histogram`. */
  kinds: Uint8Array
  values: Float64Array
  /** Absent while there is no histogram. */
  histograms: FloatHistogram[] | undefined
  /**
   * By cell: a histogram hidden by a float in the same cell, after two series of equal labels became one (`merge.ts`).
   */
  covered?: Map<number, FloatHistogram> | undefined
}

/** Largest block, in cells; empty cells count too. */
const mostCells = 2 ** 27

function checkSize(rows: number, steps: number): void {
  if (rows * steps <= mostCells) return
  throw new Failure(
    `the query needs ${rows} series × ${steps} steps at once, more than this engine keeps (${mostCells} values)`,
    'refused',
  )
}

export function createBlock(steps: number, rows: number): Block {
  checkSize(rows, steps)
  return {
    steps,
    rows: 0,
    labels: [],
    drop: [],
    kinds: new Uint8Array(rows * steps),
    values: new Float64Array(rows * steps),
    histograms: undefined,
  }
}

/** Initial cells of a block that grows. */
const fewCells = 2 ** 18

/** A block that grows: `rows` is an upper bound, and only rows with samples take space. */
export function createGrowing(steps: number, rows: number): Block {
  return createBlock(steps, Math.min(rows, Math.max(1, Math.floor(fewCells / steps))))
}

/** Adds a row without samples; returns its number. */
export function addRow(block: Block, labels: Labels, drop: boolean): number {
  const row = block.rows++
  block.labels.push(labels)
  block.drop.push(drop)
  const needed = block.rows * block.steps
  if (needed > block.values.length) {
    checkSize(block.rows, block.steps)
    const size = Math.max(needed, Math.min(block.values.length * 2, mostCells))
    const values = new Float64Array(size)
    values.set(block.values)
    block.values = values
    const kinds = new Uint8Array(size)
    kinds.set(block.kinds)
    block.kinds = kinds
  }
  return row
}

/** Removes the last row. */
export function dropLastRow(block: Block): void {
  block.rows--
  block.labels.pop()
  block.drop.pop()
}

export function setHistogram(block: Block, cell: number, value: FloatHistogram): void {
  block.kinds[cell] = histogram
  block.values[cell] = 0
  block.histograms ??= []
  block.histograms[cell] = value
}

export const histogramAt = (block: Block, cell: number): FloatHistogram =>
  (block.histograms as FloatHistogram[])[cell] as FloatHistogram

export function setFloat(block: Block, cell: number, value: number): void {
  block.kinds[cell] = float
  block.values[cell] = value
}

/** Copies a cell, within a block or from another. */
export function copyCell(from: Block, at: number, to: Block, cell: number): void {
  const kind = from.kinds[at] as number
  if (kind === histogram) setHistogram(to, cell, histogramAt(from, at))
  else {
    to.kinds[cell] = kind
    to.values[cell] = from.values[at] as number
  }
}

/**
 * Prepares a block for an operator that goes from step to step. Where a cell has both, Prometheus takes the float,
 * stays at the histogram, and sees no later histogram of the series (`nextValues`, `gatherVector`).
 */
export function settle(block: Block): Block {
  if (block.covered === undefined) return block
  const { steps, kinds } = block
  for (const cell of block.covered.keys()) {
    const end = cell - (cell % steps) + steps
    for (let at = cell + 1; at < end; at++) if (kinds[at] === histogram) kinds[at] = none
  }
  block.covered = undefined
  return block
}

export function countSamples(block: Block): number {
  const { kinds } = block
  const cells = block.rows * block.steps
  let count = 0
  for (let i = 0; i < cells; i++) if (kinds[i] !== none) count++
  return count
}

export function hasSamples(block: Block, row: number): boolean {
  const end = (row + 1) * block.steps
  for (let i = row * block.steps; i < end; i++) if (block.kinds[i] !== none) return true
  return false
}

/** Keeps only these rows; they are in ascending order. */
export function keepRows(block: Block, rows: readonly number[]): void {
  const { steps, covered } = block
  const moved = new Map<number, FloatHistogram>()
  let to = 0
  for (const row of rows) {
    for (let step = 0; covered !== undefined && step < steps; step++) {
      const hidden = covered.get(row * steps + step)
      if (hidden !== undefined) moved.set(to * steps + step, hidden)
    }
    if (row !== to) {
      const start = row * steps
      if (block.histograms !== undefined) {
        for (let i = 0; i < steps; i++) copyCell(block, start + i, block, to * steps + i)
      } else {
        block.kinds.copyWithin(to * steps, start, start + steps)
        block.values.copyWithin(to * steps, start, start + steps)
      }
      block.labels[to] = block.labels[row] as Labels
      block.drop[to] = block.drop[row] as boolean
    }
    to++
  }
  block.covered = moved.size > 0 ? moved : undefined
  block.rows = to
  block.labels.length = to
  block.drop.length = to
}
