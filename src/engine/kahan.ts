/** Compensated summation: `util/kahansum` of Prometheus. */

/** The sum so far and what rounding has lost of it. */
export interface Sum {
  sum: number
  lost: number
}

const isInfinite = (value: number): boolean => value > Number.MAX_VALUE || value < -Number.MAX_VALUE

/** What is lost in adding `value` to `sum`, on top of what was lost before. */
export function lostBy(value: number, sum: number, lost: number): number {
  const total = sum + value
  if (isInfinite(total)) return 0
  return Math.abs(sum) >= Math.abs(value) ? lost + (sum - total + value) : lost + (value - total + sum)
}

/** The same as older versions have it: once the sum is infinite, what was lost is NaN. */
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
