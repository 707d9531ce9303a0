/** What is said of an expression; the proof that it is always empty. */
import type { Expr } from '../promql/ast.ts'
import type { Reason } from './labels/facts.ts'

/** What is wrong with characters of an expression, and what to do about it. */
export interface Remark extends Reason {
  readonly hint: string
}

/** Why an expression, or a part of it, never returns anything or never has an effect. */
export interface Never extends Remark {
  /** The part that is always empty: the expression, or a side of an operator. */
  readonly expr: Expr
  readonly related: readonly Reason[]
  /** Text that fixes it if inserted at `at`, where certain. */
  readonly insert?: { readonly at: number; readonly text: string }
}

export type Reasoned = Omit<Never, 'expr'> & {
  /** It looks for samples that are not there yet. */
  readonly isLater?: boolean
}
