/**
 * Why the result of an expression is always empty, proven from its text: labels that cannot match; matchers, constants
 * and value ranges that exclude each other; windows with too few samples.
 */

import type { Range } from '../text/source.ts'
import { alwaysReturns, isBare } from './always.ts'
import type { AggregateExpr, BinaryExpr, Call, Expr, VectorSelector } from './ast.ts'
import { coversSeries } from './covers.ts'
import { bare, conjuncts, covers, filtered, isWithItself } from './filters.ts'
import { contradiction, heldMatchers } from './label-matchers.ts'
import { labelMismatch } from './label-mismatch.ts'
import { labelStatus, labelsOf, type Reason } from './labels.ts'
import { metricNameLabel } from './labels-facts.ts'
import { formatExpr } from './print.ts'
import { isNone, isSame, isScalar, valuesOf } from './ranges.ts'
import { isComparison, narrow, swapped, type Values } from './ranges-math.ts'
import { selectors } from './walk.ts'
import { type Times, tooFewSamples } from './windows.ts'

export interface Never {
  /** The part that is always empty: the expression, or a side of an operator. */
  readonly expr: Expr
  /** The characters that cause it. */
  readonly range: Range
  readonly text: string
  readonly hint: string
  readonly related: readonly Reason[]
  /** Text that fixes it if inserted at `at`, where certain. */
  readonly insert?: { readonly at: number; readonly text: string }
}

type Reasoned = Omit<Never, 'expr'>

/** Why an expression never returns anything; undefined if it may. */
export function whyNever(expr: Expr, times: Times = {}): Never | undefined {
  const found = reason(expr, times)
  return found && { ...found, expr }
}

function reason(expr: Expr, times: Times): Reasoned | undefined {
  switch (expr.kind) {
    case 'paren':
    case 'unary':
    case 'subquery':
      return reason(expr.expr, times)
    case 'vectorSelector':
      return contradictory(expr)
    case 'matrixSelector':
      return contradictory(expr.selector)
    case 'aggregate':
      return aggregated(expr) ?? reason(expr.expr, times)
    case 'call':
      return called(expr, times)
    case 'binary':
      return isScalar(expr) ? undefined : binary(expr, times)
    default:
      return undefined
  }
}

function contradictory(selector: VectorSelector): Reasoned | undefined {
  if (selector.matchers.length === 0) return undefined
  if (selector.recorded) {
    const gone = notRecorded(selector)
    if (gone) return gone
  }
  const nothing = selector.matchers.find(({ op, value }) => op === '!~' && /^\(?\.\*\)?$/.test(value))
  if (nothing) {
    return {
      range: nothing.range,
      text: `\`${shown(nothing)}\` matches nothing, not even series without \`${nothing.name}\``,
      hint: `write \`${nothing.name}=""\` for series without it, or remove the matcher`,
      related: [],
    }
  }
  if (selector.matchers.length === 1 && !selector.recorded) return undefined
  for (const matchers of heldMatchers(selector).values()) {
    if (matchers.length < 2) continue
    for (const [index, one] of matchers.entries()) {
      const pair = contradiction([one], matchers.slice(index + 1))
      if (pair === undefined) continue
      // Of a matcher that holds for the recorded series, the place is the whole selector.
      const [apart, at] = selector.matchers.includes(pair[1]) ? pair : pair.toReversed()
      return {
        range: at!.range,
        text: `no value of \`${one.name}\` passes both \`${shown(pair[0])}\` and \`${shown(pair[1])}\``,
        hint: 'remove one of the two matchers',
        related: [{ range: apart!.range, text: 'the other matcher' }],
      }
    }
  }
  return undefined
}

/** A matcher on a label that the recording rule does not keep. */
function notRecorded(selector: VectorSelector): Reasoned | undefined {
  for (const matcher of selector.matchers) {
    const { recorded: _, ...stored } = selector
    const wants = labelStatus(labelsOf({ ...stored, matchers: [matcher] }), matcher.name)
    const { status, reason } = labelStatus(labelsOf({ ...selector, matchers: [] }), matcher.name)
    if (matcher.name === metricNameLabel || wants.status !== 'sure' || status !== 'never') continue
    return {
      range: matcher.range,
      text: `\`${shown(matcher)}\` requires a label that its series do not have: ${reason.text}`,
      hint: 'keep the label in the recording rule, or remove the matcher',
      related: [],
    }
  }
  return undefined
}

