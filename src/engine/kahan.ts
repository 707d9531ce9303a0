/** Compensated summation: `util/kahansum` of Prometheus. */

/** A sum and its compensation: the rounding error so far. */
export interface KahanSum {
  sum: number
  compensation: number
}

const isInfinite = (value: number): boolean => value > Number.MAX_VALUE || value < -Number.MAX_VALUE

/** The compensation after adding `value` to `sum`; `lost` is the compensation before. */
export function lostBy(value: number, sum: number, lost: number): number {
  const total = sum + value
  if (isInfinite(total)) return 0
  return Math.abs(sum) >= Math.abs(value) ? lost + (sum - total + value) : lost + (value - total + sum)
}

/** `lostBy` of older versions: NaN once the sum is infinite. */
export function lostByOlder(value: number, sum: number, lost: number): number {
  const total = sum + value
  return Math.abs(sum) >= Math.abs(value) ? lost + (sum - total + value) : lost + (value - total + sum)
}

/** Adds a number to the sum, in place. */
export function kahanInc(total: KahanSum, value: number): void {
  total.compensation = lostBy(value, total.sum, total.compensation)
  total.sum += value
}
