/** Commands of PromQL test scripts (`promql/promqltest/README.md` of Prometheus). */
import type { FloatHistogram } from '../histogram/types.ts'
import type { Labels, SampleInput } from '../types.ts'

/** An error in a script. */
export interface ScriptError {
  /** Counted from 1. */
  readonly line: number
  readonly column: number
  readonly message: string
}

export interface Clear {
  readonly kind: 'clear'
}

export interface LoadedSeries {
  readonly labels: Labels
  /** A label that occurs twice. */
  readonly twice: string | undefined
  readonly samples: readonly SampleInput[]
}

export interface Load {
  readonly kind: 'load'
  readonly line: number
  readonly series: readonly LoadedSeries[]
  /** Loads the series also as native histograms with custom buckets. */
  readonly withNHCB: boolean
}

/** The expected value at a step; undefined for none. */
export type ExpectedValue =
  | number
  | { readonly histogram: FloatHistogram; readonly hintSet: boolean }
  | 'stale'
  | undefined

export interface ExpectedSeries {
  readonly labels: Labels
  readonly values: readonly ExpectedValue[]
  /** Position among the expected series, from 1. */
  readonly position: number
}

/** An expected text, or a pattern that the text must contain. */
export interface Expectation {
  readonly kind: 'message' | 'pattern'
  readonly text: string
  readonly matches: (text: string) => boolean
}

export type ExpectationType = 'fail' | 'warn' | 'no_warn' | 'info' | 'no_info' | 'ordered'

export interface Eval {
  readonly kind: 'eval'
  /** Counted from 1. */
  readonly line: number
  readonly expr: string
  /** False for an instant query: then `start` is `end` and `step` is 0. Milliseconds. */
  readonly isRange: boolean
  readonly at: number
  readonly start: number
  readonly end: number
  readonly step: number
  /** The word after `eval_`, the older notation; `expect` lines can say more. */
  readonly modifier: 'fail' | 'warn' | 'info' | 'ordered' | undefined
  /** `expected_fail_message` or `expected_fail_regexp`. */
  readonly oldFailure: Expectation | undefined
  readonly expectations: ReadonlyMap<ExpectationType, readonly Expectation[]>
  /** A scalar. */
  readonly scalar: ExpectedValue | 'none'
  readonly string: string | undefined
  readonly series: ReadonlyMap<string, ExpectedSeries>
  /** `expect range vector` or `expect string`: not repeated as a range query. */
  readonly isInstantOnly: boolean
}

export type TestCommand = Clear | Load | Eval

/** The outcome of one `eval`. */
export interface EvalResult {
  readonly file: string
  readonly name: string
  readonly line: number
  readonly passed: boolean
  /** The expected and the actual value; empty when it passed. */
  readonly message: string
}

/** What a script of PromQL tests returned. */
export interface ScriptResult {
  readonly tests: readonly EvalResult[]
  /** Why the script could not be read or its data loaded; `tests` holds the results before that. */
  readonly error: ScriptError | undefined
}
