/** Sums, ratios and comparisons of rates that are not what they seem. */

import type { AggregateExpr, BinaryExpr, Call, Expr, MatrixSelector } from '../promql/ast.ts'
import { formatDuration } from '../promql/duration.ts'
import { formatExpr } from '../promql/print.ts'
import { metricName } from '../promql/walk.ts'
import type { Range } from '../text/source.ts'
import { labelStatus, labelsOf } from './labels/labels.ts'
import { heldMatchers, heldTo } from './labels/matchers.ts'
import type { Remark } from './reasoned.ts'
import { bare } from './values/filters.ts'
import { isScalar, onlyValue } from './values/ranges.ts'
import { lengthOf, rangeOf } from './values/windows.ts'

export interface RateProblem extends Remark {
  /** Range of a function's name, and the name to replace it, where certain. */
  readonly rename?: { readonly range: Range; readonly to: string }
}

/** The window of the rate that an expression is, possibly aggregated. */
function rateIn(expr: Expr): { readonly call: Call; readonly vector: MatrixSelector } | undefined {
  const inner = bare(expr)
  if (inner.kind === 'aggregate') return inner.param === undefined ? rateIn(inner.expr) : undefined
  if (inner.kind !== 'call' || !/^(?:rate|increase)$/.test(inner.func)) return undefined
  const vector = rangeOf(inner)
  return vector?.kind === 'matrixSelector' ? { call: inner, vector } : undefined
}

/** Sums of what cannot be added: the buckets of a histogram, which contain each other, and quantiles. */
export function summed(expr: AggregateExpr): RateProblem[] {
  if (expr.op !== 'sum') return []
  const held = heldMatchers(expr.expr)
  const inner = bare(expr.expr)
  if (inner.kind === 'vectorSelector' && heldTo(held, 'quantile')) {
    return [
      {
        range: expr.opRange,
        text: 'the sum of quantiles is not the quantile of all',
        hint: 'write `max`, or use a histogram, whose buckets can be added',
      },
    ]
  }
  const rate = inner.kind === 'call' ? rateIn(inner) : undefined
  const name = rate && metricName(rate.vector.selector)
  // `le=~"1|1.0"` is one bucket, as Prometheus 2 and 3 write it.
  if (!name?.endsWith('_bucket') || heldTo(held, 'le') || held.get('le')?.some(({ op }) => op === '=~'))
    return []
  if (labelStatus(labelsOf(expr), 'le').status !== 'never') return []
  return [
    {
      range: rate!.vector.selector.range,
      text: `each bucket of \`${name}\` contains the smaller ones: their sum counts an observation several times`,
      hint: `read \`${name.replace(/_bucket$/, '_count')}\`, or a single bucket`,
    },
  ]
}

/** `rate(errors_total[5m]) / rate(requests_total[1h])`: the ratio of what happened at two different times. */
export function ofTwoTimes({ lhs, rhs }: BinaryExpr): RateProblem[] {
  const [left, right] = [rateIn(lhs), rateIn(rhs)]
  if (!left || !right) return otherWindow(windowsIn(lhs), windowsIn(rhs))
  if (left.call.func !== right.call.func) {
    const each = (of: Call): string => (of.func === 'rate' ? 'a second' : 'the whole window')
    return [
      {
        range: right.call.funcRange,
        text: `the left side of \`/\` is for ${each(left.call)} and the right side for ${each(right.call)}, so their ratio is of different units`,
        hint: 'write `rate` on both sides, or `increase`',
      },
    ]
  }
  return otherWindow([left.vector], [right.vector])
}

/** A window of the right side that differs from all of the left side, or one within the right side that differs from the rest. */
function otherWindow(left: readonly MatrixSelector[], right: readonly MatrixSelector[]): RateProblem[] {
  const short = left[0] && lengthOf(left[0].window)
  if (short === undefined || left.some(({ window }) => lengthOf(window) !== short)) return []
  if (![...left, ...right].every(({ selector }) => metricName(selector) !== undefined)) return []
  // The same series, earlier or over a longer time, is what it is compared with.
  const isMixed = right.some(({ window }) => lengthOf(window) === short)
  const known = isMixed ? [] : left.map(({ selector }) => formatExpr(selector))
  const other = right.find(
    ({ window, selector }) => lengthOf(window) !== short && !known.includes(formatExpr(selector)),
  )
  const long = other && lengthOf(other.window)
  if (other === undefined || long === undefined) return []
  return [
    {
      range: other.window.range,
      text: `the left side of \`/\` is over ${formatDuration(short)} and the right side over ${formatDuration(long)}, so their ratio is of different times`,
      hint: `write \`[${formatDuration(short)}]\` on both sides, or \`[${formatDuration(long)}]\``,
    },
  ]
}

/** The windows of the rates that an expression is made of, by sums and numbers alone; none if it has other parts. */
function windowsIn(expr: Expr): readonly MatrixSelector[] {
  const inner = bare(expr)
  if (inner.kind === 'aggregate') return inner.param === undefined ? windowsIn(inner.expr) : []
  if (inner.kind === 'binary') {
    if (!/^(?:[-+*]|or|>)$/.test(inner.op)) return []
    const [left, right] = [inner.lhs, inner.rhs].map((side) => (isScalar(side) ? undefined : windowsIn(side)))
    if (left?.length === 0 || right?.length === 0) return []
    return [...(left ?? []), ...(right ?? [])]
  }
  if (inner.kind === 'call' && inner.func === 'clamp_min') return windowsIn(inner.args[0]!)
  const rate = rateIn(inner)
  return rate ? [rate.vector] : []
}

/** `sum_over_time(increase(x_total[5m])[1h:1m])`: windows that overlap, or leave something out. */
export function overlapping(call: Call): RateProblem[] {
  const vector = call.func === 'sum_over_time' ? rangeOf(call) : undefined
  const rate = vector?.kind === 'subquery' ? rateIn(vector.expr) : undefined
  if (vector?.kind !== 'subquery' || rate?.call.func !== 'increase') return []
  const [window, step] = [lengthOf(rate.vector.window), lengthOf(vector.step)]
  if (window === undefined || step === undefined || step <= 0 || window === step) return []
  const [every, over] = [formatDuration(step), formatDuration(window)]
  const often = Math.round((10 * window) / step) / 10
  return [
    {
      range: vector.step!.range,
      text:
        window > step
          ? `the sum takes an \`increase\` over ${over} every ${every}, and so counts each event ${often} times`
          : `the sum takes an \`increase\` over ${over} every ${every}, and misses what happens in between`,
      hint: `write \`increase(…[${formatDuration(lengthOf(vector.window) ?? window)}])\`, or a step of ${over}`,
    },
  ]
}

/** `increase(x_total[1h]) == 3`: what is extrapolated is hardly ever a whole number. */
export function inexact({ op, lhs, rhs, opRange }: BinaryExpr): RateProblem[] {
  if (!/^[=!]=$/.test(op)) return []
  const [side, limit] = isScalar(lhs) ? [rhs, lhs] : [lhs, rhs]
  const rate = isScalar(limit) ? rateIn(side) : undefined
  const number = onlyValue(limit)
  if (!rate || number === undefined || number === 0) return []
  return [
    {
      range: { start: opRange.start, end: rhs.range.end },
      text: `\`${rate.call.func}\` extrapolates: three events are 3.1 or 3.4, and hardly ever \`${op}\` a number`,
      hint: 'compare with `>` or `<`, or `round` it',
    },
  ]
}
