/** Expressions that return a sample for any stored data, or fire for every existing series. */
import type { BinaryExpr, Expr } from '../promql/ast.ts'
import { functions } from '../promql/functions.ts'
import { isComparison } from '../promql/operators.ts'
import { perPart } from '../promql/per-part.ts'
import { labelsOf } from './labels/labels.ts'
import { leavesNoGap } from './values/covers.ts'
import { disjuncts, filtered } from './values/filters.ts'
import { comparisonOutcome, isScalar } from './values/ranges.ts'

/** Whether an expression returns at least one sample for any stored data. */
export function alwaysReturns(expr: Expr): boolean {
  switch (expr.kind) {
    case 'paren':
    case 'unary':
      return alwaysReturns(expr.expr)
    case 'subquery':
      return alwaysReturns(expr.expr) && expr.step === undefined
    case 'aggregate':
      return alwaysReturns(expr.expr) && (expr.param === undefined || expr.op === 'quantile')
    case 'call':
      return callReturns(expr)
    case 'binary': {
      const { op, lhs, rhs, matching } = expr
      if (isScalar(expr)) return false
      if (op === 'or') return oneAlwaysReturns(expr)
      if (op === 'unless') return false
      if (isComparison(op) && !expr.bool && comparisonOutcome(expr) !== true) return false
      if (isScalar(lhs)) return alwaysReturns(rhs)
      if (isScalar(rhs)) return alwaysReturns(lhs)
      return matching === undefined && alwaysReturns(lhs) && alwaysReturns(rhs) && isBare(lhs) && isBare(rhs)
    }
    default:
      return false
  }
}

/** Kept, for it is asked of each `or` of a chain. */
const oneAlwaysReturns = perPart(
  (expr: BinaryExpr): boolean => alwaysReturns(expr.lhs) || alwaysReturns(expr.rhs) || isComplete(expr),
)

/** `hour() >= 9 or hour() < 17`: one of the alternatives always holds for something that is always there. */
function isComplete(expr: BinaryExpr): boolean {
  const sides = disjuncts(expr)
  return sides.every((side) => alwaysReturns(filtered(side).inner)) && leavesNoGap(sides)
}

/** Whether a result is at most one series, without labels. */
export function isBare(expr: Expr): boolean {
  const model = labelsOf(expr)
  return model.rest.status === 'never' && [...model.known.values()].every(({ status }) => status === 'never')
}

function callReturns({ func, args }: Extract<Expr, { kind: 'call' }>): boolean {
  if (func === 'vector') return true
  if (func.startsWith('absent') || func.startsWith('histogram_') || func === 'clamp' || func === 'info')
    return false
  const known = functions.get(func)
  if (known === undefined || known.returns !== 'vector') return false
  // Without arguments, date functions use the evaluation time.
  if (args.length === 0) return true
  return known.args[0] === 'vector' && alwaysReturns(args[0]!)
}
