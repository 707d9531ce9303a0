/** Stands in until `histogram/types.ts` is there. */
export type CounterResetHint = 'unknown' | 'reset' | 'not_reset' | 'gauge'
export interface Span {
  readonly offset: number
  readonly length: number
}
/** A native histogram with float counts: `FloatHistogram` of `model/histogram/float_histogram.go`. */
export interface FloatHistogram {
  readonly counterResetHint: CounterResetHint
  readonly schema: number
  readonly zeroThreshold: number
  readonly zeroCount: number
  readonly count: number
  readonly sum: number
  readonly positiveSpans: readonly Span[]
  readonly negativeSpans: readonly Span[]
  readonly positiveBuckets: readonly number[]
  readonly negativeBuckets: readonly number[]
  readonly customValues: readonly number[] | undefined
}
