/** Sides of `or` and `unless` without effect. */
import { alwaysReturns, isBare } from './always.ts'
import type { Expr } from './ast.ts'
import { covers } from './filters.ts'
import { labelMismatch } from './label-mismatch.ts'
import { type Never, whyNever } from './never.ts'
import { partsOf } from './walk.ts'
import type { Times } from './windows.ts'

/**
 * Sides of `or` and `unless` within an expression that never return anything, or never have an effect. A side that only
 * makes the whole expression empty is reported by `whyNever`.
 */
export function deadSides(expr: Expr, times: Times = {}): Never[] {
  const found: Never[] = []
  if (!partsOf(expr).some((node) => node.kind === 'binary' && /^(?:or|unless)$/.test(node.op))) return found
  for (const node of partsOf(expr)) {
    if (node.kind !== 'binary') continue
    const { op, lhs, rhs } = node
    if (op === 'or') {
      const dead = [lhs, rhs].flatMap((side) => whyNever(side, times) ?? [])
      found.push(...dead.filter((one) => !found.some(({ expr }) => expr === one.expr)))
      if (dead.length === 0 && isCovered(lhs, rhs)) {
        found.push({
          expr: rhs,
          range: rhs.range,
          text: 'the left side of `or` always returns a sample without labels, so the right side has no effect',
          hint: 'remove the right side, or the part that makes the left side always return something',
          related: [],
        })
      } else if (dead.length === 0 && covers(lhs, rhs) && node.matching === undefined) {
        found.push({
          expr: rhs,
          range: rhs.range,
          text: 'every series of the right side of `or` is on the left side already',
          hint: 'remove the right side, or correct one of the two',
          related: [{ range: lhs.range, text: 'has at least the same series' }],
        })
      }
    } else if (op === 'unless') {
      const dead = whyNever(rhs, times)
      const apart = dead === undefined ? labelMismatch(node) : undefined
      if (dead) found.push(dead)
      else if (apart) {
        found.push({
          expr: rhs,
          range: node.opRange,
          text: apart.text,
          hint: apart.hint,
          related: apart.sides,
          ...(apart.insert && { insert: { at: node.opRange.end, text: apart.insert } }),
        })
      }
    }
  }
  return found
}

/** Whether the left side of `or` always returns the one series that the right side could. */
function isCovered(lhs: Expr, rhs: Expr): boolean {
  return alwaysReturns(lhs) && isBare(lhs) && isBare(rhs)
}
