/**
 * Histograms of a chunk share their buckets: Prometheus gives each one the buckets of all, empty where it has none
 * (`tsdb/chunkenc/float_histogram.go`). A quantile in the zero bucket depends on it. Prometheus also ends a chunk by
 * its size in bytes, which is not mirrored here.
 */
import type { FloatHistogram, Span } from './histogram/index.ts'
import { withSides } from './histogram/resolution.ts'
import { indicesOf, type Side, spansMatch, spansOf } from './histogram/spans.ts'

export interface Layout {
  readonly positiveSpans: readonly Span[]
  readonly negativeSpans: readonly Span[]
}

/** The layout with the buckets of the histogram added; the same object where it adds none. */
export function widenedLayout(layout: Layout, h: FloatHistogram): Layout {
  const positiveSpans = union(layout.positiveSpans, h.positiveSpans)
  const negativeSpans = union(layout.negativeSpans, h.negativeSpans)
  const isSame = positiveSpans === layout.positiveSpans && negativeSpans === layout.negativeSpans
  return isSame ? layout : { positiveSpans, negativeSpans }
}

function union(spans: readonly Span[], more: readonly Span[]): readonly Span[] {
  if (spans === more || spansMatch(spans, more)) return spans
  const known = new Set(indicesOf(spans))
  const added = indicesOf(more).filter((index) => !known.has(index))
  return added.length === 0 ? spans : spansOf([...known, ...added].sort((a, b) => a - b))
}

/** The histogram with every bucket of the layout; the same object where it has them. */
export function inLayout(h: FloatHistogram, layout: Layout): FloatHistogram {
  const positive = filled({ spans: h.positiveSpans, buckets: h.positiveBuckets }, layout.positiveSpans)
  const negative = filled({ spans: h.negativeSpans, buckets: h.negativeBuckets }, layout.negativeSpans)
  if (positive.buckets === h.positiveBuckets && negative.buckets === h.negativeBuckets) return h
  return withSides(h, positive, negative)
}

function filled(side: Side, spans: readonly Span[]): Side {
  if (spansMatch(side.spans, spans)) return side
  const counts = new Map(indicesOf(side.spans).map((index, i) => [index, side.buckets[i] as number]))
  return { spans, buckets: indicesOf(spans).map((index) => counts.get(index) ?? 0) }
}
