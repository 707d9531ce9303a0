/** Why an alert's expression fires for every existing series, whatever their values; silent if values decide. */

import type { BinaryExpr, Expr } from '../promql/ast.ts'
import { isComparison } from '../promql/operators.ts'
import { children, metricName, partsOf, selectors } from '../promql/walk.ts'
import type { Range } from '../text/source.ts'
import { alwaysReturns } from './always.ts'
import { passes } from './labels/matchers.ts'
import { whyNever } from './never.ts'
import { isOfItself } from './values/alike.ts'
import { leavesNoGap } from './values/covers.ts'
import { coversSeries } from './values/covers-series.ts'
import { bare, disjuncts, filtered, isWithItself } from './values/filters.ts'
import { isStateful, labelValues, stateLabel } from './values/known.ts'
import { compare, point } from './values/math.ts'
import { isAtLeast, isAtMost } from './values/order.ts'
import { comparisonOutcome, isScalar, type Values, valuesOf } from './values/ranges.ts'

/** Why an alert always fires, and the characters that make it so. */
export interface Unconditional {
  readonly range: Range
  readonly kind: 'total' | 'bool' | 'true' | 'bare' | 'gone' | 'states'
}

/** The first reason why an alert with this expression always fires; undefined if it has a condition, or if its data may be one. */
export function whyUnconditional(expr: Expr): Unconditional | undefined {
  const inner = bare(expr)
  if (inner.kind === 'binary' && isComparison(inner.op)) {
    if (inner.bool) return { range: boolRange(inner), kind: 'bool' }
    if (
      holdsForNumbers(inner) &&
      !hasCondition(inner.lhs) &&
      !hasCondition(inner.rhs) &&
      !isPresence(inner) &&
      // Of an idle series that is NaN, which passes no comparison.
      !partsOf(inner).some(isOfItself)
    )
      return { range: { start: inner.opRange.start, end: inner.rhs.range.end }, kind: 'true' }
    return absentStates(inner)
  }
  if (inner.kind === 'binary' && inner.op === 'and') {
    // A join that only adds labels or requires a series keeps both outcomes of `bool`.
    const left = bare(inner.lhs)
    const isBool = left.kind === 'binary' && isComparison(left.op) && left.bool && !hasCondition(inner.rhs)
    if (isBool) return { range: boolRange(left), kind: 'bool' }
  }
  if (inner.kind === 'binary' && joinedState(inner)) return { range: inner.range, kind: 'bare' }
  const sides = disjuncts(inner)
  const gap = inner.kind === 'binary' && inner.op === 'or' ? everyCase(inner) : undefined
  if (gap) return gap
  if (isScalar(inner) || alwaysReturns(inner)) return { range: inner.range, kind: 'total' }
  const gone = sides.find(isNeverThere)
  if (gone) return { range: gone.range, kind: 'gone' }
  if (!hasCondition(inner)) return isMeasured(inner) ? { range: inner.range, kind: 'bare' } : undefined
  const open = sides.length > 1 ? sides.find((side) => !hasCondition(side) && isMeasured(side)) : undefined
  return open && { range: open.range, kind: 'bare' }
}

/**
 * `kube_node_status_condition{condition="Ready"} == 0`: of the states that a metric has a series for, all but the present one are
 * 0, so that with three of them two always pass.
 */
function absentStates({ op, lhs, rhs, opRange }: BinaryExpr): Unconditional | undefined {
  const selector = bare(lhs)
  if (selector.kind !== 'vectorSelector' || !isComparison(op) || rhs.kind !== 'number') return undefined
  const label = stateLabel(metricName(selector))
  if (label === undefined || compare(op, point(0), valuesOf(rhs)) !== true) return undefined
  const asked = selector.matchers.filter(({ name }) => name === label)
  const states = labelValues(metricName(selector), label)!.filter((value) =>
    asked.every((matcher) => passes(matcher, value) !== false),
  )
  if (states.length < 2) return undefined
  return { range: { start: opRange.start, end: rhs.range.end }, kind: 'states' }
}

/** A join that only adds labels to a state: `kube_pod_status_ready{condition="true"} * on (pod) group_left (node) kube_pod_info`. */
function joinedState({ op, lhs, rhs, matching }: BinaryExpr): boolean {
  if (op !== '*' || matching?.group === undefined) return false
  const [many, one] = matching.group.side === 'right' ? [rhs, lhs] : [lhs, rhs]
  const state = bare(many)
  const isPlain = selectors(one).every((selector) => /_info$/.test(metricName(selector) ?? ''))
  return state.kind === 'vectorSelector' && isStateful(metricName(state)) && isPlain && !hasFilter(one)
}

const hasFilter = (expr: Expr): boolean =>
  partsOf(expr).some((node) => node.kind === 'binary' && (isComparison(node.op) || node.op !== '*'))

/** `absent(…)` of something that can never be there. */
function isNeverThere(expr: Expr): boolean {
  const [given] = expr.kind === 'call' && expr.func === 'absent' ? expr.args : []
  return given !== undefined && whyNever(given) !== undefined
}

