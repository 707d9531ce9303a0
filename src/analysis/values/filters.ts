/** Separates comparisons with constants from the rest of an expression. */

import type { BinaryExpr, Expr } from '../../promql/ast.ts'
import { isComparison } from '../../promql/operators.ts'
import { perPart } from '../../promql/per-part.ts'
import type { Range } from '../../text/source.ts'
import { bare, isSame, isScalar } from './alike.ts'
import type { Values } from './math.ts'
import { valuesOf } from './ranges.ts'

/** Splits a filter: the expression under comparisons with constants, and the values that these let through. */
export interface Filtered {
  readonly inner: Expr
  readonly values: Values
  readonly range: Range
  readonly isFilter: boolean
}

export const filtered: (expr: Expr) => Filtered = perPart((expr) => {
  const inner = bare(expr)
  if (inner.kind === 'binary' && isComparison(inner.op) && !inner.bool) {
    const [vector, constant] = isScalar(inner.lhs) ? [inner.rhs, inner.lhs] : [inner.lhs, inner.rhs]
    if (constant.kind === 'number' || isScalar(constant)) {
      return { ...filtered(vector), values: valuesOf(inner), range: inner.range, isFilter: true }
    }
  }
  return { inner, values: valuesOf(inner), range: inner.range, isFilter: false }
})

/** Whether a comparison is of every series with itself. */
export const isWithItself = ({ lhs, rhs, matching }: BinaryExpr): boolean =>
  matching === undefined && !isScalar(lhs) && isSame(bare(lhs), bare(rhs))

/** The operands of nested `and`s that match on all labels; with `loosely`, of any `and`. */
export const conjuncts = (expr: Expr, loosely = false): Expr[] =>
  operands(expr, ({ op, matching }) => op === 'and' && (matching === undefined || loosely))

/** The alternatives of nested `or`s. */
export const disjuncts = (expr: Expr): Expr[] => operands(expr, ({ op }) => op === 'or')

/** The operands of nested operators of a kind, from left to right. A chain of them is long on the left. */
function operands(expr: Expr, isNested: (inner: BinaryExpr) => boolean): Expr[] {
  const found: Expr[] = []
  const waiting = [expr]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const inner = bare(next)
    if (inner.kind === 'binary' && isNested(inner)) waiting.push(inner.rhs, inner.lhs)
    else found.push(inner)
  }
  return found
}

/** Whether one expression has at least the series of another: the same one, with a filter that is no narrower. */
export function covers(wide: Expr, narrow: Expr): boolean {
  const [outer, inner] = [filtered(wide), filtered(narrow)]
  const [some, all] = [inner.values, outer.values]
  const isWider =
    !outer.isFilter ||
    (inner.isFilter &&
      some.lo.at >= all.lo.at &&
      some.hi.at <= all.hi.at &&
      (!all.lo.open || some.lo.open || some.lo.at > all.lo.at) &&
      (!all.hi.open || some.hi.open || some.hi.at < all.hi.at))
  if (!isSame(outer.inner, inner.inner)) return false
  return hasHoles(wide) ? fillsNoHole(wide, inner) : isWider
}

/** `x != 0` and `x > 0`: whether the one value that is left out is not among those of the other filter. */
function fillsNoHole(wide: Expr, { values, isFilter }: Filtered): boolean {
  const outer = bare(wide)
  if (outer.kind !== 'binary' || outer.op !== '!=' || outer.rhs.kind !== 'number' || !isFilter) return false
  const { value } = outer.rhs
  const { lo, hi } = values
  const isOut = value < lo.at || value > hi.at || (value === lo.at && lo.open) || (value === hi.at && hi.open)
  return isOut && !filtered(outer.lhs).isFilter
}

/** Whether a filter's values are not one range with known ends: `!= 5`, or a computed threshold. */
export function hasHoles(expr: Expr): boolean {
  const inner = bare(expr)
  if (inner.kind !== 'binary' || !isComparison(inner.op)) return false
  const [vector, constant] = isScalar(inner.lhs) ? [inner.rhs, inner.lhs] : [inner.lhs, inner.rhs]
  const { lo, hi, nan } = valuesOf(constant)
  return inner.op === '!=' || lo.at !== hi.at || nan || hasHoles(vector)
}

export { bare }
