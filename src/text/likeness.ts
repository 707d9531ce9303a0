/** Names that are probably the same name: one renamed, the other not. */
import { nearest } from './nearest.ts'

/** `KubeJobNotCompleted` → `kube job not completed`. */
export function wordsOf(name: string): string[] {
  return (
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

/** The same word in another form: `completion`, `completed`. */
function isAkin(a: string, b: string): boolean {
  if (a === b) return true
  const shorter = Math.min(a.length, b.length)
  let common = 0
  while (common < shorter && a[common] === b[common]) common++
  return common >= 4 && common >= 0.6 * Math.max(a.length, b.length)
}

/** How many of the words of two names agree, of all words of the longer one: 0 to 1. */
export function likeness(a: readonly string[], b: readonly string[]): number {
  const akin = a.filter((word) => b.some((other) => isAkin(word, other))).length
  return akin / Math.max(a.length, b.length, 1)
}

/** The candidate a name was probably changed into: nearly the same letters, or three of five words the same. */
export function alike(name: string, candidates: readonly string[]): string | undefined {
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
