/** Quantiles of values and of classic histograms (`promql/quantile.go`). */
import { formatGeneral } from './go-text.ts'

/** The warning about a quantile outside its range. */
export const badQuantile = (q: number): string =>
  `quantile value should be between 0 and 1, got ${formatGeneral(q)}`

/** Buckets by ascending upper bound, without duplicates; counts are cumulative. */
export interface Buckets {
  readonly bounds: number[]
  readonly counts: number[]
}

/** What was changed to make the counts monotonic. */
export interface ForcedMonotonicity {
  readonly minBucket: number
  readonly maxBucket: number
  readonly maxDiff: number
}

export interface BucketQuantile {
  readonly value: number
  readonly forced: ForcedMonotonicity | undefined
}

const smallestNormal = 2 ** -1022

/** Whether two numbers differ by at most this fraction of their size. */
export function almostEqual(a: number, b: number, epsilon: number): boolean {
  if (Number.isNaN(a) && Number.isNaN(b)) return true
  if (a === b) return true
  const sum = Math.abs(a) + Math.abs(b)
  const difference = Math.abs(a - b)
  if (a === 0 || b === 0 || sum < smallestNormal) return difference < epsilon * smallestNormal
  return difference / Math.min(sum, Number.MAX_VALUE) < epsilon
}

/** Sorts buckets by their bounds, in place. */
function sortBuckets({ bounds, counts }: Buckets): void {
  if (bounds.every((bound, i) => i === 0 || (bounds[i - 1] as number) <= bound)) return
  const order = bounds
    .map((_, i) => i)
    .sort((a, b) => Math.sign((bounds[a] as number) - (bounds[b] as number)) || a - b)
  const sorted = order.map((i) => [bounds[i], counts[i]] as [number, number])
  for (const [i, [bound, count]] of sorted.entries()) {
    bounds[i] = bound
    counts[i] = count
  }
}

/** Merges buckets of equal upper bound, in place; returns how many are left. The input is sorted. */
function coalesce({ bounds, counts }: Buckets): number {
  let last = 0
  for (let i = 1; i < bounds.length; i++) {
    if (bounds[i] === bounds[last]) (counts[last] as number) += counts[i] as number
    else {
      last++
      bounds[last] = bounds[i] as number
      counts[last] = counts[i] as number
    }
  }
  return last + 1
}

/** Smaller differences count as rounding. */
const tolerance = 1e-12

function forceMonotonic(
  { bounds, counts }: Buckets,
  size: number,
  ignoresDeltas: boolean,
): ForcedMonotonicity | undefined {
  let minBucket = Number.POSITIVE_INFINITY
  let maxBucket = Number.NEGATIVE_INFINITY
  let maxDiff = 0
  let isForced = false
  let before = counts[0] as number
  for (let i = 1; i < size; i++) {
    const count = counts[i] as number
    if (count === before) continue
    if (ignoresDeltas && almostEqual(before, count, tolerance)) counts[i] = before
    else if (count < before) {
      counts[i] = before
      isForced = true
      minBucket = Math.min(minBucket, bounds[i] as number)
      maxBucket = Math.max(maxBucket, bounds[i] as number)
      if (before - count > maxDiff) maxDiff = before - count
    } else before = count
  }
  return isForced ? { minBucket, maxBucket, maxDiff } : undefined
}

const plain = (value: number): BucketQuantile => ({ value, forced: undefined })

/**
 * The quantile of a classic histogram; `buckets` is not empty. With `ignoresDeltas`, rounding errors in counts are
 * evened out. Changes `buckets` in place: merged and evened out, they serve the next quantile.
 */
export function bucketQuantile(q: number, buckets: Buckets, ignoresDeltas: boolean): BucketQuantile {
  if (Number.isNaN(q)) return plain(Number.NaN)
  if (q < 0) return plain(Number.NEGATIVE_INFINITY)
  if (q > 1) return plain(Number.POSITIVE_INFINITY)
  sortBuckets(buckets)
  if (buckets.bounds.at(-1) !== Number.POSITIVE_INFINITY) return plain(Number.NaN)
  const size = coalesce(buckets)
  const forced = forceMonotonic(buckets, size, ignoresDeltas)
  return { value: quantileIn(q, buckets, size), forced }
}

function quantileIn(q: number, { bounds, counts }: Buckets, size: number): number {
  const last = size - 1
  const observations = counts[last] as number
  if (size < 2 || observations === 0) return Number.NaN
  let rank = q * observations
  let at = 0
  let high = last
  while (at < high) {
    const middle = (at + high) >>> 1
    if ((counts[middle] as number) >= rank) high = middle
    else at = middle + 1
  }
  if (at === last) return bounds[last - 1] as number
  if (at === 0 && (bounds[0] as number) <= 0) return bounds[0] as number
  const end = bounds[at] as number
  if (at === 0) return 0 + (end - 0) * (rank / (counts[0] as number))
  const start = bounds[at - 1] as number
  const below = counts[at - 1] as number
  rank -= below
  return start + (end - start) * (rank / ((counts[at] as number) - below))
}

/** The fraction of observations between two values; `buckets` is sorted and not empty. */
export function bucketFraction(lower: number, upper: number, buckets: Buckets, fromZero: boolean): number {
  if (buckets.bounds.at(-1) !== Number.POSITIVE_INFINITY) return Number.NaN
  const { bounds, counts } = buckets
  const size = coalesce(buckets)
  const total = counts[size - 1] as number
  if (total === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return Number.NaN
  if (lower >= upper) return 0
  const rankOf = (value: number): number => {
    let rank = 0
    let start = fromZero && (bounds[0] as number) > 0 ? 0 : Number.NEGATIVE_INFINITY
    for (let i = 0; i < size; i++) {
      if (i > 0) start = bounds[i - 1] as number
      const end = bounds[i] as number
      const count = counts[i] as number
      if (start >= value) return rank
      if (end > value)
        return fromZero && start === Number.NEGATIVE_INFINITY
          ? count
          : rank + ((count - rank) * (value - start)) / (end - start)
      rank = count
    }
    return total
  }
  const most = (rank: number): number => (rank > total ? total : rank)
  return (most(rankOf(upper)) - most(rankOf(lower))) / total
}

/** Sorts in place: ascending, NaN first. */
function sortValues(values: Float64Array): Float64Array {
  values.sort()
  let nans = 0
  while (nans < values.length && Number.isNaN(values[values.length - 1 - nans] as number)) nans++
  if (nans > 0 && nans < values.length) {
    values.copyWithin(nans, 0, values.length - nans)
    values.fill(Number.NaN, 0, nans)
  }
  return values
}

/** The quantile of values. Sorts them in place. */
export function quantileOf(q: number, values: Float64Array): number {
  const count = values.length
  if (count === 0 || Number.isNaN(q)) return Number.NaN
  if (q < 0) return Number.NEGATIVE_INFINITY
  if (q > 1) return Number.POSITIVE_INFINITY
  sortValues(values)
  const rank = q * (count - 1)
  const lower = Math.max(0, Math.floor(rank))
  const upper = Math.min(count - 1, lower + 1)
  const weight = rank - Math.floor(rank)
  return (values[lower] as number) * (1 - weight) + (values[upper] as number) * weight
}
