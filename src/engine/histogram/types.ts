/**
 * A native histogram as plain data: what Prometheus calls a `FloatHistogram`
 * (`model/histogram/float_histogram.go`). Nothing here is ever changed in place; every function of this folder
 * returns a new histogram, which may share arrays with the ones it was made from.
 */

/** What is known of a counter reset before this histogram. A `gauge` may go down at any time. */
export type CounterResetHint = 'unknown' | 'reset' | 'not_reset' | 'gauge'

/** A run of buckets that follow each other. */
export interface Span {
  /** Index of the first bucket for the first span, else the number of buckets left out since the span before. */
  readonly offset: number
  readonly length: number
}

export interface FloatHistogram {
  readonly counterResetHint: CounterResetHint
  /** −4 to 8: each power of two is cut into 2^schema buckets; −53: the bounds are `customValues`. */
  readonly schema: number
  /** The zero bucket holds observations from −zeroThreshold to zeroThreshold. */
  readonly zeroThreshold: number
  readonly zeroCount: number
  readonly count: number
  readonly sum: number
  readonly positiveSpans: readonly Span[]
  readonly negativeSpans: readonly Span[]
  /** Absolute counts, one for each bucket that the spans name. */
  readonly positiveBuckets: readonly number[]
  readonly negativeBuckets: readonly number[]
  /** Upper bounds in ascending order, without +Inf; undefined unless the schema is −53. */
  readonly customValues: readonly number[] | undefined
}

/** One bucket with its bounds. */
export interface Bucket {
  readonly lower: number
  readonly upper: number
  readonly lowerInclusive: boolean
  readonly upperInclusive: boolean
  readonly count: number
  /** Which bucket of its schema and side it is; of no meaning for the zero bucket. */
  readonly index: number
}

/** A histogram without observations, of schema 0. */
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
