/** What following a template tells: labels read, findings, queries. */
import type { Range } from '../text/source.ts'
import type { TemplateProblem } from './problem.ts'
import type { Regexps } from './regexps.ts'

/** A label a template reads. */
export interface LabelRead {
  readonly name: string
  /** The name as written: after the dot, or the literal given to `index`. */
  readonly range: Range
  readonly from: 'labels' | 'externalLabels'
  /** Read only to see whether it is there, or where that is already known. */
  readonly conditional: boolean
}

export interface AnalyseOptions {
  /** The template is the value of a label, so what it says decides which alert it is. */
  readonly inLabel?: boolean
  /** To judge regular expressions with. */
  readonly regexps?: Regexps | undefined
}

export interface Analysis {
  readonly problems: readonly TemplateProblem[]
  readonly labels: readonly LabelRead[]
  /** Expressions given to `query` as they are written. */
  readonly queries: readonly { readonly expression: string; readonly range: Range; readonly raw: boolean }[]
}
