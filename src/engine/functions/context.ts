/** The arguments and context of a function of instant vectors and scalars. */
import type { Block } from '../block.ts'
import type { CallNode } from '../plan-nodes.ts'
import type { Run } from '../run.ts'

export interface CallContext {
  readonly run: Run
  readonly node: CallNode
  /** The arguments at every step; undefined for strings. The function may change and return them. */
  readonly args: readonly (Block | undefined)[]
}

export type VectorFunction = (context: CallContext) => Block

export const argument = (context: CallContext, at: number): Block => context.args[at] as Block

/** Position of an argument, for annotations. */
export const placeOf = (context: CallContext, at: number): number => context.node.args[at]?.place ?? 0

/** The text of a string argument. */
export function textArgument({ node }: { readonly node: CallNode }, at: number): string {
  const arg = node.args[at]
  return arg?.kind === 'string' ? arg.value : ''
}
