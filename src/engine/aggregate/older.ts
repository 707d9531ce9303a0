/** Sums and averages as older versions computed them. */
import { lostBy } from '../kahan.ts'
import type { Semantics } from '../versions.ts'
import type { Add, Cells } from './cells.ts'
import { addToSum } from './mean.ts'

/** Until 2.53. */
export function addPlain({ value: sums }: Cells, at: number, value: number): void {
  sums[at] = (sums[at] as number) + value
}

/** Whether an infinite mean absorbs the value: any finite number, and infinity of its own sign. */
export function staysInfinite(mean: number, value: number): boolean {
  if (Math.abs(mean) !== Number.POSITIVE_INFINITY) return false
  if (Math.abs(value) === Number.POSITIVE_INFINITY) return mean > 0 === value > 0
  return !Number.isNaN(value)
}

/** Until 2.54: the mean is updated value by value. */
function addRunningMean({ count: counts, mean }: Cells, at: number, value: number): void {
  const before = mean[at] as number
  const count = counts[at] as number
  if (!staysInfinite(before, value)) mean[at] = before + (value / count - before / count)
}

/** From 2.55 to 3.4: where the sum overflows, a running mean with its compensation. */
function addCorrectedMean(cells: Cells, at: number, value: number): void {
  if (addToSum(cells, at, value)) return
  const { mean, lost } = cells
  const count = cells.count[at] as number
  const before = mean[at] as number
  if (staysInfinite(before, value)) return
  const step = value / count - (before + (lost[at] as number)) / count
  lost[at] = lostBy(step, before, lost[at] as number)
  mean[at] = before + step
}

/** How this version adds to averages. */
export function olderMean(semantics: Semantics): Add | undefined {
  if (semantics.plainAverage) return undefined
  return semantics.kahanAverage ? addCorrectedMean : addRunningMean
}

/** The average of a group from its totals, as versions before 3.5 compute it. */
export function olderMeanAt(
  semantics: Semantics,
  { count, value, mean, lost, incremental }: Cells,
  at: number,
): number {
  if (!semantics.kahanAverage) return mean[at] as number
  const rest = lost[at] as number
  if (incremental[at] === 1) return (mean[at] as number) + rest
  return ((value[at] as number) + rest) / (count[at] as number)
}
