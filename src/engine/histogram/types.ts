/**
 * A native histogram as plain data: what Prometheus calls a `FloatHistogram` (`model/histogram/float_histogram.go`).
 * Histograms are immutable: every function of this folder returns a new one, which may share arrays with its inputs.
 */

/** Whether a counter reset came before this histogram. A `gauge` may go down at any time. */
export type CounterResetHint = 'unknown' | 'reset' | 'not_reset' | 'gauge'

/** A run of adjacent buckets. */
export interface Span {
  /**
   * Index of the first bucket in the first span; in later spans, the number of buckets skipped since the span before.
   */
  readonly offset: number
  readonly length: number
}

/** A native histogram, as Prometheus' `histogram.FloatHistogram`. */
export interface FloatHistogram {
  readonly counterResetHint: CounterResetHint
  /** −4 to 8: each power of two is divided into 2^schema buckets; −53: the bounds are `customValues`. */
  readonly schema: number
  /** The zero bucket holds observations from −zeroThreshold to zeroThreshold. */
  readonly zeroThreshold: number
  readonly zeroCount: number
  readonly count: number
  readonly sum: number
  readonly positiveSpans: readonly Span[]
  readonly negativeSpans: readonly Span[]
  /** Absolute counts, one per bucket in the spans. */
  readonly positiveBuckets: readonly number[]
  readonly negativeBuckets: readonly number[]
  /** Upper bounds in ascending order, without +Inf; defined only for schema −53. */
  readonly customValues: readonly number[] | undefined
}

/** One bucket with its bounds. */
export interface Bucket {
  readonly lower: number
  readonly upper: number
  readonly lowerInclusive: boolean
  readonly upperInclusive: boolean
  readonly count: number
  /** Index within its schema and side; meaningless for the zero bucket. */
  readonly index: number
}

/** A histogram of schema 0 without observations. */
export const emptyHistogram: FloatHistogram = {
  counterResetHint: 'unknown',
  schema: 0,
  zeroThreshold: 0,
  zeroCount: 0,
  count: 0,
  sum: 0,
  positiveSpans: [],
  negativeSpans: [],
  positiveBuckets: [],
  negativeBuckets: [],
  customValues: undefined,
}
