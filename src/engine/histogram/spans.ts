/** Spans and buckets as lists of (index, count), which is how the other files of this folder work on them. */
import type { Span } from './types.ts'

/** One side of a histogram. */
export interface Side {
  readonly spans: readonly Span[]
  readonly buckets: readonly number[]
}

/** The index of every bucket that the spans name. */
export function indicesOf(spans: readonly Span[]): number[] {
  const indices: number[] = []
  let index = 0
  for (const { offset, length } of spans) {
    index += offset
    for (let i = 0; i < length; i++) indices.push(index++)
  }
  return indices
}

/** The spans of buckets whose ascending indices these are. Buckets that follow each other are in one span. */
export function spansOf(indices: readonly number[]): Span[] {
  const spans: { offset: number; length: number }[] = []
  let end = 0
  for (const index of indices) {
    const last = spans[spans.length - 1]
    if (last !== undefined && index === end) last.length++
    else spans.push({ offset: index - end, length: 1 })
    end = index + 1
  }
  return spans
}

/** Whether spans name the same buckets in the same runs; runs of no length count for nothing (`spansMatch`). */
export function spansMatch(a: readonly Span[], b: readonly Span[]): boolean {
  const left = withoutEmpty(a)
  const right = withoutEmpty(b)
  return (
    left.length === right.length &&
    left.every(({ offset, length }, i) => offset === right[i]?.offset && length === right[i]?.length)
  )
}

/** Spans of no length joined to the one after them, and left out at the end. */
export function withoutEmpty(spans: readonly Span[]): readonly Span[] {
  if (spans.every(({ length }) => length > 0)) return spans
  const kept: Span[] = []
  let skipped = 0
  for (const { offset, length } of spans) {
    if (length === 0) skipped += offset
    else {
      kept.push({ offset: offset + skipped, length })
      skipped = 0
    }
  }
  return kept
}
