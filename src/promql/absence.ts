/** Expressions that fire on appearance where loss was meant, and counts that vanish together with the counted series. */

import type { Range } from '../text/source.ts'
import { alwaysReturns } from './always.ts'
import type { Expr } from './ast.ts'
import { formatDuration } from './duration.ts'
import { bare } from './filters.ts'
import { metricKind } from './metric-kind.ts'
import { formatExpr } from './print.ts'
import { isScalar, valuesOf } from './ranges.ts'
import { isComparison } from './ranges-math.ts'
import { metricName, selectors } from './walk.ts'
import { lengthOf } from './windows.ts'

/** The expression without its `offset`s, and those offsets in milliseconds. */
function withoutOffset(expr: Expr): { text: string; offsets: Set<number | undefined> } {
  const offsets = new Set<number | undefined>()
  const stripped = JSON.parse(
    JSON.stringify(expr, (key, value: unknown) => {
      if (key !== 'offset' || value === undefined) return value
      offsets.add(lengthOf(value as Parameters<typeof lengthOf>[0]))
      return undefined
    }),
  ) as Expr
  return { text: formatExpr(stripped), offsets }
}

export interface Appearing {
  readonly range: Range
  readonly left: Range
  readonly right: Range
  readonly name: string | undefined
  readonly offset: string
}

/** `A unless A offset d`: series that are new. Counters are exempt: they may appear with their first event. */
export function appearing(expr: Expr): Appearing | undefined {
  const inner = bare(expr)
  // Any aggregation of new series counts, whatever their number.
  if (inner.kind === 'aggregate' && inner.param === undefined) return appearing(inner.expr)
  if (inner.kind === 'binary' && /^(?:>=?|!=)$/.test(inner.op) && isScalar(inner.rhs))
    return appearing(inner.lhs)
  if (inner.kind !== 'binary' || inner.op !== 'unless') return undefined
  const [lhs, rhs] = [bare(inner.lhs), bare(inner.rhs)]
  const now = withoutOffset(lhs)
  const then = [withoutOffset(rhs), withoutOffset(everSeen(rhs))].find(({ text }) => text === now.text)
  if (then === undefined || now.offsets.size > 0 || then.offsets.size !== 1) return undefined
  const [offset] = then.offsets
  const [first] = selectors(inner.lhs)
  const name = first && metricName(first)
  if (offset === undefined || offset <= 0) return undefined
  if (name !== undefined && (metricKind(name) === 'counter' || /_count$/.test(name))) return undefined
  if (hasFilter(inner.lhs)) return undefined
  return {
    range: inner.opRange,
    left: inner.lhs.range,
    right: inner.rhs.range,
    name,
    offset: formatDuration(offset),
  }
}

/** `x` of `max_over_time(x[1h] offset 5m)`: a result for every series that existed then. */
function everSeen(expr: Expr): Expr {
  const inner = bare(expr)
  if (inner.kind === 'aggregate' && inner.param === undefined) return { ...inner, expr: everSeen(inner.expr) }
  if (inner.kind !== 'call' || !/^(?:avg|count|last|max|min|present|sum)_over_time$/.test(inner.func))
    return expr
  const [vector] = inner.args
  if (vector?.kind !== 'matrixSelector') return expr
  return { ...vector.selector, offset: vector.offset, at: vector.at }
}

function hasFilter(expr: Expr): boolean {
  const inner = bare(expr)
  if (inner.kind === 'aggregate') return hasFilter(inner.expr)
  return inner.kind === 'binary'
}

export interface ResolvingCount {
  readonly range: Range
  readonly metric: string | undefined
  readonly text: string
}

/** `count(x == 1) < 3`: once the last series is gone, nothing is left to count and the alert resolves. */
export function resolvingCounts(expr: Expr): ResolvingCount[] {
  const inner = bare(expr)
  if (inner.kind !== 'binary') return []
  if (inner.op === 'or') {
    // Any other part may detect the loss.
    return []
  }
  if (inner.op === 'and' || inner.op === 'unless') return resolvingCounts(inner.lhs)
  if (!isComparison(inner.op) || inner.bool || !isScalar(inner.rhs) || !/^<=?$/.test(inner.op)) return []
  const counted = bare(inner.lhs)
  if (counted.kind !== 'aggregate' || alwaysReturns(counted)) return []
  const limit = valuesOf(inner.rhs)
  // Below 1 it never fires at all, which another check reports.
  if (limit.hi.at < 1 || (limit.hi.at === 1 && inner.op === '<')) return []
  const given = bare(counted.expr)
  const isFilter = given.kind === 'binary' && isComparison(given.op) && !given.bool
  // `x == 0` counts failures: the fewer, the better.
  if (isFilter && given.op === '==' && isScalar(given.rhs) && valuesOf(given.rhs).hi.at === 0) return []
  if (counted.op !== 'count' && !(counted.op === 'sum' && isFilter)) return []
  // Without a filter, the absence of a group may be harmless.
  if (counted.grouping !== undefined && !isFilter) return []
  const [first] = selectors(counted.expr)
  return [
    {
      range: counted.range,
      metric: first && metricName(first),
      text: `\`${counted.op}\` of nothing returns no sample, so the alert ends when ${isFilter ? 'no series passes the filter' : 'the last series disappears'}`,
    },
  ]
}

/** `up == 1`: a condition that holds while all is well. */
export function whileUp(expr: Expr): Range | undefined {
  const inner = bare(expr)
  if (inner.kind !== 'binary' || inner.op !== '==' || inner.bool) return undefined
  const [side, value] = [bare(inner.lhs), bare(inner.rhs)]
  const isUp = side.kind === 'vectorSelector' && /^(?:up|probe_success)$/.test(metricName(side) ?? '')
  return isUp && value.kind === 'number' && value.value === 1
    ? { start: inner.opRange.start, end: value.range.end }
    : undefined
}
