/** Expressions that fire on appearance where loss was meant, and counts that vanish together with the counted series. */

import type { At, BinaryExpr, Expr } from '../promql/ast.ts'
import { formatDuration } from '../promql/duration.ts'
import { isComparison } from '../promql/operators.ts'
import { formatExpr } from '../promql/print.ts'
import { metricName, partsOf, selectors } from '../promql/walk.ts'
import type { Range } from '../text/source.ts'
import { alwaysReturns } from './always.ts'
import { metricKind } from './metric-kind.ts'
import { coversSeries } from './values/covers-series.ts'
import { bare } from './values/filters.ts'
import type { Values } from './values/math.ts'
import { comparisonOutcome, isScalar, valuesOf } from './values/ranges.ts'
import { lengthOf } from './values/windows.ts'

/** The expression without its `offset`s, and those offsets in milliseconds. */
function withoutOffset(expr: Expr): { text: string; offsets: Set<number | undefined> } {
  const offsets = new Set<number | undefined>()
  const stripped = JSON.parse(
    JSON.stringify(expr, (key, value: unknown) => {
      // `@ start()` and `@ end()` are both the moment at which a rule is evaluated.
      if (key === 'at' && typeof (value as At | undefined)?.time === 'string') return undefined
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
  if (!isComparison(inner.op) || inner.bool) return []
  const found = countIn(inner)
  if (found === undefined || alwaysReturns(found.count)) return []
  const { count: counted, limit } = found
  // Below 1 it never fires at all, which another check reports.
  if (comparisonOutcome(inner) === false) return []
  const given = bare(counted.expr)
  const isFilter = given.kind === 'binary' && isComparison(given.op) && !given.bool
  // `x == 0` counts failures: the fewer, the better.
  if (isFilter && given.op === '==' && isScalar(given.rhs) && valuesOf(given.rhs).hi.at === 0) return []
  if (counted.op !== 'count' && !(counted.op === 'sum' && isFilter)) return []
  // Without a filter, the absence of a group may be harmless.
  if (limit === undefined && !isFilter) return []
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

type Aggregate = Extract<Expr, { kind: 'aggregate' }>

/**
 * The count that a comparison requires to be large: `count(x) < 3`, `3 > count(x)`, `count(x) - 3 < 0`, `count(x) /
 * count(y) < 0.5`, `count(x) - count(x == 1) > 0`. `limit`: what it is compared with, if directly.
 */
function countIn({ op, lhs, rhs }: BinaryExpr): { count: Aggregate; limit: Values | undefined } | undefined {
  let isBelow = /^<=?$/.test(op)
  if (!isBelow && !/^>=?$/.test(op)) return undefined
  // Of two vectors, the one that has to be the larger.
  const isLeft = isScalar(rhs) || (!isScalar(lhs) && isBelow)
  const [side, constant] = isLeft ? [lhs, rhs] : [rhs, lhs]
  if (isScalar(side)) return undefined
  if (!isLeft) isBelow = !isBelow
  let isDirect = isScalar(constant)
  // What is on the right may be a scale. It is a part where the other side counts all of the same series.
  const wholes = isLeft || isDirect ? [] : [constant]
  let inner = bare(side)
  while (inner.kind !== 'aggregate') {
    isDirect = false
    if (inner.kind === 'unary') {
      if (inner.op === '-') isBelow = !isBelow
      inner = bare(inner.expr)
    } else if (inner.kind === 'binary' && /^[-+*/]$/.test(inner.op)) {
      const [of, by] = isScalar(inner.lhs) ? [inner.rhs, inner.lhs] : [inner.lhs, inner.rhs]
      if (isScalar(by)) {
        if (/^[*/]$/.test(inner.op) && !(valuesOf(by).lo.at > 0)) return undefined
        if (by === inner.lhs && /^[-/]$/.test(inner.op)) isBelow = !isBelow
      } else if (!/^[-/]$/.test(inner.op)) return undefined
      // Of `a - b` and `a / b`, a large b makes a small result.
      const isSecond = !isScalar(by) && !isBelow
      if (isSecond) {
        isBelow = true
        wholes.push(of)
      }
      inner = bare(isSecond ? by : of)
    } else if (inner.kind === 'call' && /^(?:avg|max|min|last)_over_time$/.test(inner.func)) {
      const [window] = inner.args
      if (window?.kind !== 'subquery') return undefined
      inner = bare(window.expr)
    } else return undefined
  }
  // The smallest of several counts is a count, of series that may all be gone.
  while (/^(?:min|max|avg)$/.test(inner.op)) {
    const within = bare(inner.expr)
    if (within.kind !== 'aggregate') break
    inner = within
  }
  const counted = inner.expr
  const isPart = wholes.every((whole) => {
    const all = unscaled(whole)
    return all.kind === 'aggregate' && coversSeries(all.expr, counted)
  })
  return isBelow && isPart ? { count: inner, limit: isDirect ? valuesOf(constant) : undefined } : undefined
}

/** `x` of `2 * x`. */
function unscaled(expr: Expr): Expr {
  const inner = bare(expr)
  if (inner.kind !== 'binary' || !/^[*/]$/.test(inner.op)) return inner
  return isScalar(inner.lhs) ? unscaled(inner.rhs) : isScalar(inner.rhs) ? unscaled(inner.lhs) : inner
}

/** Whether a condition is that series are new, or gone, by comparison with an earlier moment, and for how long. */
export function comingOrGoing(expr: Expr): { range: Range; lasts: number; isLoss: boolean } | undefined {
  const inner = bare(expr)
  if (inner.kind === 'aggregate' && inner.param === undefined) return comingOrGoing(inner.expr)
  if (inner.kind !== 'binary') return undefined
  if (/^(?:>=?|!=)$/.test(inner.op) && isScalar(inner.rhs)) return comingOrGoing(inner.lhs)
  if (inner.op !== 'unless' || hasFilter(inner.lhs) || hasFilter(inner.rhs)) return undefined
  if (partsOf(inner).some(({ kind }) => kind === 'matrixSelector' || kind === 'subquery')) return undefined
  const [now, then] = [withoutOffset(bare(inner.lhs)), withoutOffset(bare(inner.rhs))]
  const offsets = [...now.offsets, ...then.offsets]
  const [lasts] = offsets
  if (now.text !== then.text || offsets.length !== 1 || lasts === undefined || lasts <= 0) return undefined
  return { range: inner.range, lasts, isLoss: now.offsets.size > 0 }
}

/** Metrics that are 1 while a target answers, and 0 while it does not. */
const answers: ReadonlySet<string | undefined> = new Set(['up', 'probe_success'])

/** `absent(up == 0)`: nothing is down. */
export function noneDown(expr: Expr): { readonly range: Range; readonly name: string } | undefined {
  const inner = bare(expr)
  const [given] = inner.kind === 'call' && inner.func === 'absent' ? inner.args : []
  const asked = given && bare(given)
  if (asked?.kind !== 'binary' || asked.op !== '==' || asked.bool || bare(asked.rhs).kind !== 'number')
    return undefined
  let side = bare(asked.lhs)
  while (side.kind === 'aggregate' && side.param === undefined) side = bare(side.expr)
  const name = side.kind === 'vectorSelector' ? metricName(side) : undefined
  const isDown = answers.has(name) && valuesOf(asked.rhs).hi.at === 0
  return isDown ? { range: { start: asked.opRange.start, end: asked.rhs.range.end }, name: name! } : undefined
}

/** `up == 1`: a condition that holds while all is well. */
export function whileUp(expr: Expr): Range | undefined {
  const inner = bare(expr)
  if (inner.kind !== 'binary' || inner.op !== '==' || inner.bool) return undefined
  const [side, value] = [bare(inner.lhs), bare(inner.rhs)]
  const isUp = side.kind === 'vectorSelector' && answers.has(metricName(side))
  return isUp && value.kind === 'number' && value.value === 1
    ? { start: inner.opRange.start, end: value.range.end }
    : undefined
}
