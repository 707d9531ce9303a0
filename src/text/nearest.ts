/** "Did you mean …?": finds the word that an author probably meant. */
import { distance } from 'fastest-levenshtein'

/** Whether two words differ by one swap of neighbouring letters, the most common typo. */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  const at = [...a].findIndex((character, index) => character !== b[index])
  return at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
}

/** Whether two words differ by one letter more, less or other, or by two that are exchanged. */
export const isSlip = (a: string, b: string): boolean => a !== b && (isSwap(a, b) || distance(a, b) === 1)

/**
 * The candidate nearest to `word`; undefined if none is near. At most a third of its characters may differ, between one
 * and three. A swap of neighbours counts as one, a difference in case as a half.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const lower = word.toLowerCase()
  const limit = Math.min(3, Math.max(1, Math.floor(word.length / 3)))
  let best: string | undefined
  let bestCost = limit + 1
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) > limit) continue
    const other = candidate.toLowerCase()
    const cost = other === lower ? 0.5 : isSwap(lower, other) ? 1 : distance(lower, other)
    if (cost < bestCost) {
      best = candidate
      bestCost = cost
    }
  }
  return best
}

/** The nearest candidate as a hint; undefined if none is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const near = nearest(word, candidates)
  return near && `did you mean \`${near}\`?`
}
