/**
 * Facts about the parts of an expression, computed once. Trees do not change, and every check asks anew; all
 * that is known of a part stands in one row of one table, since to find the row is most of what asking costs.
 */
import type { Expr } from './ast.ts'

const rows = new WeakMap<Expr, unknown[]>()
let columns = 0
/** Stands for `undefined` that was found. */
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

/** `find`, asked at most once for each part of an expression; forgotten with the expression. */
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
