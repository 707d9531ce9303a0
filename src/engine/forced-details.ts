/** Details of the info about buckets that were made monotonic (`util/annotations/annotations.go`). */

import { formatFloat } from '../text/go-float.ts'
import { type Details, inform } from './annotations.ts'
import { formatGeneral } from './go-text.ts'
import type { ForcedMonotonicity } from './quantile.ts'
import type { Run } from './run.ts'

interface Found extends ForcedMonotonicity {
  /** Times in milliseconds. */
  readonly from: number
  readonly to: number
  /** Prometheus counts in 64 bits that wrap. */
  readonly count: bigint
}

const together = (a: Found, b: Found): Found => ({
  from: Math.min(a.from, b.from),
  to: Math.max(a.to, b.to),
  minBucket: Math.min(a.minBucket, b.minBucket),
  maxBucket: Math.max(a.maxBucket, b.maxBucket),
  maxDiff: Math.max(a.maxDiff, b.maxDiff),
  count: BigInt.asIntN(64, a.count + b.count),
})

class Forced implements Details {
  private readonly found: Found
  constructor(found: Found) {
    this.found = found
  }

  merge(newer: Details): Details {
    return new Forced(together(this.found, (newer as Forced).found))
  }

  text(): string {
    const { minBucket, maxBucket, maxDiff, count, from, to } = this.found
    const buckets = `from buckets ${formatGeneral(minBucket)} to ${formatGeneral(maxBucket)}`
    const difference = `with a max diff of ${formatFloat(maxDiff, 'g', 2)}`
    return `, ${buckets}, ${difference}, over ${count} samples from ${rfc3339(from)} to ${rfc3339(to)}`
  }
}

/** A time to the second, in UTC. */
function rfc3339(ms: number): string {
  const date = new Date(Math.trunc(ms / 1000) * 1000)
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString().replace('.000Z', 'Z')
}

/** Infos of one call, collected over its steps and reported after the last. */
export interface ForcedNotes {
  add(message: string, step: number, forced: ForcedMonotonicity): void
  /** `place` as for `inform`. */
  tell(place: number): void
}

export function createForcedNotes({ shared, start, interval, steps }: Run): ForcedNotes {
  const byMessage = new Map<string, Map<number, Found>>()
  return {
    add(message, step, forced) {
      const time = start + step * interval
      const one = { ...forced, from: time, to: time, count: 1n }
      const atSteps = byMessage.get(message) ?? new Map<number, Found>()
      byMessage.set(message, atSteps)
      const known = atSteps.get(step)
      atSteps.set(step, known === undefined ? one : together(known, one))
    },
    tell(place) {
      for (const [message, atSteps] of byMessage) {
        const found = overSteps(atSteps, steps)
        const isDetailed = shared.semantics.monotonicityDetails && found !== undefined
        inform(shared.annotations, message, place, isDetailed ? new Forced(found) : undefined)
      }
    },
  }
}

/**
 * Combines the findings of all steps. In Prometheus, `eval` and `rangeEval` share one info, and each step after the
 * first adds it to itself: hence the doubling.
 */
function overSteps(atSteps: ReadonlyMap<number, Found>, steps: number): Found | undefined {
  let all: Found | undefined
  for (let step = 0; step < steps; step++) {
    const here = atSteps.get(step)
    if (all === undefined) all = here
    else {
      const sum: Found = here === undefined ? all : together(all, here)
      all = { ...sum, count: BigInt.asIntN(64, sum.count * 2n) }
    }
  }
  return all
}
