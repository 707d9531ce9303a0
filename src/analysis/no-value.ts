/** Comparisons that no value passes, and value ranges in words. */

import type { BinaryExpr, Expr } from '../promql/ast.ts'
import { isComparison, swapped } from '../promql/operators.ts'
import { formatExpr } from '../promql/print.ts'
import type { Reasoned } from './reasoned.ts'
import { ageNever } from './values/ages.ts'
import { bare, isWithItself } from './values/filters.ts'
import { narrow, type Values } from './values/math.ts'
import { isAtLeast, isAtMost } from './values/order.ts'
import { isNone, isScalar, valuesOf } from './values/ranges.ts'

/** A comparison that no value passes. */
export function comparison(expr: BinaryExpr): Reasoned | undefined {
  const { op, lhs, rhs, opRange, matching } = expr
  if (!isComparison(op) || matching?.fill !== undefined) return undefined
  if (/^[<>]$/.test(op) && isWithItself(expr)) {
    return {
      range: { start: opRange.start, end: rhs.range.end },
      text: `both sides are the same, and nothing is \`${op}\` itself`,
      hint: 'compare with an earlier value, such as `… offset 1h`, or with another series',
      related: [{ range: lhs.range, text: 'is the same' }],
    }
  }
  if ((op === '>' && isAtMost(expr, valuesOf)) || (op === '<' && isAtLeast(expr, valuesOf))) {
    return {
      range: { start: opRange.start, end: rhs.range.end },
      text: `whatever the data, the left side is at ${op === '>' ? 'most' : 'least'} the right side, which is never \`${op}\` it`,
      hint: 'correct the operator or one of the sides',
      related: [{ range: lhs.range, text: `is at ${op === '>' ? 'most' : 'least'} the right side` }],
    }
  }
  const old = ageNever(expr, valuesOf)
  if (old) {
    return {
      range: { start: opRange.start, end: rhs.range.end },
      text: `the sample that a selector finds is ${inWords(old.age)} seconds old, and never ${onSide(op, lhs === old.side)} ${inWords(old.wanted)} seconds`,
      hint: 'to find older samples, write `max_over_time(timestamp(…)[1h:])`',
      related: [{ range: old.side.range, text: 'is the time of that sample' }],
    }
  }
  const [left, right] = [valuesOf(lhs), valuesOf(rhs)]
  const passed = isScalar(lhs) ? narrow(swapped(op), right, left) : narrow(op, left, right)
  if (!isNone(passed)) return undefined
  const isNaNSide = (side: Values): boolean => side.nan && side.lo.at > side.hi.at
  const not = isNaNSide(left) || isNaNSide(right)
  return {
    range: { start: opRange.start, end: rhs.range.end },
    text: not
      ? `nothing is \`${op}\` NaN, not even NaN`
      : `the left side is ${inWords(left)}, which is never \`${op}\` ${inWords(right)}`,
    hint: not ? 'to find NaN, compare the series with itself: `x != x`' : remedyOf(lhs, op),
    related: [{ range: lhs.range, text: `is ${inWords(left)}` }],
  }
}

/** A comparison of times, as one of ages. */
const onSide = (op: string, isLeft: boolean): string => {
  if (!/^[<>]/.test(op)) return op === '==' ? 'exactly' : 'other than'
  return op.startsWith('<') === isLeft ? 'older than' : 'younger than'
}

function remedyOf(lhs: Expr, op: string): string {
  const inner = bare(lhs)
  const isAge = inner.kind === 'binary' && inner.op === '-' && formatExpr(inner).includes('timestamp(')
  if (isAge && op.startsWith('>'))
    return 'a selector looks back 5 minutes at most: write `time() - max_over_time(timestamp(…)[1h:])`'
  const counts = inner.kind === 'aggregate' && /^count/.test(inner.op) && /^(?:==|<=?)$/.test(op)
  return counts
    ? 'a count of nothing is no sample: write `absent(…)`, or add `or vector(0)` to what is counted'
    : 'correct the threshold or the operator'
}

/** A range of values in words: `at least 1`, `above 5 and below 7`. */
export function inWords({ lo, hi, nan }: Values): string {
  if (lo.at > hi.at) return nan ? 'NaN' : 'never there'
  if (lo.at === hi.at) return number(lo.at)
  const least = Number.isFinite(lo.at) ? `${lo.open ? 'above' : 'at least'} ${number(lo.at)}` : ''
  const most = Number.isFinite(hi.at) ? `${hi.open ? 'below' : 'at most'} ${number(hi.at)}` : ''
  return [least, most].filter(Boolean).join(' and ') || 'any number'
}

const number = (value: number): string =>
  Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : Number.isNaN(value) ? 'NaN' : '-Inf'
