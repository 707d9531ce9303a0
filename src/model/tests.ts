/** What came of a test: see `../model.ts`. */
import type { Range } from '../text/source.ts'
import type { Picture } from './picture.ts'

/** A label or annotation. */
export type NameValue = readonly [name: string, value: string]

/** One label or annotation that is not as expected; a side is undefined where it is not there. */
export interface PairDiff {
  readonly what: 'label' | 'annotation'
  readonly name: string
  readonly expected: string | undefined
  readonly got: string | undefined
}

/** An alert or sample that was expected or came. */
export interface Shown {
  readonly labels: readonly NameValue[]
  readonly annotations: readonly NameValue[]
  /** The value as printed; undefined for alerts. */
  readonly value?: string | undefined
}

/** How an expectation differs from the result. Where alerts or samples pair up, only their difference is given. */
export type Difference =
  | { readonly kind: 'missing'; readonly expected: Shown }
  | { readonly kind: 'unexpected'; readonly got: Shown }
  | {
      readonly kind: 'differs'
      readonly expected: Shown
      readonly got: Shown
      readonly pairs: readonly PairDiff[]
    }

/** A part of an expression and what it returned. */
export interface PartValue {
  /** How deep it stands in the expression. */
  readonly depth: number
  readonly text: string
  /** `3 series`, one line a series, or an error. */
  readonly lines: readonly string[]
}

/** The result of a rule's expression at a moment. */
export interface Explanation {
  readonly rule: string
  /** Place of the rule, where it was written. */
  readonly place: { readonly file: string; readonly range: Range } | undefined
  readonly at: string
  readonly parts: readonly PartValue[]
  /** `pending since 3m`, … */
  readonly states: readonly string[]
}

export interface Failure {
  /** In the test's file. */
  readonly range: Range
  /** One line, in the reader's words. */
  readonly message: string
  readonly hint?: string | undefined
  /** What promtool would print. */
  readonly promtool: string
  readonly differences: readonly Difference[]
  readonly explanations: readonly Explanation[]
}

export interface TestResult {
  readonly file: string
  readonly name: string
  readonly range: Range
  readonly failures: readonly Failure[]
  /** The test drawn, where it fails and is about an alert. */
  readonly picture?: Picture | undefined
  /** What does not fail the test, but surely was not meant. */
  readonly notes: readonly { readonly range: Range; readonly message: string; readonly hint?: string }[]
}

/** Why a file cannot be read as tests. */
export interface TestProblem {
  readonly range: Range
  readonly message: string
  readonly hint?: string | undefined
  /** What promtool would print. */
  readonly promtool: string
}

/** What came of the tests of one file. */
export interface TestFileReport {
  readonly path: string
  readonly results: readonly TestResult[]
  /** Why none of it can be read; empty where it can. */
  readonly problems: readonly TestProblem[]
  /** Worth a word, whatever the tests say. */
  readonly warnings: readonly { readonly range: Range; readonly message: string; readonly hint?: string }[]
  /** Tests that were left out on demand. */
  readonly skipped: number
}
