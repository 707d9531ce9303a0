/**
 * Which of two expressions is never above the other, whatever the data: `min(x)` and `max(x)`, `x` and `x + 5`, a part and its
 * whole. As in `share.ts`, floats are taken to be as exact as real numbers.
 */

import type { AggregateExpr, BinaryExpr, Call, Expr } from '../../promql/ast.ts'
import { aggregateHead } from '../../promql/print.ts'
import { bare, isSame, isScalar } from './alike.ts'
import type { Values } from './math.ts'
import { isPartOf } from './share.ts'

/** Asks for the values of a part. */
type ValuesOf = (expr: Expr) => Values

/** Whether no sample of the left side is above the one of the right side that it meets. */
export function isAtMost({ lhs, rhs, matching }: BinaryExpr, valuesOf: ValuesOf): boolean {
  const [low, high] = [bare(lhs), bare(rhs)]
  if (isScalar(low) || isScalar(high) || matching?.fill !== undefined) return false
  if (low.kind === 'aggregate' && high.kind === 'aggregate') {
    if (matching?.group?.side !== 'right' && isPartOf(low, high, matching, valuesOf)) return true
  }
  return matching === undefined && (inOrder(low, high, valuesOf) || areShifted(low, high, valuesOf))
}

/** The same with the sides exchanged. */
export function isAtLeast({ lhs, rhs, matching, ...rest }: BinaryExpr, valuesOf: ValuesOf): boolean {
  const group = matching?.group && { ...matching.group, side: turned[matching.group.side] }
  return isAtMost({ ...rest, lhs: rhs, rhs: lhs, matching: matching && { ...matching, group } }, valuesOf)
}

const turned = { left: 'right', right: 'left' } as const

const ranks: Readonly<Record<string, number>> = { min: 0, avg: 1, quantile: 1, first: 1, last: 1, max: 2 }

/** Whether one is the least, the other the greatest, or one between: of a group, of a window, of a number's neighbours. */
function inOrder(low: Expr, high: Expr, valuesOf: ValuesOf): boolean {
  if (low.kind === 'aggregate' && high.kind === 'aggregate') return ofGroup(low, high, valuesOf)
  if (low.kind === 'call' && low.func === 'floor') return isWithin(low, high)
  if (high.kind === 'call' && high.func === 'ceil') return isWithin(high, low)
  if (low.kind === 'call' && high.kind === 'call' && areQuantiles(low, high, valuesOf)) return true
  const [lower, upper] = [low, high].map((side) => rankOf(side, valuesOf))
  if (lower === undefined || upper === undefined || lower.rank === upper.rank) return false
  if (lower.rank > upper.rank) return false
  const [one, other] = [lower.of, upper.of]
  if (one.kind === other.kind) return isSame(one, other)
  // What a selector finds is the last sample of every window that has any.
  const [instant, window] = one.kind === 'vectorSelector' ? [one, other] : [other, one]
  if (window.kind !== 'matrixSelector' || window.offset !== undefined || window.at !== undefined) return false
  return isSame(instant, window.selector)
}

/** Whether the other side is the number that is rounded, or the same rounded the other way. */
function isWithin({ args, func }: Call, other: Expr): boolean {
  const [inner] = args
  if (inner === undefined) return false
  const [rounded] = other.kind === 'call' && /^(?:floor|ceil)$/.test(other.func) ? other.args : []
  return isSame(bare(inner), other) || (rounded !== undefined && func !== undefined && isSame(inner, rounded))
}

/** Where in its window a result is: the least, the greatest or one between. */
function rankOf(expr: Expr, valuesOf: ValuesOf): { of: Expr; rank: number } | undefined {
  if (expr.kind === 'vectorSelector') return { of: expr, rank: 1 }
  const [, name] = (expr.kind === 'call' && /^(\w+)_over_time$/.exec(expr.func)) || []
  const rank = name === undefined ? undefined : ranks[name]
  if (expr.kind !== 'call' || rank === undefined) return undefined
  if (name === 'quantile' && !isInside(expr.args[0], valuesOf)) return undefined
  const of = expr.args.at(-1)
  return of && { of: bare(of), rank }
}

