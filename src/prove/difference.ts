/** Compares expected and actual items: pairs those that belong together, and shows only what differs. */
import type { Difference, NameValue, PairDiff, Shown } from '../model.ts'

/** The differences of two lists; equal items are left out. */
export function differences(expected: readonly Shown[], got: readonly Shown[]): Difference[] {
  const left = [...got]
  const open: Shown[] = []
  for (const item of expected) {
    const at = left.findIndex((other) => distance(item, other) === 0)
    if (at < 0) open.push(item)
    else left.splice(at, 1)
  }
  const found: Difference[] = []
  for (const item of open) {
    const at = nearestTo(item, left)
    if (at === undefined) {
      found.push({ kind: 'missing', expected: item })
      continue
    }
    const [other] = left.splice(at, 1) as [Shown]
    found.push({ kind: 'differs', expected: item, got: other, pairs: pairDiffs(item, other) })
  }
  return [...found, ...left.map((other): Difference => ({ kind: 'unexpected', got: other }))]
}

/** The item with the most labels in common; undefined where fewer than half agree. */
function nearestTo(item: Shown, others: readonly Shown[]): number | undefined {
  let best: number | undefined
  let least = Number.POSITIVE_INFINITY
  for (const [index, other] of others.entries()) {
    const labels = pairsBetween('label', item.labels, other.labels).length
    const most = Math.max(item.labels.length, other.labels.length)
    if (labels * 2 > most && most > 1) continue
    const apart = distance(item, other)
    if (apart < least) {
      best = index
      least = apart
    }
  }
  return best
}

const distance = (a: Shown, b: Shown): number => pairDiffs(a, b).length * 2 + (a.value === b.value ? 0 : 1)

function pairDiffs(expected: Shown, got: Shown): PairDiff[] {
  return [
    ...pairsBetween('label', expected.labels, got.labels),
    ...pairsBetween('annotation', expected.annotations, got.annotations),
  ]
}

function pairsBetween(
  what: PairDiff['what'],
  expected: readonly NameValue[],
  got: readonly NameValue[],
): PairDiff[] {
  const [wanted, found] = [new Map(expected), new Map(got)]
  const names = [...new Set([...wanted.keys(), ...found.keys()])]
  return names
    .filter((name) => wanted.get(name) !== found.get(name))
    .map((name) => ({ what, name, expected: wanted.get(name), got: found.get(name) }))
}
