/** Averages: a sum with compensation, and a running mean once that sum overflows. */
import { lostBy } from '../kahan.ts'
import type { Cells } from './cells.ts'

/** Adds to the sum. Returns false once it has overflowed: the cell then holds the mean of the values before. */
export function addToSum(
  { count, value: sums, mean, lost, incremental }: Cells,
  at: number,
  value: number,
): boolean {
  if (incremental[at] === 1) return false
  const sum = sums[at] as number
  const total = sum + value
  if (Math.abs(total) !== Number.POSITIVE_INFINITY) {
    lost[at] = lostBy(value, sum, lost[at] as number)
    sums[at] = total
    return true
  }
  const before = (count[at] as number) - 1
  incremental[at] = 1
  mean[at] = sum / before
  lost[at] = (lost[at] as number) / before
  return false
}

export function addMean(cells: Cells, at: number, value: number): void {
  if (addToSum(cells, at, value)) return
  const { mean, lost } = cells
  const count = cells.count[at] as number
  const part = (count - 1) / count
  const scaled = part * (mean[at] as number)
  lost[at] = lostBy(value / count, scaled, part * (lost[at] as number))
  mean[at] = scaled + value / count
}

export function meanAt({ count, value, mean, lost, incremental }: Cells, at: number): number {
  const of = count[at] as number
  const rest = lost[at] as number
  return incremental[at] === 1 ? (mean[at] as number) + rest : (value[at] as number) / of + rest / of
}
