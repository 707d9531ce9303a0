/**
 * Divisions of a part by its whole, whose results are 0 to 1: `sum(rate(x{code="500"}[5m])) / sum(rate(x[5m]))`. Sums of floats
 * are taken to be as exact as those of real numbers; the difference is in the last bit.
 */

import type { AggregateExpr, BinaryExpr, Expr, VectorSelector } from '../../promql/ast.ts'
import { metricName } from '../../promql/walk.ts'
import { bare, filteredPart, hasMatchers, isSame, isScalar, windowTail } from './alike.ts'
import { coversSeries } from './covers-series.ts'
import { atLeast, between, combine, type Values } from './math.ts'

/** Asks for the values of a part. */
type ValuesOf = (expr: Expr) => Values

/** The values of such a division, and of its inverse; undefined for any other. */
export function shareValues(expr: BinaryExpr, valuesOf: ValuesOf): Values | undefined {
  const { op, lhs } = expr
  // `100 * a / b` is `(100 * a) / b`.
  const scaled = op === '/' ? bare(lhs) : undefined
  if (scaled?.kind === 'binary' && scaled.op === '*' && isScalar(scaled.lhs)) {
    const share = shareOf({ ...expr, lhs: scaled.rhs }, valuesOf)
    return share && combine('*', valuesOf(scaled.lhs), share)
  }
  return shareOf(expr, valuesOf)
}

function shareOf({ op, lhs, rhs, matching }: BinaryExpr, valuesOf: ValuesOf): Values | undefined {
  const [left, right] = [bare(lhs), bare(rhs)]
  if (op === '/' && matching === undefined) {
    if (isAddend(left, right, valuesOf)) return { ...between(0, 1), nan: true }
    if (isAddend(right, left, valuesOf)) return { ...atLeast(1), nan: true }
  }
  if (op !== '/' || left.kind !== 'aggregate' || right.kind !== 'aggregate') return undefined
  if (matching?.fill !== undefined) return undefined
  if (isWithin(left, right, matching, valuesOf)) {
    const most = left.op === 'sum' && right.op === 'count' ? valuesOf(left.expr).hi.at : 1
    return { ...between(0, most), nan: right.op === 'sum' }
  }
  const back = matching && { ...matching, group: undefined }
  const isWhole = matching?.group === undefined && isWithin(right, left, back, valuesOf)
  return isWhole && left.op === right.op ? { ...atLeast(1), nan: true } : undefined
}

/** Whether an expression is one of those that are added, none of which is below 0: `a` and `a + b`. */
function isAddend(part: Expr, sum: Expr, valuesOf: ValuesOf): boolean {
  if (sum.kind !== 'binary' || sum.op !== '+') return false
  const all = addends(sum)
  return all.some((one) => isSame(one, part)) && all.every((one) => valuesOf(one).lo.at >= 0)
}

/** What is added, series by series with the same labels. */
function addends(expr: Expr): Expr[] {
  const inner = bare(expr)
  if (inner.kind !== 'binary' || inner.op !== '+' || inner.matching !== undefined) return [inner]
  return [...addends(inner.lhs), ...addends(inner.rhs)]
}

type Matching = BinaryExpr['matching']

/** Whether each sum or count of `part` is over series that are also in the one of `whole` which it meets. */
function isWithin(
  part: AggregateExpr,
  whole: AggregateExpr,
  matching: Matching,
  valuesOf: ValuesOf,
): boolean {
  if (matching?.group?.side === 'right' || !meetsItsWhole(part, whole, matching)) return false
  if (part.op === 'sum' && whole.op === 'sum') {
    return valuesOf(whole.expr).lo.at >= 0 && hasSameValues(part.expr, whole.expr)
  }
  const isCount = part.op === 'count' || (part.op === 'sum' && isShare(valuesOf(part.expr)))
  return isCount && whole.op === 'count' && coversSeries(whole.expr, part.expr)
}

/** Whether each result of `part` is at most the one of `whole` that it meets. */
export function isPartOf(
  part: AggregateExpr,
  whole: AggregateExpr,
  matching: Matching,
  valuesOf: ValuesOf,
): boolean {
  if (!isWithin(part, whole, matching, valuesOf)) return false
  return part.op === whole.op || valuesOf(part.expr).hi.at <= 1
}

const isShare = ({ lo, hi, nan }: Values): boolean => lo.at >= 0 && Number.isFinite(hi.at) && !nan

/** Whether all series of a group on the left are in the group on the right that has the same matched labels. */
function meetsItsWhole(part: AggregateExpr, whole: AggregateExpr, matching: Matching): boolean {
  const [own, its] = [part, whole].map(({ grouping }) => (grouping?.labels ?? []).map(({ name }) => name))
  if (part.grouping?.mode === 'without' || whole.grouping?.mode === 'without') {
    const isAlike =
      part.grouping?.mode === whole.grouping?.mode && `${own!.toSorted()}` === `${its!.toSorted()}`
    return isAlike && matching === undefined
  }
  const on = matching?.on?.labels.map(({ name }) => name)
  const ignored = matching?.ignoring?.labels.map(({ name }) => name) ?? []
  const isMatched = (label: string): boolean =>
    on === undefined ? !ignored.includes(label) : on.includes(label)
  return its!.every((label) => own!.includes(label) && isMatched(label))
}

/** Functions of one series, whose result depends on nothing else. */
const ofOne = /^(?:rate|increase|irate|(?:avg|max|min|sum|last|count)_over_time)$/

/** Whether every sample of `part` is, with the same value, among those of `whole`. */
function hasSameValues(part: Expr, whole: Expr): boolean {
  const [inner, outer] = [bare(part), bare(whole)]
  if (isSame(inner, outer)) return true
  const kept = filteredPart(inner)
  if (kept !== undefined) return hasSameValues(kept, outer)
  if (inner.kind === 'vectorSelector') return outer.kind === 'vectorSelector' && selects(inner, outer)
  if (inner.kind === 'matrixSelector') {
    return (
      outer.kind === 'matrixSelector' &&
      windowTail(inner) === windowTail(outer) &&
      selects(inner.selector, outer.selector)
    )
  }
  if (inner.kind !== 'call' || outer.kind !== 'call' || inner.func !== outer.func || !ofOne.test(inner.func))
    return false
  return inner.args.length === 1 && hasSameValues(inner.args[0]!, outer.args[0]!)
}

/** Whether a selector has only series of another; one bucket of a histogram is part of its count. */
function selects(part: VectorSelector, whole: VectorSelector): boolean {
  if (hasMatchers(whole, part)) return true
  const [bucket, count] = [metricName(part), metricName(whole)]
  const isBucket = bucket?.endsWith('_bucket') && count === bucket.replace(/_bucket$/, '_count')
  if (!isBucket || !part.matchers.some(({ name, op }) => name === 'le' && op === '=')) return false
  return hasMatchers({ ...whole, name: bucket }, part)
}