const shown = ({ name, op, value }: { name: string; op: string; value: string }): string =>
  `${name}${op}"${value}"`

function aggregated({ op, param, opRange }: AggregateExpr): Reasoned | undefined {
  if (param === undefined || !['topk', 'bottomk', 'limitk'].includes(op)) return undefined
  const { hi } = valuesOf(param)
  if (hi.at >= 1) return undefined
  return {
    range: param.range,
    text: `\`${op}\` of fewer than one series returns none`,
    hint: `write how many series \`${op}\` is to return`,
    related: [{ range: opRange, text: 'chooses among the series' }],
  }
}

function called(call: Call, times: Times): Reasoned | undefined {
  const { func, args } = call
  if (func === 'absent' || func === 'absent_over_time') {
    const [arg] = args
    if (arg === undefined || !alwaysReturns(arg)) return undefined
    return {
      range: arg.range,
      text: `\`${func}\` is given something that always returns a sample`,
      hint: `give \`${func}\` the selector of the series that may be missing`,
      related: [],
    }
  }
  if (func === 'vector' || func === 'scalar') return undefined
  const clamped = func === 'clamp' ? withoutRoom(call) : undefined
  if (clamped) return clamped
  const lost =
    func === 'histogram_quantile' || func === 'histogram_fraction' ? withoutBuckets(call) : undefined
  if (lost) return lost
  const few = tooFewSamples(call, times)
  if (few) return few
  const vector = args.find(({ kind }) => kind !== 'number' && kind !== 'string')
  return vector && !isScalar(vector) ? reason(vector, times) : undefined
}

/** `clamp(x, 5, 1)` is always empty. */
function withoutRoom({ args }: Call): Reasoned | undefined {
  const [, least, most] = args
  if (least === undefined || most === undefined || valuesOf(least).lo.at <= valuesOf(most).hi.at)
    return undefined
  if (valuesOf(most).hi.at < valuesOf(most).lo.at) return undefined
  return {
    range: { start: least.range.start, end: most.range.end },
    text: '`clamp` returns nothing if its minimum is above its maximum',
    hint: 'swap the two',
    related: [],
  }
}

/** Quantiles of buckets (`…_bucket`) that have lost `le`. Native histograms need none, so they are exempt. */
function withoutBuckets({ func, args }: Call): Reasoned | undefined {
  const buckets = args.at(-1)
  if (buckets === undefined) return undefined
  const names = selectors(buckets).map(({ name }) => name)
  const [sum] = selectors(buckets).filter(({ name }) => /_(?:count|sum)$/.test(name ?? ''))
  if (sum?.nameRange && names.length === 1) {
    return {
      range: sum.nameRange,
      text: `\`${func}\` needs buckets, and \`${sum.name}\` is the ${sum.name!.endsWith('_sum') ? 'sum' : 'count'} of all of them`,
      hint: `write \`${sum.name!.replace(/_(?:count|sum)$/, '_bucket')}\``,
      related: [],
    }
  }
  if (names.length === 0 || !names.every((name) => name?.endsWith('_bucket'))) return undefined
  const { status, reason: why } = labelStatus(labelsOf(buckets), 'le')
  if (status !== 'never') return undefined
  return {
    range: why.range,
    text: `\`${func}\` needs the label \`le\`, and ${why.text}`,
    hint: 'add `le` to the labels that the aggregation keeps',
    related: [{ range: buckets.range, text: 'the buckets have no `le` here' }],
  }
}

