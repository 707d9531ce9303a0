/** Conversions between spans with buckets and lists of (index, count), the form used in this folder. */
import type { Span } from './types.ts'

/** One side of a histogram. */
export interface Side {
  readonly spans: readonly Span[]
  readonly buckets: readonly number[]
}

/** The index of every bucket in the spans. */
export function indicesOf(spans: readonly Span[]): number[] {
  const indices: number[] = []
  let index = 0
  for (const { offset, length } of spans) {
    index += offset
    for (let i = 0; i < length; i++) indices.push(index++)
  }
  return indices
}

/** The spans for ascending bucket indices. Adjacent buckets share a span. */
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

/** Whether spans describe the same runs of buckets; spans of length zero are ignored (`spansMatch`). */
export function spansMatch(a: readonly Span[], b: readonly Span[]): boolean {
  const left = withoutEmpty(a)
  const right = withoutEmpty(b)
  return (
    left.length === right.length &&
    left.every(({ offset, length }, i) => offset === right[i]?.offset && length === right[i]?.length)
  )
}

/** Joins spans of length zero to the next span; drops them at the end. */
function withoutEmpty(spans: readonly Span[]): readonly Span[] {
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
