/** Removal of empty buckets: `compactBuckets` of `model/histogram/generic.go`. */
import { negativeSide, positiveSide, withSides } from './resolution.ts'
import { indicesOf, type Side, spansOf } from './spans.ts'
import type { FloatHistogram } from './types.ts'

/**
 * The histogram without empty buckets. Runs of at most `most` empty buckets between two others stay, and gaps of that
 * size are filled, to save spans.
 */
export function compact(h: FloatHistogram, most: number = 0): FloatHistogram {
  const positive = compactSide(positiveSide(h), most)
  const negative = compactSide(negativeSide(h), most)
  if (positive.buckets === h.positiveBuckets && negative.buckets === h.negativeBuckets) return h
  return withSides(h, positive, negative)
}

/** One side without its empty buckets; the same arrays where it has none. */
function compactSide(side: Side, most: number): Side {
  const { spans, buckets } = side
  const isCompact =
    buckets.every((count) => count !== 0) &&
    spans.every(({ offset, length }, i) => length > 0 && (i === 0 || offset > most))
  if (isCompact) return side
  const indices: number[] = []
  const counts: number[] = []
  /** Empty buckets that are -0, as a negated histogram has them: where they stay, so does their sign. */
  const negative = new Set<number>()
  indicesOf(spans).forEach((index, i) => {
    const count = buckets[i] as number
    if (Object.is(count, -0)) negative.add(index)
    if (count === 0) return
    fillGap(indices, counts, index, most, negative)
    indices.push(index)
    counts.push(count)
  })
  return { spans: spansOf(indices), buckets: counts }
}

/** Inserts empty buckets before `index` where the gap is at most `most` wide. */
function fillGap(
  indices: number[],
  counts: number[],
  index: number,
  most: number,
  negative: ReadonlySet<number>,
): void {
  const last = indices.at(-1)
  if (last === undefined || index - last - 1 > most) return
  for (let next = last + 1; next < index; next++) {
    indices.push(next)
    counts.push(negative.has(next) ? -0 : 0)
  }
}
