/** Reports of stages and checks: see `../model.ts`. */
import type { Code } from '../codes.ts'
import type { Place } from '../text/source.ts'

export type { CheckCode, Code, StageCode } from '../codes.ts'

/** How bad a diagnostic is: an error stops a build. */
export type Severity = 'error' | 'warning' | 'info'

/** An edit: replaces a range of a file by a text. */
export interface Edit extends Place {
  readonly text: string
}

/** Edits that are meant to cure a finding; whether they do is known only by compiling what they make. */
export interface Fix {
  readonly title: string
  readonly edits: readonly Edit[]
}

/** A report of a stage or a check. `code` is also the name of its documentation page. */
export interface Diagnostic extends Place {
  readonly code: Code
  readonly severity: Severity
  /** The fault and the expectation; names in backticks, no full stop. */
  readonly message: string
  /** What to do about it, as an imperative. */
  readonly hint?: string | undefined
  readonly related?: readonly (Place & { readonly message: string })[] | undefined
  readonly fix?: Fix | undefined
}
