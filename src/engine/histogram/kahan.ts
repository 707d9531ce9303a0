/** Kahan summation with Neumaier's improvement: `util/kahansum`. */

/** A sum and its compensation: the rounding error. */
export interface KahanSum {
  sum: number
  compensation: number
}

/** Adds a number to the sum, in place. */
export function kahanInc(total: KahanSum, value: number): void {
  const { sum } = total
  const next = sum + value
  if (next === Number.POSITIVE_INFINITY || next === Number.NEGATIVE_INFINITY) total.compensation = 0
  else if (Math.abs(sum) >= Math.abs(value)) total.compensation += sum - next + value
  else total.compensation += value - next + sum
  total.sum = next
}
