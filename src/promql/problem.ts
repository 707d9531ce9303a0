/** Faults found by the parser, in our words and in Prometheus'. */
import type { Range } from '../text/source.ts'

/** `promql-syntax`: invalid PromQL; `promql-type`: wrong types; `promql-feature`: needs a newer version or a flag. */
export type ProblemCode = 'promql-syntax' | 'promql-type' | 'promql-feature'

/** An error in an expression: in our words, and in Prometheus'. */
export interface Problem {
  readonly code: ProblemCode
  /** What to underline, in UTF-16 units of the expression's text. */
  readonly range: Range
  /** The fault and the expectation; names in backticks, no full stop. */
  readonly message: string
  /** What to do about it, as an imperative. */
  readonly hint?: string
  /** Prometheus' text, without its place. */
  readonly promMessage: string
  /**
   * The range that Prometheus reports, in UTF-8 bytes of the text: its message begins with it as `LINE:COL: parse
   * error: `.
   */
  readonly promRange: Range
}

/** A problem before its Prometheus range is converted to bytes. */
export interface Found {
  readonly code: ProblemCode
  readonly range: Range
  readonly message: string
  readonly hint?: string | undefined
  readonly promMessage: string
  /** In UTF-16 units; defaults to `range`. */
  readonly promRange?: Range
}
