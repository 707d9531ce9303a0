/** Binary operators on two floats. */
import type { BinaryOp } from '../../promql/ast.ts'
import { atan2, mod, pow } from '../go-math.ts'
import type { Semantics } from '../versions.ts'

export const arithmetic: Readonly<Partial<Record<BinaryOp, (a: number, b: number) => number>>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': mod,
  '^': pow,
  atan2,
}

export const comparisons: Readonly<Partial<Record<BinaryOp, (a: number, b: number) => boolean>>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** Whether the result is another quantity, which loses the metric name. */
export function changesMeaning(op: BinaryOp, { atan2DropsName }: Semantics): boolean {
  return arithmetic[op] !== undefined && (op !== 'atan2' || atan2DropsName)
}
