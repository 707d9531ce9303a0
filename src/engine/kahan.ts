/** Compensated summation: `util/kahansum` of Prometheus. */

/** A running sum and its compensation: the rounding error so far. */
export interface Sum {
  sum: number
  lost: number
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

/** Adds a value, in place. */
export function addTo(to: Sum, value: number): void {
  const { sum } = to
  to.lost = lostBy(value, sum, to.lost)
  to.sum = sum + value
}
