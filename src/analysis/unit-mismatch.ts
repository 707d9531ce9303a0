/** Comparisons and differences of numbers in different units, as far as names of metrics tell. */

import type { BinaryExpr, Call, Expr } from '../promql/ast.ts'
import { isComparison } from '../promql/operators.ts'
import { formatExpr } from '../promql/print.ts'
import { metricNames, partsOf } from '../promql/walk.ts'
import { isClock, momentProblem, now, numberOf, scaled, stored } from './moments.ts'
import { failing, isShare, measured, most, shareOf } from './named-share.ts'
import type { Remark } from './reasoned.ts'
import { unitOf } from './unit.ts'
import { bare } from './values/filters.ts'
import { isScalar } from './values/ranges.ts'

/** What an expression compares or subtracts although the units differ, in text order. */
export function unitProblems(expr: Expr): Remark[] {
  const found: Remark[] = []
  for (const node of partsOf(expr)) {
    if (node.kind === 'call') found.push(...forecast(node))
    if (node.kind !== 'binary') continue
    const problem =
      node.op === '-'
        ? (fromNow(node) ?? fromHundred(node))
        : isComparison(node.op)
          ? (momentProblem(node) ?? compared(node))
          : undefined
    if (problem) found.push(problem)
  }
  return found
}

/** `predict_linear(x[6h], 24)`: in how many seconds, not hours. */
function forecast({ func, args }: Call): Remark[] {
  const [, ahead] = args
  const seconds = func === 'predict_linear' && ahead ? numberOf(ahead) : undefined
  if (ahead === undefined || seconds === undefined || seconds <= 0 || seconds >= 60) return []
  return [
    {
      range: ahead.range,
      text: `\`predict_linear\` takes seconds, and ${seconds} of them ahead is nearly now`,
      hint: `write \`${seconds} * 3600\` for hours`,
    },
  ]
}

/** `100 - rate(node_cpu_seconds_total{mode="idle"}[5m])`: a ratio taken from a percentage. */
function fromHundred({ lhs, rhs, range }: BinaryExpr): Remark | undefined {
  const share = numberOf(lhs) === 100 ? shareOf(rhs) : undefined
  if (share === undefined) return undefined
  const text = `${share} is a ratio, between 0 and 1, so what is left of 100 is at least 99`
  return { range, text, hint: 'write `100 - 100 * …`, or `1 - …`' }
}

const milliseconds = /_(?:ms|millis|milliseconds)$/
const lengths = /_(?:duration|age|uptime|elapsed|latency|lag|delay)_seconds$/

/** A difference from `time()`, which is in seconds since 1970. */
function fromNow({ lhs, rhs, opRange }: BinaryExpr): Remark | undefined {
  const [times, other] = now(lhs) === undefined ? [now(rhs), lhs] : [now(lhs), rhs]
  const name = stored(other)
  if (times === 1 && name === undefined) return thousandfold(other)
  if (times === undefined || name === undefined) return undefined
  const { range } = other
  if (times === 1 && milliseconds.test(name)) {
    return {
      range,
      text: `\`time()\` is in seconds, and \`${name}\` in milliseconds by its name`,
      hint: `write \`${formatExpr(other)} / 1000\``,
    }
  }
  if (times === 1000 && unitOf(other) === 'a timestamp') {
    return {
      range: opRange,
      text: `the left and the right side differ by a thousand: \`${name}\` is in seconds by its name`,
      hint: 'leave out `* 1000`, and compare with seconds',
    }
  }
  if (times === 1 && lengths.test(name)) {
    return {
      range,
      text: `\`time()\` is a point in time, and \`${name}\` a length of time by its name`,
      hint: `compare \`${name}\` itself`,
    }
  }
  return undefined
}

/** `time() - x_timestamp_seconds * 1000`. */
function thousandfold(expr: Expr): Remark | undefined {
  const inner = bare(expr)
  if (inner.kind !== 'binary' || inner.op !== '*') return undefined
  const [by, of] = isScalar(inner.lhs) ? [inner.lhs, inner.rhs] : [inner.rhs, inner.lhs]
  const name = stored(of)
  if (numberOf(by) !== 1000 || name === undefined || !isMoment(of, name)) return undefined
  return {
    range: inner.range,
    text: `\`time()\` is in seconds, and so is \`${name}\`: only one of them is multiplied by 1000`,
    hint: 'leave out `* 1000`, and compare with seconds',
  }
}

