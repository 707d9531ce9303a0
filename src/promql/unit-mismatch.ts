/** Comparisons and differences of numbers in different units, as far as names of metrics tell. */
import type { Range } from '../text/source.ts'
import type { BinaryExpr, Expr } from './ast.ts'
import { bare } from './filters.ts'
import { formatExpr } from './print.ts'
import { isScalar, onlyValue } from './ranges.ts'
import { isComparison } from './ranges-math.ts'
import { unitOf } from './unit.ts'
import { metricName, metricNames, partsOf, selectors } from './walk.ts'
import { windowMetric } from './windows.ts'

export interface UnitProblem {
  readonly range: Range
  readonly text: string
  readonly hint: string
}

/** What an expression compares or subtracts although the units differ, in text order. */
export function unitProblems(expr: Expr): UnitProblem[] {
  const found: UnitProblem[] = []
  for (const node of partsOf(expr)) {
    if (node.kind !== 'binary') continue
    const problem = node.op === '-' ? fromNow(node) : isComparison(node.op) ? compared(node) : undefined
    if (problem) found.push(problem)
  }
  return found
}

/** `time()`, and by how much it is multiplied; undefined for anything else. */
function now(expr: Expr): number | undefined {
  const inner = bare(expr)
  if (inner.kind === 'call') return inner.func === 'time' ? 1 : undefined
  if (inner.kind !== 'binary' || inner.op !== '*') return undefined
  const before = numberOf(inner.lhs)
  const [by, of] = before === undefined ? [numberOf(inner.rhs), inner.lhs] : [before, inner.rhs]
  return now(of) === 1 ? by : undefined
}

const numberOf = (expr: Expr): number | undefined => (isScalar(expr) ? onlyValue(expr) : undefined)

const milliseconds = /_(?:ms|millis|milliseconds)$/
const lengths = /_(?:duration|age|uptime|elapsed|latency|lag|delay)_seconds$/

/** The metric that a part is, as it is stored: not scaled, possibly the largest or smallest of several. */
function stored(expr: Expr): string | undefined {
  const inner = bare(expr)
  if (inner.kind === 'vectorSelector') return metricName(inner)
  if (inner.kind === 'aggregate') return /^(?:max|min|avg)$/.test(inner.op) ? stored(inner.expr) : undefined
  if (inner.kind === 'call' && /^(?:max|min|avg|last|first)_over_time$/.test(inner.func)) {
    return windowMetric(inner)
  }
  return undefined
}

/** A difference from `time()`, which is in seconds since 1970. */
function fromNow({ lhs, rhs, opRange }: BinaryExpr): UnitProblem | undefined {
  const [times, other] = now(lhs) === undefined ? [now(rhs), lhs] : [now(lhs), rhs]
  const name = stored(other)
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

function compared({ lhs, rhs }: BinaryExpr): UnitProblem | undefined {
  const [side, limit] = isScalar(lhs) ? [rhs, lhs] : [lhs, rhs]
  const at = numberOf(limit)
  if (isScalar(side) || at === undefined) return undefined
  const { range } = limit
  const name = stored(side)
  if (name !== undefined && isMoment(side, name) && at > 1 && at < 1e8) {
    return {
      range,
      text: `\`${name}\` is a point in time, in seconds since 1970, and ${at} a length of time`,
      hint: `compare \`time() - ${formatExpr(side)}\``,
    }
  }
  if (name !== undefined && unitOf(side) === 'bytes' && at > 1 && at <= 100) {
    return {
      range,
      text: `\`${name}\` is in bytes, and ${at} of them are nearly none`,
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
  unitOf(expr) === 'a timestamp' || /^kube_\w+_created$/.test(name)

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

const part = /(?:^|_)(?:\w*(?:free|available)|avail|used|usage)(?:_bytes|_inodes)?$/i
const whole = /(?:^|_)(?:\w*total|size|limit|capacity|max|quota)(?:_bytes|_inodes)?$/i

/** What is a ratio by the names of its metrics: a part of a whole, possibly what is left of it, or time of a CPU. */
function shareOf(expr: Expr): string | undefined {
  const inner = bare(expr)
  if (inner.kind === 'aggregate') return /^(?:avg|max|min)$/.test(inner.op) ? shareOf(inner.expr) : undefined
  if (inner.kind === 'call') {
    const name = /^i?rate$/.test(inner.func) ? windowMetric(inner) : undefined
    return name === 'node_cpu_seconds_total' ? `the \`${inner.func}\` of \`${name}\`` : undefined
  }
  if (inner.kind !== 'binary') return undefined
  if (inner.op === '-' && numberOf(inner.lhs) === 1) return shareOf(inner.rhs)
  if (inner.op !== '/') return undefined
  const [own, its] = [onlyName(inner.lhs), onlyName(inner.rhs)]
  if (own === undefined || its === undefined || !part.test(own) || !whole.test(its)) return undefined
  return `\`${own} / ${its}\``
}

/** The metric of a side that is nothing but it, or its sum. */
function onlyName(expr: Expr): string | undefined {
  const inner = bare(expr)
  if (inner.kind === 'aggregate')
    return /^(?:sum|max|min|avg)$/.test(inner.op) ? onlyName(inner.expr) : undefined
  return inner.kind === 'vectorSelector' && selectors(inner).length === 1 ? metricName(inner) : undefined
}
