/** How many samples a window holds, given the intervals of scrapes and evaluations. */

import type {
  ArithmeticOp,
  BinaryExpr,
  Call,
  Duration,
  Expr,
  MatrixSelector,
  Subquery,
} from '../../promql/ast.ts'
import { formatDuration } from '../../promql/duration.ts'
import { metricName } from '../../promql/walk.ts'
import type { Range } from '../../text/source.ts'
import type { Reason } from '../labels/labels.ts'
import { valuesOf } from './ranges.ts'

/** Intervals of scrapes and evaluations in milliseconds; undefined if unknown. */
export interface Times {
  readonly scrape?: number | undefined
  readonly evaluation?: number | undefined
}

/** Functions that need two samples of a series. */
export const needsTwo: ReadonlySet<string> = new Set([
  'rate',
  'increase',
  'irate',
  'delta',
  'idelta',
  'deriv',
  'predict_linear',
  'double_exponential_smoothing',
  'holt_winters',
])

/** A duration in milliseconds; undefined if it depends on the query. */
export function lengthOf(duration: Duration | undefined): number | undefined {
  const seconds = duration && secondsOf(duration)
  return seconds === undefined || !Number.isFinite(seconds) ? undefined : seconds * 1000
}

function secondsOf(duration: Duration): number | undefined {
  switch (duration.kind) {
    case 'number':
      return duration.value
    case 'durationParen':
      return secondsOf(duration.expr)
    case 'durationUnary': {
      const inner = secondsOf(duration.expr)
      return inner === undefined ? undefined : -inner
    }
    case 'durationBinary': {
      const [left, right] = [secondsOf(duration.lhs), secondsOf(duration.rhs)]
      if (left === undefined || right === undefined) return undefined
      return arithmetic[duration.op](left, right)
    }
    default:
      return undefined
  }
}

const arithmetic: Readonly<Record<ArithmeticOp, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '^': (left, right) => left ** right,
}

/** The range vector argument of a function. */
export function rangeOf({ args }: Call): MatrixSelector | Subquery | undefined {
  for (const arg of args) {
    let inner: Expr = arg
    while (inner.kind === 'paren') inner = inner.expr
    if (inner.kind === 'matrixSelector' || inner.kind === 'subquery') return inner
  }
  return undefined
}

/** The metric whose samples a function over a window is given; undefined without one, and for a subquery. */
export function windowMetric(call: Call): string | undefined {
  const vector = rangeOf(call)
  return vector?.kind === 'matrixSelector' ? metricName(vector.selector) : undefined
}

/** The time between two samples in a range vector; undefined if unknown. */
export function spacing(vector: MatrixSelector | Subquery, times: Times): number | undefined {
  if (vector.kind === 'subquery') return vector.step === undefined ? times.evaluation : lengthOf(vector.step)
  if (vector.extended !== undefined) return undefined
  // Recorded series get a sample at every evaluation of their group.
  return vector.selector.name?.includes(':') ? times.evaluation : times.scrape
}

/** Why a function that needs two samples never gets them; undefined if it may. */
export function tooFewSamples(
  call: Call,
  times: Times,
): { range: Range; text: string; hint: string; related: readonly Reason[] } | undefined {
  const vector = needsTwo.has(call.func) ? rangeOf(call) : undefined
  if (vector === undefined) return undefined
  const window = lengthOf(vector.window)
  const step = spacing(vector, times)
  if (window === undefined || step === undefined) return undefined
  // In Prometheus 3, a window as long as the step holds one sample; in older versions, a subquery's holds two.
  if (vector.kind === 'subquery' ? window >= step : window > step) return undefined
  const of = vector.kind === 'subquery' ? 'one step of the subquery' : 'one sample'
  return {
    range: vector.window.range,
    text: `\`${call.func}\` needs two samples, and a window of ${formatDuration(window)} holds at most ${of}, one every ${formatDuration(step)}`,
    hint: `write a window of at least ${formatDuration(4 * step)}`,
    related: [{ range: call.funcRange, text: 'needs two samples' }],
  }
}

/** Functions whose results are at most the number of samples in the window. */
const counting = /^(?:changes|resets|count_over_time)$/

/** `changes(x[5m]) > 20`, with a sample every minute: a comparison that needs more samples than a window holds. */
export function tooManyWanted(
  { op, lhs, rhs, opRange }: BinaryExpr,
  times: Times,
): { range: Range; text: string; hint: string; related: readonly Reason[] } | undefined {
  if (!/^(?:>=?|==)$/.test(op) || lhs.kind !== 'call') return undefined
  const vector = rangeOf(lhs)
  // The sum of zeros and ones counts the ones.
  const isSum = lhs.func === 'sum_over_time' && vector !== undefined && valuesOf(vector).hi.at <= 1
  if (!counting.test(lhs.func) && !isSum) return undefined
  const window = vector && lengthOf(vector.window)
  const step = vector && spacing(vector, times)
  if (rhs.kind !== 'number' || window === undefined || step === undefined || step <= 0) return undefined
  const most = Math.floor(window / step) + 1
  if (op === '>' ? rhs.value < most : rhs.value <= most) return undefined
  return {
    range: { start: opRange.start, end: rhs.range.end },
    text: `a window of ${formatDuration(window)} holds at most ${most} samples, one every ${formatDuration(step)}`,
    hint: 'write a longer window, or a lower threshold',
    related: [{ range: lhs.range, text: `is at most ${most}` }],
  }
}
