/** Finds names that are probably the same: one before a renaming, one after. */
import { apart } from './camel.ts'
import { nearest } from './nearest.ts'

/** `KubeJobNotCompleted` → `kube job not completed`. */
export function wordsOf(name: string): string[] {
  return (
    apart(name, ' ')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

/** The letters and digits of a name: `Api Down`, `api-down` and `ApiDown` are one. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** Forms of the same word: `completion`, `completed`. */
function isSameStem(a: string, b: string): boolean {
  if (a === b) return true
  const shorter = Math.min(a.length, b.length)
  let common = 0
  while (common < shorter && a[common] === b[common]) common++
  return common >= 4 && common >= 0.6 * Math.max(a.length, b.length)
}

/** Fraction of words that two names share, relative to the longer name: 0 to 1. */
export function likeness(a: readonly string[], b: readonly string[]): number {
  const akin = a.filter((word) => b.some((other) => isSameStem(word, other))).length
  return akin / Math.max(a.length, b.length, 1)
}

/** The candidate that a name was probably changed to: nearly the same letters, or three of five words the same. */
export function mostSimilar(name: string, candidates: readonly string[]): string | undefined {
  const near = nearest(name, candidates)
  if (near !== undefined) return near
  const words = wordsOf(name)
  let best: string | undefined
  let bestScore = 0.6
  for (const candidate of candidates) {
    const score = likeness(words, wordsOf(candidate))
    if (score < bestScore || (score === bestScore && best !== undefined)) continue
    best = candidate
    bestScore = score
  }
  return best
}