/** Whether a comparison holds for every number; NaN does not count. */
function holdsForNumbers(expr: BinaryExpr): boolean {
  const { op, lhs, rhs } = expr
  if (!isComparison(op)) return false
  if (/^[=<>]=$/.test(op) && isWithItself(expr)) return true
  if ((op === '<=' && isAtMost(expr, valuesOf)) || (op === '>=' && isAtLeast(expr, valuesOf))) return true
  const [left, right] = [valuesOf(lhs), valuesOf(rhs)]
  // The only value is NaN, which passes no comparison.
  if (left.lo.at > left.hi.at || right.lo.at > right.hi.at) return comparisonOutcome(expr) === true
  if (isScalar(rhs) && !isScalar(lhs)) {
    if ((op === '>' && right.hi.at === -Infinity) || (op === '<' && right.lo.at === Infinity)) return true
  }
  const number = (side: Expr, values: Values): Values => (isScalar(side) ? values : { ...values, nan: false })
  const isOne = isScalar(lhs) || isScalar(rhs)
  return compare(op, isOne ? number(lhs, left) : left, isOne ? number(rhs, right) : right) === true
}

/**
 * Whether a comparison that always holds asks whether there are series at all: `count(x{state="failed"}) > 0`. Then a
 * matcher on a state is the condition.
 */
function isPresence({ lhs, rhs }: BinaryExpr): boolean {
  const counted = bare(isScalar(lhs) ? rhs : lhs)
  const counts =
    (counted.kind === 'aggregate' && /^(?:count|group)$/.test(counted.op)) ||
    (counted.kind === 'call' && /^(?:count|present)_over_time$/.test(counted.func))
  return counts && !hasNoMatchers(counted) && !selectors(counted).every((one) => isStateful(metricName(one)))
}

/** Alternatives of which one always holds: `x > 5 or x <= 5`, `absent(x) or x`. */
function everyCase(expr: BinaryExpr): Unconditional | undefined {
  const sides = disjuncts(expr)
  const isThere = sides.every((side) => !hasCondition(filtered(side).inner))
  if (isThere && leavesNoGap(sides)) return { range: sides.at(-1)!.range, kind: 'true' }
  for (const side of sides) {
    const { inner } = filtered(side)
    const gone = inner.kind === 'call' && inner.func === 'absent' ? inner.args[0] : undefined
    const there = gone && sides.find((other) => other !== side && coversSeries(other, gone))
    if (there) return { range: there.range, kind: 'total' }
  }
  return undefined
}

/** The range of `bool`, right after the operator. */
export const boolRange = ({ opRange, rhs, matching }: BinaryExpr): Range => ({
  start: opRange.start,
  end: Math.max(
    opRange.end,
    Math.min(opRange.end + ' bool'.length, matching?.range.start ?? rhs.range.start),
  ),
})

/** Whether the data may decide: a filter, or a metric that exists only in some state. */
function hasCondition(expr: Expr): boolean {
  switch (expr.kind) {
    case 'binary':
      if (isComparison(expr.op)) return !expr.bool || hasCondition(expr.lhs) || hasCondition(expr.rhs)
      if (expr.op === 'and' || expr.op === 'unless') return true
      break
    case 'call':
      if (expr.func.startsWith('absent')) return true
      break
    case 'vectorSelector': {
      if (expr.recorded) return hasCondition(expr.recorded.expr)
      const name = metricName(expr)
      return name === undefined || presence.test(name)
    }
  }
  return children(expr).some(hasCondition)
}

/** Metrics that signal by existing, not by their value. A recording rule may contain a comparison. */
const presence = /:|^ALERTS|_(?:info|labels|metadata|annotations)$/

/** Functions that compute a measurement, a number to compare. */
const measuring =
  /^(?:rate|irate|increase|delta|idelta|deriv|predict_linear|(?:avg|sum|max|min|quantile|stddev|stdvar)_over_time|histogram_quantile|changes|resets|time|timestamp)$/

const summing: ReadonlySet<string> = new Set(['sum', 'avg', 'stddev', 'stdvar', 'quantile'])

/** Labels that say where something is, not its state: matchers on others may be the condition. */
const places =
  /^(?:__name__|job|instance|cluster|namespace|env|environment|region|zone|site|dc|datacenter|service|app|component|pod|container|node|host|device|mountpoint|fstype|le|quantile|mode|method|handler|endpoint)$/

/** Names of metrics that measure something always present. */
const familiar =
  /_(?:total|count|sum|bucket|bytes|seconds|ratio|percent|celsius|volts|watts|current|usage|used|free|avail|available|size|limit|max|gauge|score|utilization|percentage|temperature|connections|sessions|threads|processes|queue_length|depth|lag|latency|duration|age|hours|days)$/

/**
 * Whether the result is certainly a measurement, which fires with any value: computed, or a metric that is always
 * present.
 */
function isMeasured(expr: Expr): boolean {
  const inner = bare(expr)
  switch (inner.kind) {
    case 'binary':
      return inner.op !== 'or' || (isMeasured(inner.lhs) && isMeasured(inner.rhs))
    case 'call':
      return measuring.test(inner.func) || inner.args.some(isMeasured)
    case 'aggregate':
      if (inner.op === 'count' || inner.op === 'group') return hasNoMatchers(inner.expr)
      return summing.has(inner.op) || isMeasured(inner.expr)
    case 'vectorSelector':
      if (inner.recorded)
        return inner.matchers.every(({ name }) => places.test(name)) && isMeasured(inner.recorded.expr)
      if (isStateful(metricName(inner))) return true
      return familiar.test(metricName(inner) ?? '') && inner.matchers.every(({ name }) => places.test(name))
    default:
      return false
  }
}

/** Whether an expression selects all series of its metrics, so that counting it counts everything. */
const hasNoMatchers = (expr: Expr): boolean =>
  selectors(expr).every(({ matchers }) => matchers.every(({ name }) => places.test(name)))
