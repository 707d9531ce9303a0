/** The counter reset hint of a sum of two histograms: `adjustCounterReset`. */
import type { CounterResetHint } from './types.ts'

/** The hint of the sum, and whether the hints contradict each other: one says reset, the other no reset. */
export function addedHint(
  a: CounterResetHint,
  b: CounterResetHint,
): { readonly hint: CounterResetHint; readonly collision: boolean } {
  if (a === b) return { hint: a, collision: false }
  if (a === 'gauge' || b === 'gauge') return { hint: 'gauge', collision: false }
  return { hint: 'unknown', collision: a !== 'unknown' && b !== 'unknown' }
}
