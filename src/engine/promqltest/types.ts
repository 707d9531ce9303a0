/** Test scripts for PromQL, as commands (`promql/promqltest/README.md` of Prometheus). */
import type { FloatHistogram } from '../histogram/types.ts'
import type { Labels, SampleInput } from '../types.ts'

/** What is wrong with a script. */
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
  /** A label that is written more than once. */
  readonly twice: string | undefined
  readonly samples: readonly SampleInput[]
}

export interface Load {
  readonly kind: 'load'
  readonly line: number
  readonly series: readonly LoadedSeries[]
  /** Also as native histograms with custom buckets. */
  readonly withNHCB: boolean
}

/** A value that is expected at a step; undefined for none. */
export type ExpectedValue =
  | number
  | { readonly histogram: FloatHistogram; readonly hintSet: boolean }
  | 'stale'
  | undefined

export interface ExpectedSeries {
  readonly labels: Labels
  readonly values: readonly ExpectedValue[]
  /** Its place among the expected ones, from 1. */
  readonly position: number
}

/** A text, or a pattern that must be found in one. */
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
  /** Of an instant query `start` is `end` and `step` is 0. Milliseconds. */
  readonly isRange: boolean
  readonly at: number
  readonly start: number
  readonly end: number
  readonly step: number
  /** What stands after `eval_`, the older way; beside it `expect` lines say more. */
  readonly modifier: 'fail' | 'warn' | 'info' | 'ordered' | undefined
  /** `expected_fail_message` or `expected_fail_regexp`. */
  readonly oldFailure: Expectation | undefined
  readonly expectations: ReadonlyMap<ExpectationType, readonly Expectation[]>
  /** A number alone. */
  readonly scalar: ExpectedValue | 'none'
  readonly string: string | undefined
  readonly series: ReadonlyMap<string, ExpectedSeries>
  /** `expect range vector` or `expect string`: not asked for as a range query. */
  readonly isInstantOnly: boolean
}

export type TestCommand = Clear | Load | Eval

/** The answer to one `eval`. */
export interface EvalResult {
  readonly file: string
  readonly name: string
  readonly line: number
  readonly passed: boolean
  /** What was expected and what was found; empty when it passed. */
  readonly message: string
}

export interface ScriptResult {
  readonly tests: readonly EvalResult[]
  /** Why the script could not be read, or its data not be loaded; `tests` holds what ran before. */
  readonly error: ScriptError | undefined
}
