/** How old the sample is that a selector finds: `time() - timestamp(x)`, which no data changes beyond the lookback. */

import type { BinaryExpr, Expr, VectorSelector } from '../../promql/ast.ts'
import { isComparison } from '../../promql/operators.ts'
import { bare, isScalar } from './alike.ts'
import { between, narrow, negate, point, type Values } from './math.ts'

/** How far back a selector looks for a sample, in seconds, as Prometheus is started by default. */
export const LOOKBACK = 300

/**
 * Age of the samples, in seconds: of `time() - timestamp(x)`, possibly with an aggregation around `timestamp`. No
 * selector finds a sample that is older than the lookback.
 */
export function ageValues({ op, lhs, rhs }: BinaryExpr): Values | undefined {
  if (op !== '-') return undefined
  // The age of a sample, with its sign turned.
  if (isTime(rhs)) {
    const age = ageOf(lhs)
    return age && negate(age)
  }
  return isTime(lhs) ? ageOf(rhs) : undefined
}

/** A comparison that no sample passes, because of its age: `timestamp(x) < time() - 600`. In words, for its left side. */
export function ageNever(
  { op, lhs, rhs }: BinaryExpr,
  valuesOf: (expr: Expr) => Values,
): { readonly side: Expr; readonly age: Values; readonly wanted: Values } | undefined {
  // Most comparisons are with a number.
  if (rhs.kind === 'number' || lhs.kind === 'number' || !isComparison(op)) return undefined
  for (const [side, other] of [
    [lhs, rhs],
    [rhs, lhs],
  ] as const) {
    const age = isScalar(side) ? undefined : ageOf(side)
    const shift = age && shiftOf(other, valuesOf)
    if (age === undefined || shift === undefined) continue
    // Times below now; on the left side, as they are, on the right side compared the other way round.
    const [left, right] = side === lhs ? [negate(age), point(shift)] : [point(shift), negate(age)]
    const { lo, hi } = narrow(op, left, right)
    if (lo.at < hi.at || (lo.at === hi.at && !lo.open && !hi.open)) return undefined
    return { side, age, wanted: point(-shift) }
  }
  return undefined
}

/** The age of what `timestamp` is given. */
function ageOf(expr: Expr): Values | undefined {
  const of = timestampOf(expr)
  if (of === undefined || of.at !== undefined || of.recorded !== undefined) return undefined
  const offset = of.offset === undefined ? 0 : of.offset.kind === 'number' ? of.offset.value : undefined
  return offset === undefined || offset < 0 ? undefined : between(offset, offset + LOOKBACK)
}

function isTime(expr: Expr): boolean {
  const inner = bare(expr)
  return inner.kind === 'call' && inner.func === 'time'
}

/** By how many seconds `time() - 600` is later than now. */
function shiftOf(expr: Expr, valuesOf: (expr: Expr) => Values): number | undefined {
  const inner = bare(expr)
  if (isTime(inner)) return 0
  if (inner.kind !== 'binary' || !/^[-+]$/.test(inner.op)) return undefined
  const [time, by] = isTime(inner.lhs) ? [inner.lhs, inner.rhs] : [inner.rhs, inner.lhs]
  if (!isTime(time) || !isScalar(by) || (inner.op === '-' && time === inner.rhs)) return undefined
  const { lo, hi, nan } = valuesOf(by)
  if (lo.at !== hi.at || nan || !Number.isFinite(lo.at)) return undefined
  return inner.op === '-' ? -lo.at : lo.at
}

/** The selector whose samples' times a result is. */
function timestampOf(expr: Expr): VectorSelector | undefined {
  const inner = bare(expr)
  if (inner.kind === 'aggregate') return /^(?:max|min)$/.test(inner.op) ? timestampOf(inner.expr) : undefined
  const [given] = inner.kind === 'call' && inner.func === 'timestamp' ? inner.args : []
  return given?.kind === 'vectorSelector' ? given : undefined
}
