/** What the info about buckets that were made monotonic tells besides. */

import { formatFloat } from '../text/go-float.ts'
import type { Details } from './annotations.ts'
import { formatGeneral } from './go-text.ts'
import type { ForcedMonotonicity } from './quantile.ts'

interface Found extends ForcedMonotonicity {
  readonly from: number
  readonly to: number
  readonly count: number
}

class Forced implements Details {
  private readonly found: Found
  constructor(found: Found) {
    this.found = found
  }

  merge(newer: Details): Details {
    const other = (newer as Forced).found
    const { found } = this
    return new Forced({
      from: Math.min(found.from, other.from),
      to: Math.max(found.to, other.to),
      minBucket: Math.min(found.minBucket, other.minBucket),
      maxBucket: Math.max(found.maxBucket, other.maxBucket),
      maxDiff: Math.max(found.maxDiff, other.maxDiff),
      count: found.count + other.count,
    })
  }

  text(): string {
    const { minBucket, maxBucket, maxDiff, count, from, to } = this.found
    const buckets = `from buckets ${formatGeneral(minBucket)} to ${formatGeneral(maxBucket)}`
    const difference = `with a max diff of ${formatFloat(maxDiff, 'g', 2)}`
    return `, ${buckets}, ${difference}, over ${count} samples from ${rfc3339(from)} to ${rfc3339(to)}`
  }
}

/** To the second, in UTC. */
function rfc3339(ms: number): string {
  const date = new Date(Math.trunc(ms / 1000) * 1000)
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString().replace('.000Z', 'Z')
}

export const forcedDetails = (forced: ForcedMonotonicity, time: number): Details =>
  new Forced({ ...forced, from: time, to: time, count: 1 })
