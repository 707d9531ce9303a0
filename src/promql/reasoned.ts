/** A proof that an expression is always empty. */
import type { Range } from '../text/source.ts'
import type { Expr } from './ast.ts'
import type { Reason } from './labels.ts'

export interface Never {
  /** The part that is always empty: the expression, or a side of an operator. */
  readonly expr: Expr
  /** The characters that cause it. */
  readonly range: Range
  readonly text: string
  readonly hint: string
  readonly related: readonly Reason[]
  /** Text that fixes it if inserted at `at`, where certain. */
  readonly insert?: { readonly at: number; readonly text: string }
}

export type Reasoned = Omit<Never, 'expr'> & {
  /** It looks for samples that are not there yet. */
  readonly isLater?: boolean
}