function binary(expr: BinaryExpr, times: Times): Reasoned | undefined {
  const { op, lhs, rhs, matching } = expr
  if (op === 'or') {
    const left = reason(lhs, times)
    return left && reason(rhs, times) ? left : undefined
  }
  const inner = reason(lhs, times) ?? (op === 'unless' ? undefined : reason(rhs, times))
  if (inner !== undefined) return matching?.fill === undefined ? inner : undefined
  if (op === 'unless') return swallowed(expr)
  const values = isComparison(op) && !expr.bool ? comparison(expr) : undefined
  if (values) return values
  const apart = labelMismatch(expr)
  if (apart) {
    return {
      range: expr.opRange,
      text: apart.text,
      hint: apart.hint,
      related: apart.sides,
      ...(apart.insert && { insert: { at: expr.opRange.end, text: apart.insert } }),
    }
  }
  return op === 'and' ? excluding(expr) : undefined
}

/** A comparison that no value passes. */
function comparison(expr: BinaryExpr): Reasoned | undefined {
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

function remedyOf(lhs: Expr, op: string): string {
  const counts = bare(lhs).kind === 'aggregate' && /^(?:==|<=?)$/.test(op)
  return counts
    ? 'a count of nothing is no sample: write `absent(…)`, or add `or vector(0)` to what is counted'
    : 'correct the threshold or the operator'
}

/** A range of values in words: `at least 1`, `above 5 and below 7`. */
function inWords({ lo, hi, nan }: Values): string {
  if (lo.at > hi.at) return nan ? 'NaN' : 'never there'
  if (lo.at === hi.at) return number(lo.at)
  const least = Number.isFinite(lo.at) ? `${lo.open ? 'above' : 'at least'} ${number(lo.at)}` : ''
  const most = Number.isFinite(hi.at) ? `${hi.open ? 'below' : 'at most'} ${number(hi.at)}` : ''
  return [least, most].filter(Boolean).join(' and ') || 'any number'
}

const number = (value: number): string =>
  Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : Number.isNaN(value) ? 'NaN' : '-Inf'

/** Conditions on the same expression that exclude each other. */
function excluding(expr: BinaryExpr): Reasoned | undefined {
  const whole = expr.matching === undefined ? conjuncts(expr) : []
  const parts = conjuncts(expr, true).map(filtered)
  for (const [index, one] of parts.entries()) {
    for (const other of parts.slice(index + 1)) {
      const gone = absentAndThere(one.inner, other.inner) ?? absentAndThere(other.inner, one.inner)
      if (gone) return gone
      if (!isNone(narrow('==', one.values, other.values)) || !isSame(one.inner, other.inner)) continue
      // If some labels are ignored, another series may meet the other condition, unless there is only one.
      if (whole.length < parts.length && !isBare(one.inner)) continue
      return {
        range: other.range,
        text: `\`${formatExpr(one.inner)}\` cannot be ${inWords(one.values)} and ${inWords(other.values)} at once`,
        hint: 'write `or` if either is meant, or correct one of the two conditions',
        related: [{ range: one.range, text: 'the other condition' }],
      }
    }
  }
  return undefined
}

/** `x and on () absent(x)`: one side exists only while the other does not. */
function absentAndThere(absent: Expr, other: Expr): Reasoned | undefined {
  const [gone] = absent.kind === 'call' && absent.func === 'absent' ? absent.args : []
  if (gone === undefined || !coversSeries(gone, other)) return undefined
  return {
    range: absent.range,
    text: `\`${formatExpr(absent)}\` returns something only while \`${formatExpr(gone)}\` does not`,
    hint: 'write `or` if either is meant',
    related: [{ range: other.range, text: 'cannot exist at the same time' }],
  }
}

/** `A unless B`, where B contains all series of A. */
function swallowed(expr: BinaryExpr): Reasoned | undefined {
  const { lhs, rhs, opRange, matching } = expr
  const related = [{ range: rhs.range, text: 'always returns at least the same series' }]
  const hint = 'correct one of the sides, or remove `unless`'
  if (matching?.on?.labels.length === 0 && alwaysReturns(rhs)) {
    return { range: opRange, text: 'the right side of `unless on ()` always returns a sample', hint, related }
  }
  if (!covers(rhs, lhs) && !coversSeries(rhs, lhs)) return undefined
  return {
    range: opRange,
    text: 'every series of the left side is on the right side too, and `unless` removes it',
    hint,
    related,
  }
}