function compared({ lhs, rhs, op }: BinaryExpr): Remark | undefined {
  const [side, limit] = isScalar(lhs) ? [rhs, lhs] : [lhs, rhs]
  const at = numberOf(limit)
  if (isScalar(side) || at === undefined) return undefined
  const { range } = limit
  const name = stored(side)
  const moment = name !== undefined && isMoment(side, name) ? name : clockOf(side)
  if (moment !== undefined && at > 1 && at < 1e8) {
    return {
      range,
      text: `\`${moment}\` is a point in time, in seconds since 1970, and ${at} a length of time`,
      hint: `compare \`time() - ${formatExpr(side)}\``,
    }
  }
  if (name !== undefined && unitOf(side) === 'bytes' && at > 1 && at <= 100) {
    return {
      range,
      text: `\`${name}\` is in bytes, and ${at} of them are next to nothing`,
      hint: `write the unit: \`${at} * 1024 ^ 3\` for GiB`,
    }
  }
  const parts = at >= 1e7 ? scaledBytes(side) : undefined
  if (parts !== undefined) {
    return {
      range,
      text: `the bytes of \`${parts}\` are divided already, and the threshold is in bytes again`,
      hint: 'leave out the division, or write the threshold in the unit that it makes',
    }
  }
  const problem = scaledTime(side, limit, at) ?? turned(side, limit, op.startsWith('<') === (limit === rhs))
  if (problem) return problem
  if (at >= 0.5 && at < 1) return percentOf(side, limit, at)
  if (at < 5 || at > 100) return undefined
  const share = shareOf(side)
  return share === undefined
    ? undefined
    : {
        range,
        text: `${share} is a ratio, between 0 and 1, and ${at} seems to be a percentage`,
        hint: `write \`${Number((at / 100).toFixed(6))}\`, or \`100 *\` before the ratio`,
      }
}

/** Whether a metric is a time of the clock. */
const isMoment = (expr: Expr, name: string): boolean =>
  unitOf(expr) === 'a timestamp' ||
  isClock(name) ||
  /_(?:timestamp|epoch|epoch_seconds|last_seen)$|^push_time_seconds$/.test(name)

/** `timestamp(…)`, possibly the largest or smallest of several, and `vector(time())`. */
function clockOf(expr: Expr): string | undefined {
  const inner = bare(expr)
  if (inner.kind === 'aggregate') return /^(?:max|min|avg)$/.test(inner.op) ? clockOf(inner.expr) : undefined
  if (inner.kind !== 'call') return undefined
  if (inner.func === 'vector') return now(inner.args[0]!) === 1 ? 'time()' : undefined
  return inner.func === 'timestamp' ? formatExpr(inner) : undefined
}

/** `histogram_quantile(0.9, x_milliseconds_bucket) > 0.5`, and a quantile of requests that is above minutes. */
function scaledTime(side: Expr, limit: Expr, at: number): Remark | undefined {
  const inner = bare(side)
  if (inner.kind !== 'call' || inner.func !== 'histogram_quantile') return undefined
  const unit = unitOf(inner)
  const [name] = metricNames(inner)
  if (unit === 'milliseconds' && at > 0 && at < 1) {
    return {
      range: limit.range,
      text: `\`${name}\` is in milliseconds, and ${at} of them are next to nothing`,
      hint: `write \`${at * 1000}\` if seconds are meant`,
    }
  }
  if (unit !== 'seconds' || at < 200 || !/request|response|http|grpc|rpc/.test(name ?? '')) return undefined
  return {
    range: limit.range,
    text: `\`${name}\` is in seconds, and ${at} of them are longer than any request`,
    hint: `write \`${at / 1000}\` if milliseconds are meant`,
  }
}

/** `100 * used / limit > 0.9`: a percentage compared with a ratio. */
function percentOf(side: Expr, limit: Expr, at: number): Remark | undefined {
  const named = bare(side)
  const inner = named.kind === 'vectorSelector' && named.recorded ? bare(named.recorded.expr) : named
  if (inner.kind !== 'binary' || inner.op !== '*') return undefined
  const ratio = [inner.lhs, inner.rhs].find((one) => !isScalar(one))
  if (![inner.lhs, inner.rhs].some((one) => numberOf(one) === 100) || ratio === undefined) return undefined
  const share = shareOf(ratio)
  const left = bare(ratio)
  const isLeft = left.kind === 'binary' && left.op === '-'
  // Little may be left, and little may fail.
  if (
    share === undefined ||
    /free|avail|idle/i.test(share) !== isLeft ||
    /…/.test(share) ||
    failing.test(share)
  )
    return undefined
  return {
    range: limit.range,
    text: `${share} is multiplied by 100, and ${at} seems to be a ratio`,
    hint: `write \`${at * 100}\`, or leave out \`* 100\``,
  }
}

/** The metric in bytes that is divided by a million or more. */
function scaledBytes(expr: Expr): string | undefined {
  let inner = bare(expr)
  let by = 1
  while (inner.kind === 'binary' && inner.op === '/') {
    const divisor = numberOf(inner.rhs)
    if (divisor === undefined) break
    by *= divisor
    inner = bare(inner.lhs)
  }
  return by >= 1e6 && unitOf(inner) === 'bytes' ? metricNames(inner)[0] : undefined
}

/** `size / free < 0.1`, which is at least 1: the whole divided by its part. */
function turned(side: Expr, limit: Expr, isBelow: boolean): Remark | undefined {
  const { of, by } = scaled(side)
  if (of.kind !== 'binary' || of.op !== '/' || by <= 0) return undefined
  const at = (numberOf(limit) ?? Number.NaN) / by
  if (!(at > 0 && at <= (isBelow ? 0.5 : 0.99))) return undefined
  const [own, its] = [measured(of.lhs), measured(of.rhs)]
  if (!own || !its || most.test(own.name) || !isShare(its, own)) return undefined
  return {
    range: of.opRange,
    text: `\`${own.name}\` is the whole and \`${its.name}\` a part of it by their names, so the division is at least 1`,
    hint: `write \`${its.name} / ${own.name}\``,
  }
}
