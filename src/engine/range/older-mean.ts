/** `avg_over_time` as versions before 3.5 compute it. */
import { staysInfinite } from '../aggregate/older.ts'
import { lostBy } from '../kahan.ts'
import type { Window } from './window.ts'

/** Until 2.54: a mean updated value by value. */
function runningMean({ series: { values }, from, to }: Window): number {
  let mean = 0
  let lost = 0
  for (let i = from; i < to; i++) {
    const value = values[i] as number
    const count = i - from + 1
    if (staysInfinite(mean, value)) continue
    const step = value / count - mean / count
    lost = lostBy(step, mean, lost)
    mean += step
  }
  return Math.abs(mean) === Number.POSITIVE_INFINITY ? mean : mean + lost
}

/** From 2.55 to 3.4: a sum, or where it would overflow a running mean with compensation. */
function correctedMean({ series: { values }, from, to }: Window): number {
  let sum = 0
  let mean = 0
  let lost = 0
  let isIncremental = false
  for (let i = from; i < to; i++) {
    const value = values[i] as number
    const count = i - from + 1
    if (!isIncremental) {
      const total = sum + value
      if (count === 1 || Math.abs(total) !== Number.POSITIVE_INFINITY) {
        lost = lostBy(value, sum, lost)
        sum = total
        continue
      }
      isIncremental = true
      mean = sum / (count - 1)
      lost /= count - 1
    }
    if (staysInfinite(mean, value)) continue
    const step = value / count - (mean + lost) / count
    lost = lostBy(step, mean, lost)
    mean += step
  }
  return isIncremental ? mean + lost : (sum + lost) / (to - from)
}

export function olderMean(w: Window): number {
  return w.shared.semantics.kahanAverage ? correctedMean(w) : runningMean(w)
}
