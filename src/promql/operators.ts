/** Comparison operators. */
import type { BinaryOp } from './ast.ts'

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>='

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>='])

export function isComparison(op: BinaryOp): op is Comparison {
  return comparisons.has(op)
}

const swaps: Readonly<Record<Comparison, Comparison>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

/** The comparison with its sides exchanged. */
export const swapped = (op: Comparison): Comparison => swaps[op]
