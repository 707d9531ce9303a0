/**
 * Facts about the parts of an expression, computed once. Trees do not change, and every check asks again. All facts
 * about a part are in one row of one table, because finding the row is most of the cost.
 */
import type { Expr } from './ast.ts'

const rows = new WeakMap<Expr, unknown[]>()
let columns = 0
/** Represents a found `undefined`. */
const nothing = {}
let lastExpr: Expr | undefined
let lastRow: unknown[] | undefined

function rowOf(expr: Expr): unknown[] {
  if (expr === lastExpr) return lastRow!
  let row = rows.get(expr)
  if (row === undefined) {
    row = []
    rows.set(expr, row)
  }
  lastExpr = expr
  lastRow = row
  return row
}

/** Calls `find` at most once for each part of an expression; results are released with the expression. */
export function perPart<V>(find: (expr: Expr) => V): (expr: Expr) => V {
  const column = columns++
  return (expr) => {
    const row = rowOf(expr)
    const before = row[column]
    if (before !== undefined) return (before === nothing ? undefined : before) as V
    const value = find(expr)
    row[column] = value === undefined ? nothing : value
    return value
  }
}
