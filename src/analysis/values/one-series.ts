/** Whether a result is one series at most, by the shape of its expression: `sum(…)`, `topk(1, …)`, `absent(…)`. */

import type { AggregateExpr, BinaryExpr, Expr } from '../../promql/ast.ts'
import { functions } from '../../promql/functions.ts'
import { isScalar } from './alike.ts'

/** Whether an expression returns one series at most, whatever is scraped; `false` also where its shape does not tell. */
export function isOneSeries(expr: Expr): boolean {
  switch (expr.kind) {
    case 'paren':
    case 'unary':
      return isOneSeries(expr.expr)
    case 'aggregate':
      return isOneSeries(expr.expr) || (isWhole(expr) && leavesOne(expr))
    case 'call':
      return callOf(expr)
    case 'binary':
      return binaryOf(expr)
    default:
      return false
  }
}

/** Whether all series are in one group. */
const isWhole = ({ grouping }: AggregateExpr): boolean =>
  grouping === undefined || (grouping.mode === 'by' && grouping.labels.length === 0)

function leavesOne({ op, param }: AggregateExpr): boolean {
  if (op === 'count_values' || op === 'limit_ratio') return false
  if (op !== 'topk' && op !== 'bottomk' && op !== 'limitk') return true
  return param?.kind === 'number' && param.value < 2
}

function callOf({ func, args }: Extract<Expr, { kind: 'call' }>): boolean {
  if (func === 'vector' || func.startsWith('absent')) return true
  const known = functions.get(func)
  if (known === undefined || known.returns !== 'vector' || func === 'histogram_quantiles') return false
  // Without arguments, date functions use the evaluation time.
  if (args.length === 0) return true
  const at = known.args.indexOf('vector')
  return args[at] !== undefined && isOneSeries(args[at])
}

function binaryOf({ op, lhs, rhs, matching }: BinaryExpr): boolean {
  if (op === 'or' || matching?.fill !== undefined) return false
  if (op === 'and' || op === 'unless') return isOneSeries(lhs)
  if (isScalar(lhs)) return isOneSeries(rhs)
  if (isScalar(rhs)) return isOneSeries(lhs)
  if (matching?.group) return isOneSeries(matching.group.side === 'left' ? lhs : rhs)
  return isOneSeries(lhs) || isOneSeries(rhs)
}
