/** Results of tests: see `../model.ts`. */
import type { Range } from '../text/source.ts'
import type { Picture } from './picture.ts'

/** A label or annotation. */
export type NameValue = readonly [name: string, value: string]

/** A label or annotation that differs from the expected one; a missing side is undefined. */
export interface PairDiff {
  readonly what: 'label' | 'annotation'
  readonly name: string
  readonly expected: string | undefined
  readonly got: string | undefined
}

/** An expected or actual alert or sample. */
export interface Shown {
  readonly labels: readonly NameValue[]
  readonly annotations: readonly NameValue[]
  /** The value as printed; undefined for alerts. */
  readonly value?: string | undefined
}

/** How an expectation differs from the result. For pairs of alerts or samples, only their differences. */
export type Difference =
  | { readonly kind: 'missing'; readonly expected: Shown }
  | { readonly kind: 'unexpected'; readonly got: Shown }
  | {
      readonly kind: 'differs'
      readonly expected: Shown
      readonly got: Shown
      readonly pairs: readonly PairDiff[]
    }

/** A part of an expression and its value. */
export interface PartValue {
  /** Its depth in the expression. */
  readonly depth: number
  readonly text: string
  /** `3 series`, one line per series, or an error. */
  readonly lines: readonly string[]
}

/** The result of a rule's expression at a moment. */
export interface Explanation {
  readonly rule: string
  /** Where the rule is written. */
  readonly place: { readonly file: string; readonly range: Range } | undefined
  readonly at: string
  readonly parts: readonly PartValue[]
  /** `pending since 3m`, … */
  readonly states: readonly string[]
}

/** One unmet expectation of a test. */
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

/** The result of one test; it passes if `failures` is empty. */
export interface TestResult {
  readonly file: string
  readonly name: string
  readonly range: Range
  readonly failures: readonly Failure[]
  /** The test as a drawing, if it fails and is about an alert. */
  readonly picture?: Picture | undefined
  /** Things that do not fail the test, but are surely not intended. */
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

/** Results of the tests of one file. */
export interface TestFileReport {
  readonly path: string
  readonly results: readonly TestResult[]
  /** Why the file cannot be read; empty if it can. */
  readonly problems: readonly TestProblem[]
  /** Warnings, independent of the results. */
  readonly warnings: readonly { readonly range: Range; readonly message: string; readonly hint?: string }[]
  /** Number of tests left out on request. */
  readonly skipped: number
}
