/** A parsed line of the series notation. */
import type { Range } from '../../text/source.ts'
import type { FloatHistogram } from '../histogram/types.ts'

/** A label: its name and its value. */
export type SeriesLabel = readonly [name: string, value: string]

/** A histogram in a sequence. */
export interface SequenceHistogram {
  readonly histogram: FloatHistogram
  /** Whether `counter_reset_hint` was written; if so, an expected value checks it. */
  readonly hintSet: boolean
}

/** One step of a sequence: a number, a histogram, a stale marker (`stale`), or no sample at all (`_`). */
export type SequenceValue = number | SequenceHistogram | 'stale' | 'omitted'

export interface SeriesDescription {
  /** As written. If a label occurs twice, Prometheus uses the last. */
  readonly labels: readonly SeriesLabel[]
  readonly values: readonly SequenceValue[]
}

/** Why a text is not a series. */
export interface SeriesError {
  /** Prometheus' text, without its place. */
  readonly message: string
  /** Where, in UTF-16 units. */
  readonly range: Range
  /** The range that Prometheus reports, in bytes of UTF-8. */
  readonly promRange: Range
}

export type SeriesResult =
  | { readonly series: SeriesDescription; readonly error?: undefined }
  | { readonly series?: undefined; readonly error: SeriesError }