/** The same quantile or a lower one, of the same window or the same histogram. */
function areQuantiles(low: Call, high: Call, valuesOf: ValuesOf): boolean {
  if (low.func !== high.func || !/^(?:histogram_quantile|quantile_over_time)$/.test(low.func)) return false
  const [[lower, few], [upper, many]] = [low.args, high.args]
  return few !== undefined && many !== undefined && isLower(lower, upper, valuesOf) && isSame(few, many)
}

/** Whether one number is known to be no greater than another. */
function isLower(low: Expr | undefined, high: Expr | undefined, valuesOf: ValuesOf): boolean {
  if (low === undefined || high === undefined || !isScalar(low) || !isScalar(high)) return false
  const [lower, upper] = [valuesOf(low), valuesOf(high)]
  return !lower.nan && !upper.nan && lower.hi.at <= upper.lo.at
}

function ofGroup(low: AggregateExpr, high: AggregateExpr, valuesOf: ValuesOf): boolean {
  const [lower, upper] = [ranks[low.op], ranks[high.op]]
  if (lower === undefined || upper === undefined) return false
  const isRising = low.op === 'quantile' && high.op === 'quantile' && isLower(low.param, high.param, valuesOf)
  if (lower >= upper && !isRising) return false
  const [few, many] = [low, high].map(({ grouping }) => aggregateHead('', grouping, { canonical: true }))
  if (few !== many || !isSame(bare(low.expr), bare(high.expr))) return false
  return [low, high].every(({ op, param }) => op !== 'quantile' || isInside(param, valuesOf))
}

/** Whether a quantile is one, between 0 and 1. */
function isInside(param: Expr | undefined, valuesOf: ValuesOf): boolean {
  if (param === undefined) return false
  const { lo, hi, nan } = valuesOf(param)
  return lo.at >= 0 && hi.at <= 1 && !nan
}

/** `x` and `x + 5`; `x` and `2 * x` where x is never below 0. */
function areShifted(low: Expr, high: Expr, valuesOf: ValuesOf): boolean {
  const [one, other] = [lineOf(low, valuesOf), lineOf(high, valuesOf)]
  if (one.of === low && other.of === high) return false
  if (!isSame(one.of, other.of)) return false
  const [slope, more] = [other.times - one.times, other.plus - one.plus]
  const { lo, hi } = valuesOf(one.of)
  const end = slope > 0 ? lo.at : slope < 0 ? hi.at : 0
  return Number.isFinite(end) && slope * end + more >= 0
}

interface Line {
  readonly of: Expr
  readonly times: number
  readonly plus: number
}

/** An expression as a multiple of another, plus a number. */
function lineOf(expr: Expr, valuesOf: ValuesOf): Line {
  const inner = bare(expr)
  const alone = { of: inner, times: 1, plus: 0 }
  if (inner.kind !== 'binary' || !/^[-+*/]$/.test(inner.op)) return alone
  const { op, lhs, rhs } = inner
  const isRight = isScalar(rhs)
  if (isRight === isScalar(lhs) || (!isRight && op === '/')) return alone
  const { lo, hi, nan } = valuesOf(isRight ? rhs : lhs)
  const by = lo.at
  if (by !== hi.at || nan || !Number.isFinite(by) || (op === '/' && by === 0)) return alone
  const { of, times, plus } = lineOf(isRight ? lhs : rhs, valuesOf)
  if (op === '+') return { of, times, plus: plus + by }
  if (op === '-') return isRight ? { of, times, plus: plus - by } : { of, times: -times, plus: by - plus }
  const factor = op === '/' ? 1 / by : by
  return { of, times: times * factor, plus: plus * factor }
}
