/** Labels as pairs and as text. */
import type { Labels } from '../engine/index.ts'
import type { NameValue } from '../model.ts'
import { quote } from '../promql/go.ts'
import { versionNumber } from '../promql/index.ts'

export const pairsOf = (labels: Labels): NameValue[] =>
  labels.names.map((name, index) => [name, labels.values[index]!])

export const recordOf = (labels: Labels): Record<string, string> => Object.fromEntries(pairsOf(labels))

/** Compares strings as Go does: by their bytes. */
function compareText(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x === y) continue
    // Surrogates represent characters above all single-unit ones.
    const [high, low] = [x >= 0xd800 && x <= 0xdfff, y >= 0xd800 && y <= 0xdfff]
    return high === low ? x - y : high ? 1 : -1
  }
  return a.length - b.length
}

/** Sorts pairs by name; like `labels.FromMap`, keeps empty values. */
export const sortedPairs = (pairs: Iterable<NameValue>): NameValue[] =>
  [...pairs].sort(([a], [b]) => compareText(a, b))

/** `labels.Compare`: name by name; on a tie the shorter list comes first. */
export function comparePairs(a: readonly NameValue[], b: readonly NameValue[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareText(a[i]![0], b[i]![0]) || compareText(a[i]![1], b[i]![1])
    if (order !== 0) return order
  }
  return a.length - b.length
}

const LEGACY_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/
const QUOTED_NAMES = versionNumber('3.0')!

/** Labels as this version of Prometheus prints them: `{alertname="Up", job="node"}`. */
export function formatPairs(pairs: readonly NameValue[], version: string): string {
  const quotes = (versionNumber(version) ?? QUOTED_NAMES) >= QUOTED_NAMES
  const parts = pairs.map(([name, value]) => {
    const shown = quotes && !LEGACY_NAME.test(name) ? quote(name) : name
    return `${shown}=${quote(value)}`
  })
  return `{${parts.join(', ')}}`
}
