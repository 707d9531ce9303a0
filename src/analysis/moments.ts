/** Comparisons of a point in time with now that can hardly be meant: `last_success - time() > 3600`. By names of metrics. */

import type { BinaryExpr, Expr } from '../promql/ast.ts'
import { type Comparison, isComparison, swapped } from '../promql/operators.ts'
import { formatExpr } from '../promql/print.ts'
import { metricName } from '../promql/walk.ts'
import type { Range } from '../text/source.ts'
import { isUsual } from './metric-kind.ts'
import type { Remark } from './reasoned.ts'
import { bare } from './values/filters.ts'
import { isScalar, onlyValue } from './values/ranges.ts'
import { windowMetric } from './values/windows.ts'

/** The number that a scalar always is. */
export const numberOf = (expr: Expr): number | undefined => (isScalar(expr) ? onlyValue(expr) : undefined)

/** `time()`, and by how much it is multiplied; undefined for anything else. */
export function now(expr: Expr): number | undefined {
  const inner = bare(expr)
  if (inner.kind === 'call') return inner.func === 'time' ? 1 : undefined
  if (inner.kind !== 'binary' || inner.op !== '*') return undefined
  const before = numberOf(inner.lhs)
  const [by, of] = before === undefined ? [numberOf(inner.rhs), inner.lhs] : [before, inner.rhs]
  return now(of) === 1 ? by : undefined
}

/** The metric that a part is, as it is stored: not scaled, possibly the largest or smallest of several. */
export function stored(expr: Expr): string | undefined {
  const name = storedIn(expr)
  return name !== undefined && isUsual(name) ? name : undefined
}

function storedIn(expr: Expr): string | undefined {
  const inner = bare(expr)
  if (inner.kind === 'vectorSelector') return metricName(inner)
  if (inner.kind === 'aggregate') return /^(?:max|min|avg)$/.test(inner.op) ? storedIn(inner.expr) : undefined
  if (inner.kind === 'call' && /^(?:max|min|avg|last|first)_over_time$/.test(inner.func)) {
    return windowMetric(inner)
  }
  return undefined
}

/** Metrics that are a time of the clock, in seconds since 1970, although their names do not say `timestamp`. */
const clocks =
  /^kube_\w+_(?:created|(?:last|next)_schedule_time|last_successful_time|status_(?:start|completion)_time)$|_cert_(?:expiry|not_after)$/

export const isClock = (name: string): boolean => clocks.test(name)

/** What has happened, and what is to come. */
const past =
  /(?:^|_)(?:last|latest|boot|start|creation|completion|push)(?:_\w+)?_(?:time|timestamp|epoch)(?:_seconds)?$|_created$|(?:^|_)last_?(?:seen|updated?|activity|heartbeat|run|sync|success\w*|(?:auto)?vacuum)(?:_timestamp|_at)?$|_mtime(?:_seconds)?$/
const future = /(?:^|_)(?:next|expir\w*|not_after)(?:_\w+)?$|_expiry(?:_seconds)?$/

/** A comparison of the time since a moment: negative before it. */
interface Since {
  readonly moment: Expr
  readonly name: string
  readonly op: Comparison
  readonly seconds: number
  readonly limit: Expr
}

/** Nearly ten years, in seconds. */
const EVER = 3.1e8
/** Clocks differ by less than this, in seconds. */
const SKEW = 300

export function momentProblem(expr: BinaryExpr): Remark | undefined {
  const since = sinceOf(expr)
  if (since === undefined) return undefined
  const { moment, name, op, seconds, limit } = since
  const { range } = limit
  const text = formatExpr(moment)
  if (Math.abs(seconds) >= EVER) {
    return problem(
      range,
      `what \`${name}\` is compared with is ${Math.round(Math.abs(seconds) / 31_557_600)} years away`,
      'write the limit in the unit of the left side: `time()` is in seconds',
    )
  }
  if (op.startsWith('>') && past.test(name) && !future.test(name) && seconds < 0) {
    return problem(
      range,
      `\`${name}\` is in the past by its name, so this holds at any time`,
      `write \`time() - ${text} ${op === '>' ? '<' : '<='} ${-seconds}\``,
    )
  }
  if (!op.startsWith('<')) return undefined
  if (past.test(name) && !future.test(name) && seconds <= -SKEW) {
    return problem(
      range,
      `\`${name}\` is in the past by its name, and never ${-seconds} seconds ahead`,
      `write \`time() - ${text} > ${-seconds}\``,
    )
  }
  if (future.test(name) && seconds >= 3600) {
    return problem(
      range,
      `\`time() - ${name}\` is below 0 until then, so the comparison holds long before`,
      `write \`${text} - time() < ${seconds}\``,
    )
  }
  return undefined
}

const problem = (range: Range, text: string, hint: string): Remark => ({ range, text, hint })

/** A comparison as one of the time since a moment, in seconds. */
function sinceOf({ op, lhs, rhs }: BinaryExpr): Since | undefined {
  if (!isComparison(op)) return undefined
  const [side, limit, as] = isScalar(lhs) ? ([rhs, lhs, swapped(op)] as const) : ([lhs, rhs, op] as const)
  const at = numberOf(limit)
  if (at === undefined) {
    const [shift, name] = [aheadOf(limit), stored(side)]
    if (shift === undefined || name === undefined) return undefined
    return { moment: side, name, op: swapped(as), seconds: -shift, limit }
  }
  const { of, by } = scaled(side)
  if (of.kind !== 'binary' || of.op !== '-' || by === 0) return undefined
  const isLater = now(of.lhs) === undefined
  const [time, moment] = isLater ? [of.rhs, of.lhs] : [of.lhs, of.rhs]
  const name = stored(moment)
  if (now(time) !== 1 || name === undefined) return undefined
  const factor = isLater ? -by : by
  return { moment, name, op: factor < 0 ? swapped(as) : as, seconds: at / factor, limit }
}

/** How far `time() + 3600` is ahead, in seconds. */
function aheadOf(expr: Expr): number | undefined {
  const inner = bare(expr)
  if (now(inner) === 1) return 0
  if (inner.kind !== 'binary' || !/^[-+]$/.test(inner.op)) return undefined
  const [left, right] = [inner.lhs, inner.rhs]
  if (now(left) === 1) {
    const by = numberOf(right)
    return by === undefined ? undefined : inner.op === '-' ? -by : by
  }
  return inner.op === '+' && now(right) === 1 ? numberOf(left) : undefined
}

/** An expression without the numbers that it is multiplied with or divided by, and by what these make of it. */
export function scaled(expr: Expr): { of: Expr; by: number } {
  const inner = bare(expr)
  if (inner.kind !== 'binary' || !/^[*/]$/.test(inner.op)) return { of: inner, by: 1 }
  const [left, right] = [numberOf(inner.lhs), numberOf(inner.rhs)]
  if (right !== undefined) {
    const { of, by } = scaled(inner.lhs)
    return { of, by: inner.op === '*' ? by * right : by / right }
  }
  if (left === undefined || inner.op === '/') return { of: inner, by: 1 }
  const { of, by } = scaled(inner.rhs)
  return { of, by: by * left }
}
