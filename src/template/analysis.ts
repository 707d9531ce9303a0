/** Result of following a template: labels read, findings, queries. */
import type { Range } from '../text/source.ts'
import type { TemplateProblem } from './problem.ts'
import type { Regexps } from './regexps.ts'

/** A label a template reads. */
export interface LabelRead {
  readonly name: string
  /** The name as written: after the dot, or the literal given to `index`. */
  readonly range: Range
  readonly from: 'labels' | 'externalLabels' | 'query'
  /** The expression whose result has the label, if it is one of a `query`. */
  readonly expression?: string
  /** Read only to test whether it is set, or inside such a test. */
  readonly conditional: boolean
}

/** What is known about a template besides its text. */
export interface AnalyseOptions {
  /** The template is the value of a label, so its text is part of the alert's identity. */
  readonly inLabel?: boolean
  /** For checks of regular expressions; without it they are skipped. */
  readonly regexps?: Regexps | undefined
}

/** What was found: problems, labels that are read, queries. */
export interface Analysis {
  readonly problems: readonly TemplateProblem[]
  readonly labels: readonly LabelRead[]
  /** Expressions passed to `query`, as written. */
  readonly queries: readonly { readonly expression: string; readonly range: Range; readonly raw: boolean }[]
}
