/** Infers from expression and threshold what an alert's value is: a ratio, a percentage, a count of events. */
import type { Expr } from '../promql/ast.ts'
import { isComparison } from '../promql/operators.ts'
import { children, metricNames } from '../promql/walk.ts'
import { bare } from './values/filters.ts'
import { isScalar, valuesOf } from './values/ranges.ts'

/** What a value is: a ratio of 1, a percentage, or a count of events. */
export type Scale = 'ratio' | 'percent' | 'events'

/** What an alert's value is: a ratio, a percentage or a count; undefined if unknown. */
export function scaleOf(expr: Expr): Scale | undefined {
  const inner = bare(expr)
  if (inner.kind === 'binary' && /^(?:and|unless)$/.test(inner.op)) return scaleOf(inner.lhs)
  if (inner.kind === 'binary' && inner.op === 'or') {
    const [left, right] = [scaleOf(inner.lhs), scaleOf(inner.rhs)]
    return left === right ? left : undefined
  }
  if (inner.kind === 'binary' && inner.op === '*' && children(inner).some(isHundred)) {
    const [ratio] = children(inner).filter((side) => !isHundred(side))
    return ratio && scaleOf(ratio) === 'ratio' ? 'percent' : undefined
  }
  if (inner.kind !== 'binary' || !isComparison(inner.op) || inner.bool || !isScalar(inner.rhs)) {
    return isIncrease(inner) ? 'events' : undefined
  }
  const { lo, hi } = valuesOf(inner.rhs)
  const isPercent = timesHundred(inner.lhs) || metricNames(inner).some((name) => /percent/.test(name))
  if (isPercent) return lo.at >= 1 && hi.at <= 100 ? 'percent' : undefined
  if (isIncrease(inner.lhs)) return 'events'
  return lo.at > 0 && hi.at < 1 ? 'ratio' : undefined
}

/** Whether the value is multiplied by 100 or subtracted from 100. */
function timesHundred(expr: Expr): boolean {
  const inner = bare(expr)
  if (inner.kind === 'aggregate') return timesHundred(inner.expr)
  if (inner.kind === 'call') return inner.args.some(timesHundred)
  if (inner.kind !== 'binary' || !/^[-+*/]$/.test(inner.op)) return false
  return children(inner).some((side) => (bare(side).kind === 'number' ? isHundred(side) : timesHundred(side)))
}

const isHundred = (expr: Expr): boolean => {
  const inner = bare(expr)
  return inner.kind === 'number' && inner.value === 100
}

/** Whether the value is an `increase`, possibly summed. */
function isIncrease(expr: Expr): boolean {
  const inner = bare(expr)
  if (inner.kind === 'aggregate') return /^(?:sum|max|min)$/.test(inner.op) && isIncrease(inner.expr)
  return inner.kind === 'call' && inner.func === 'increase'
}
