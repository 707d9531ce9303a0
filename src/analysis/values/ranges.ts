/**
 * Possible values of a result's samples, as far as the expression tells: constants, comparisons, ranges of functions.
 * Sound for float samples, with three assumptions: metrics of states, such as `up`, are 0 or 1, `ALERTS` is 1, and a metric
 * named as a counter (`_total`, `_bucket`, `_count`) is never below 0.
 */

import type { AggregateExpr, BinaryExpr, Expr } from '../../promql/ast.ts'
import { isComparison, swapped } from '../../promql/operators.ts'
import { perPart } from '../../promql/per-part.ts'
import { metricName } from '../../promql/walk.ts'
import { ageValues } from './ages.ts'
import { isSame, isScalar, meetsItself } from './alike.ts'
import { callValues } from './calls.ts'
import { isStateful } from './known.ts'
import {
  all,
  atLeast,
  between,
  combine,
  compare,
  hull,
  narrow,
  negate,
  point,
  quantileValues,
  sumOf,
  type Values,
} from './math.ts'
import { isOneSeries } from './one-series.ts'
import { isAtLeast, isAtMost } from './order.ts'
import { shareValues } from './share.ts'

export type { Values } from './math.ts'

const counters = /_(?:total|bucket|count)$/

/**
 * Values of the samples that an expression may return; for a range vector, of the samples inside. Cached, because trees
 * do not change and every check asks again.
 */
export const valuesOf: (expr: Expr) => Values = perPart(inferred)

function inferred(expr: Expr): Values {
  switch (expr.kind) {
    case 'number':
      return point(expr.value)
    case 'string':
      return all
    case 'vectorSelector':
      return expr.recorded === undefined ? metricValues(metricName(expr)) : valuesOf(expr.recorded.expr)
    case 'matrixSelector':
      return valuesOf(expr.selector)
    case 'paren':
    case 'subquery':
      return valuesOf(expr.expr)
    case 'unary':
      return expr.op === '-' ? negate(valuesOf(expr.expr)) : valuesOf(expr.expr)
    case 'aggregate':
      return aggregateValues(expr)
    case 'call':
      return callValues(expr, valuesOf)
    case 'binary':
      return binaryValues(expr)
  }
}

function metricValues(name: string | undefined): Values {
  if (isStateful(name)) return between(0, 1, true)
  if (name === 'ALERTS') return point(1)
  return name !== undefined && counters.test(name) ? { ...atLeast(0), nan: false } : all
}

function aggregateValues({ op, expr, param }: AggregateExpr): Values {
  const inner = valuesOf(expr)
  switch (op) {
    case 'count':
      return isOneSeries(expr) ? point(1) : atLeast(1, true)
    case 'count_values':
      return atLeast(1, true)
    case 'group':
      return point(1)
    case 'stddev':
    case 'stdvar':
      return isOneSeries(expr) ? { ...point(0), nan: true } : { ...atLeast(0), nan: true }
    case 'sum':
      return isOneSeries(expr) ? inner : sumOf(inner)
    case 'quantile':
      return quantileValues(param === undefined ? all : valuesOf(param), inner)
    default:
      return op === 'avg' ? { ...inner, integral: false } : inner
  }
}

function binaryValues(expr: BinaryExpr): Values {
  const { op, lhs, rhs, bool, matching } = expr
  const left = valuesOf(lhs)
  const right = valuesOf(rhs)
  if (matching?.fill !== undefined) return all
  if (op === 'or') return hull(left, right)
  if (op === 'and' || op === 'unless') return left
  if (!isComparison(op)) {
    const told = ageValues(expr) ?? shareValues(expr, valuesOf)
    if (told) return told
    if (op === '-' && isAtLeast(expr, valuesOf)) return { ...atLeast(0), nan: true }
    if (op === '-' && isAtMost(expr, valuesOf)) return { ...negate(atLeast(0)), nan: true }
    const isOfItself = matching === undefined && (op === '-' || op === '/') && !isScalar(lhs)
    const same = isOfItself && (isSame(lhs, rhs) || meetsItself(lhs, rhs))
    return same ? { ...point(op === '-' ? 0 : 1), nan: true } : combine(op, left, right)
  }
  if (bool) {
    const known = compare(op, left, right)
    return known === undefined ? between(0, 1, true) : point(known ? 1 : 0)
  }
  // A filter keeps the value of the vector; between two vectors, of the left one.
  return isScalar(lhs) ? narrow(swapped(op), right, left) : narrow(op, left, right)
}

/** Whether a comparison holds for every pair of values, or for none; undefined if it depends. */
export function comparisonOutcome({ op, lhs, rhs }: BinaryExpr): boolean | undefined {
  return isComparison(op) ? compare(op, valuesOf(lhs), valuesOf(rhs)) : undefined
}

/** Whether the values of a result are states, which count nothing: those of `up`, or of `absent(…)`. */
export function isState(expr: Expr): boolean {
  if (expr.kind === 'paren') return isState(expr.expr)
  if (expr.kind === 'binary')
    return (isComparison(expr.op) || /^(?:and|unless)$/.test(expr.op)) && isState(expr.lhs)
  if (expr.kind === 'vectorSelector') return isStateful(metricName(expr))
  return expr.kind === 'call' && /^absent/.test(expr.func)
}

/** Whether the values are whole numbers from 1: how many series there are. */
export function isCount(expr: Expr): boolean {
  const { lo, integral } = valuesOf(expr)
  return integral && lo.at >= 1 && onlyValue(expr) === undefined
}

/** The one value that all samples of a result have; undefined if there may be several. */
export function onlyValue(expr: Expr): number | undefined {
  const { lo, hi, nan } = valuesOf(expr)
  return lo.at === hi.at && !nan && !lo.open && !hi.open ? lo.at : undefined
}

/** Whether no value is possible. */
export function isNone({ lo, hi, nan }: Values): boolean {
  return !nan && (lo.at > hi.at || (lo.at === hi.at && (lo.open || hi.open)))
}

export { isSame, isScalar }
