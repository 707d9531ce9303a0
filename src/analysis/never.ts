/**
 * Why the result of an expression is always empty, proven from its text: labels that cannot match; matchers, constants
 * and value ranges that exclude each other; windows with too few samples.
 */

import type { BinaryExpr, Call, Expr, VectorSelector } from '../promql/ast.ts'
import { isComparison } from '../promql/operators.ts'
import { formatExpr } from '../promql/print.ts'
import { metricName } from '../promql/walk.ts'
import { alwaysReturns, isBare } from './always.ts'
import { inTheFuture } from './future.ts'
import { withoutBuckets, withoutHistograms } from './histogram-input.ts'
import { labelMismatch } from './label-mismatch.ts'
import { metricNameLabel } from './labels/facts.ts'
import { labelStatus, labelsOf } from './labels/labels.ts'
import { contradiction, heldMatchers, passes } from './labels/matchers.ts'
import { comparison, inWords } from './no-value.ts'
import { impossibleNumber } from './number-labels.ts'
import { chosenNone, outsideFactors, withoutRoom } from './parameters.ts'
import type { Never, Reasoned } from './reasoned.ts'
import { hasMatchers } from './values/alike.ts'
import { coversSeries } from './values/covers-series.ts'
import { bare, conjuncts, covers, disjuncts, type Filtered, filtered } from './values/filters.ts'
import { labelValues } from './values/known.ts'
import { narrow } from './values/math.ts'
import { isNone, isSame, isScalar } from './values/ranges.ts'
import { type Times, tooFewSamples, tooManyWanted } from './values/windows.ts'

/** Why an expression never returns anything; undefined if it may. */
export function whyNever(expr: Expr, times: Times = {}): Never | undefined {
  const found = reason(expr, times)
  if (found === undefined) return undefined
  const { isLater: _, ...why } = found
  return { ...why, expr }
}

function reason(expr: Expr, times: Times): Reasoned | undefined {
  switch (expr.kind) {
    case 'paren':
    case 'unary':
      return reason(expr.expr, times)
    case 'subquery': {
      // At earlier steps, a negative offset leads no further than to now.
      const found = reason(expr.expr, times)
      return found?.isLater ? undefined : found
    }
    case 'vectorSelector':
      return contradictory(expr) ?? inTheFuture(expr)
    case 'matrixSelector':
      return contradictory(expr.selector) ?? inTheFuture(expr)
    case 'aggregate':
      return chosenNone(expr) ?? reason(expr.expr, times)
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
  const strange = unknownState(selector) ?? impossibleNumber(selector)
  if (strange) return strange
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

/** A matcher that none of the values passes which a label ever has: `ALERTS{alertstate="resolved"}`. */
function unknownState({ name: metric, matchers }: VectorSelector): Reasoned | undefined {
  for (const matcher of matchers) {
    const values = labelValues(metric, matcher.name)
    if (values === undefined || !values.every((value) => passes(matcher, value) === false)) continue
    const words = values.map((value) => `\`${value}\``)
    return {
      range: matcher.range,
      text: `\`${metric}\` has no \`${matcher.name}\` that passes \`${shown(matcher)}\`: only ${words.slice(0, -1).join(', ')} and ${words.at(-1)} exist`,
      hint: `use one of ${words.join(', ')}`,
      related: [],
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
  const floats = withoutHistograms(call)
  if (floats) return floats
  const lost =
    func === 'histogram_quantile' || func === 'histogram_fraction' ? withoutBuckets(call) : undefined
  if (lost) return lost
  const factor = outsideFactors(call)
  if (factor) return factor
  const few = tooFewSamples(call, times)
  if (few) return few
  const vector = args.find(({ kind }) => kind !== 'number' && kind !== 'string')
  return vector && !isScalar(vector) ? reason(vector, times) : undefined
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
  const values = isComparison(op) && !expr.bool ? (comparison(expr) ?? tooManyWanted(expr, times)) : undefined
  if (values) return values
  const every = everyAlternative(expr, times)
  if (every) return every
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

const MOST_ALTERNATIVES = 50

/** `(x > 5 or x < 0) and x == 3`: none of the alternatives of a side leaves anything. */
function everyAlternative(expr: BinaryExpr, times: Times): Reasoned | undefined {
  for (const side of ['lhs', 'rhs'] as const) {
    const inner = bare(expr[side])
    if (inner.kind !== 'binary' || inner.op !== 'or' || inner.matching !== undefined) continue
    const alternatives = disjuncts(expr[side])
    // Those of both sides are paired.
    if (alternatives.length > MOST_ALTERNATIVES) continue
    const reasons = alternatives.map((one) => binary({ ...expr, [side]: one }, times))
    if (reasons.every((one) => one !== undefined)) return reasons[0]
  }
  return undefined
}

/** Conditions on the same expression that exclude each other: one of each side, for a side by itself was looked at before. */
function excluding(expr: BinaryExpr): Reasoned | undefined {
  const whole = expr.matching === undefined ? conjuncts(expr) : []
  const [left, right] = [expr.lhs, expr.rhs].map((side) => conjuncts(side, true).map(filtered)) as [
    Filtered[],
    Filtered[],
  ]
  const count = left.length + right.length
  for (const one of left) {
    for (const other of right) {
      const gone = absentAndThere(one.inner, other.inner) ?? absentAndThere(other.inner, one.inner)
      if (gone) return gone
      // Both may be NaN.
      if (one.values.nan && other.values.nan) continue
      if (!isNone(narrow('==', one.values, other.values))) continue
      const isNarrower = whole.length === count && areOfOne(one.inner, other.inner)
      if (!isNarrower && !isSame(one.inner, other.inner)) continue
      // If some labels are ignored, another series may meet the other condition, unless there is only one.
      if (whole.length < count && !isBare(one.inner)) continue
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

/** Whether two selectors of one metric meet only in the same series: one has all matchers of the other. */
function areOfOne(one: Expr, other: Expr): boolean {
  if (one.kind !== 'vectorSelector' || other.kind !== 'vectorSelector') return false
  return metricName(one) !== undefined && (hasMatchers(one, other) || hasMatchers(other, one))
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
  // Conditions that are joined by `and` leave series of each.
  const isIn = (side: Expr): boolean => covers(rhs, side) || coversSeries(rhs, side)
  if (!isIn(lhs) && !(matching === undefined && conjuncts(lhs).some(isIn))) return undefined
  return {
    range: opRange,
    text: 'every series of the left side is on the right side too, and `unless` removes it',
    hint,
    related,
  }
}
