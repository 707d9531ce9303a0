/** Alternatives that leave no value out. */

import type { Expr } from '../../promql/ast.ts'
import { bare, isSame } from './alike.ts'
import { filtered, hasHoles } from './filters.ts'

/** Whether alternatives filter one expression without leaving a gap: `x > 5 or x <= 5`. */
export function leavesNoGap(sides: readonly Expr[]): boolean {
  const parts = sides
    .filter((side) => !hasHoles(side))
    .map(filtered)
    .filter(({ isFilter }) => isFilter)
  if (fillsHole(sides)) return true
  const [first] = parts
  if (first === undefined || parts.length < 2) return false
  const same = parts.filter(({ inner }) => isSame(inner, first.inner))
  if (same.length < 2) return false
  const whole = filtered(first.inner).values
  const sorted = same
    .map(({ values }) => values)
    .toSorted((a, b) => a.lo.at - b.lo.at || Number(a.lo.open) - Number(b.lo.open))
  let reached = sorted[0]!
  if (reached.lo.at > whole.lo.at || (reached.lo.open && Number.isFinite(reached.lo.at))) return false
  for (const next of sorted.slice(1)) {
    const touches =
      next.lo.at < reached.hi.at ||
      (next.lo.at === reached.hi.at && !(next.lo.open && reached.hi.open)) ||
      (whole.integral && next.lo.at <= reached.hi.at + 1)
    if (!touches) return false
    if (next.hi.at > reached.hi.at || (next.hi.at === reached.hi.at && !next.hi.open)) reached = next
  }
  return reached.hi.at >= whole.hi.at
}

/** `x == 0 or x != 0`: an alternative has the one value that another leaves out. */
function fillsHole(sides: readonly Expr[]): boolean {
  return sides.some((side) => {
    const inner = bare(side)
    if (inner.kind !== 'binary' || inner.op !== '!=' || inner.bool || inner.rhs.kind !== 'number')
      return false
    const { value } = inner.rhs
    return sides.some((other) => {
      const { inner: of, values, isFilter } = filtered(other)
      const isIn =
        values.lo.at <= value && values.hi.at >= value && !(values.lo.open && values.lo.at === value)
      return (
        isFilter &&
        !hasHoles(other) &&
        isIn &&
        !(values.hi.open && values.hi.at === value) &&
        isSame(of, bare(inner.lhs))
      )
    })
  })
}
