/** A parsed line of the notation for series. */
import type { Range } from '../../text/source.ts'
import type { FloatHistogram } from '../histogram/types.ts'

/** A label: its name and its value. */
export type SeriesLabel = readonly [name: string, value: string]

/** A histogram in a sequence. */
export interface SequenceHistogram {
  readonly histogram: FloatHistogram
  /** Whether `counter_reset_hint` was written, so that an expected value asks for it. */
  readonly hintSet: boolean
}

/** One step of a sequence: a number, a histogram, a stale marker (`stale`), or no sample at all (`_`). */
export type SequenceValue = number | SequenceHistogram | 'stale' | 'omitted'

export interface SeriesDescription {
  /** As written; of a label that stands there twice, Prometheus means the last. */
  readonly labels: readonly SeriesLabel[]
  readonly values: readonly SequenceValue[]
}

/** Why a text is no series. */
export interface SeriesError {
  /** The text Prometheus prints, without its place. */
  readonly message: string
  /** Where, in UTF-16 units. */
  readonly range: Range
  /** The range Prometheus reports, in bytes of UTF-8. */
  readonly promRange: Range
}

export type SeriesResult =
  | { readonly series: SeriesDescription; readonly error?: undefined }
  | { readonly series?: undefined; readonly error: SeriesError }
