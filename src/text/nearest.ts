/** "Did you mean …?": the word an author probably meant. */
import { distance } from 'fastest-levenshtein'

/**
 * The candidate nearest to `word`, or undefined when none is near: at most a third of its characters may
 * differ (case differences count half), and at least one, at most three.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const lower = word.toLowerCase()
  const limit = Math.min(3, Math.max(1, Math.floor(word.length / 3)))
  let best: string | undefined
  let bestCost = limit + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > limit) continue
    const cost = distance(lower, candidate.toLowerCase()) + (candidate.toLowerCase() === lower ? 0.5 : 0)
    if (candidate !== word && cost < bestCost) {
      best = candidate
      bestCost = cost
    }
  }
  return best
}
