/** Functions that order the series of an instant query; a range query always orders by labels. */
import { warn } from '../annotations.ts'
import { addRow, type Block, copyCell, createBlock, float, none } from '../block.ts'
import { goSort } from '../go-sort.ts'
import { compareLabels, compareStrings, getLabel, type Labels } from '../labels.ts'
import { isInstant } from '../run.ts'
import { argument, type CallContext, textArgument, type VectorFunction } from './context.ts'

function warnInRange({ run, node }: CallContext): void {
  if (isInstant(run) || !run.shared.semantics.sortWarning) return
  const message = 'sort is ineffective for range queries since results are always ordered by labels'
  warn(run.shared.annotations, message, node.place)
}

function reorder(block: Block, order: readonly number[]): Block {
  const sorted = createBlock(block.steps, block.rows)
  for (const row of order) {
    const to = addRow(sorted, block.labels[row] as Labels, block.drop[row] as boolean)
    for (let step = 0; step < block.steps; step++)
      copyCell(block, row * block.steps + step, sorted, to * block.steps + step)
  }
  return sorted
}

/** Sorts by value; NaN comes last in both directions. Histograms are dropped. */
const byValue =
  (isBefore: (a: number, b: number) => boolean): VectorFunction =>
  (context) => {
    warnInRange(context)
    const block = argument(context, 0)
    const cells = block.rows * block.steps
    for (let i = 0; i < cells; i++) if (block.kinds[i] !== float) block.kinds[i] = none
    if (!isInstant(context.run)) return block
    const rows: number[] = []
    for (let row = 0; row < block.rows; row++) if (block.kinds[row] === float) rows.push(row)
    const less = (a: number, b: number): boolean => {
      const y = block.values[b] as number
      return Number.isNaN(y) || isBefore(block.values[a] as number, y)
    }
    return reorder(block, goSort(rows, less))
  }

const chunks = (text: string): readonly string[] => text.match(/[0-9]+|[^0-9]+/g) ?? []

/** Whether Go's `Atoi` accepts the digits. */
const isNumber = (chunk: string): boolean =>
  /^[0-9]+$/.test(chunk) && (chunk.length < 19 || BigInt(chunk) < 2n ** 63n)

/** The order of `natsort`: numbers in a text count as numbers. */
function isNaturallyBefore(a: string, b: string): boolean {
  const left = chunks(a)
  const right = chunks(b)
  for (let i = 0; i < left.length; i++) {
    if (i >= right.length) return false
    const x = left[i] as string
    const y = right[i] as string
    const areNumbers = isNumber(x) && isNumber(y)
    if (areNumbers ? BigInt(x) === BigInt(y) : x === y) {
      if (i === left.length - 1) return true
      if (i === right.length - 1) return false
    } else return areNumbers ? BigInt(x) < BigInt(y) : compareStrings(x, y) < 0
  }
  return false
}

const byLabel =
  (direction: 1 | -1): VectorFunction =>
  (context) => {
    warnInRange(context)
    const block = argument(context, 0)
    if (!isInstant(context.run)) return block
    const names = context.node.args.slice(1).map((_, i) => textArgument(context, i + 1))
    const compare = (a: number, b: number): number => {
      const left = block.labels[a] as Labels
      const right = block.labels[b] as Labels
      for (const name of names) {
        const x = getLabel(left, name)
        const y = getLabel(right, name)
        if (x !== y) return isNaturallyBefore(x, y) ? -direction : direction
      }
      return direction * compareLabels(left, right)
    }
    const rows = [...block.labels.keys()].filter((row) => block.kinds[row] !== none)
    return reorder(block, rows.sort(compare))
  }

export const sortFunctions: Readonly<Record<string, VectorFunction>> = {
  sort: byValue((a, b) => a < b),
  sort_desc: byValue((a, b) => a > b),
  sort_by_label: byLabel(1),
  sort_by_label_desc: byLabel(-1),
}
