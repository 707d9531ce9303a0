/** Variants of an instant query with `@` on every selector, to evaluate at other times: the answer must not change. */
import type { Expr } from '../../promql/ast.ts'
import { formatExpr, parseExpr, walk } from '../../promql/index.ts'
import { timeDependent } from '../plan.ts'
import { testParseOptions } from './options.ts'

export interface InstantQuery {
  readonly expr: string
  readonly at: number
}

/** Empty if the answer may change with the time. */
export function atModifierQueries(text: string, at: number): readonly InstantQuery[] {
  const { expr } = parseExpr(text, testParseOptions)
  if (expr === undefined) return []
  let mayChange = false
  walk(expr, (node) => {
    if (node.kind === 'call' && timeDependent.has(node.func)) mayChange = true
    // A subquery gets an `@` of its own, so nothing inside it changes with the evaluation time.
    return node.kind !== 'subquery'
  })
  if (mayChange) return []
  const pinned = formatExpr(pin(expr, at))
  const times = at === 0 ? [-1000, 0, 1000] : [-10 * at, 0, Math.trunc(at / 5), at, 10 * at]
  return times.map((time) => ({ expr: pinned, at: time }))
}

/** Pins a selector to a time; selectors inside a pinned subquery stay as they are. */
function pin(expr: Expr, time: number): Expr {
  const at = { range: expr.range, time }
  const isPinned = 'at' in expr && typeof expr.at?.time === 'number'
  switch (expr.kind) {
    case 'vectorSelector':
    case 'matrixSelector':
    case 'subquery':
      return isPinned ? expr : { ...expr, at }
    case 'call':
      return { ...expr, args: expr.args.map((arg) => pin(arg, time)) }
    case 'aggregate':
      return {
        ...expr,
        expr: pin(expr.expr, time),
        param: expr.param === undefined ? undefined : pin(expr.param, time),
      }
    case 'binary':
      return { ...expr, lhs: pin(expr.lhs, time), rhs: pin(expr.rhs, time) }
    case 'paren':
    case 'unary':
      return { ...expr, expr: pin(expr.expr, time) }
    default:
      return expr
  }
}
