/** Divisions that are shares by the names of their metrics: of a part by its whole, of failures by all. */

import type { Expr, VectorSelector } from '../promql/ast.ts'
import { isComparison } from '../promql/operators.ts'
import { metricName } from '../promql/walk.ts'
import { isUsual } from './metric-kind.ts'
import { numberOf } from './moments.ts'
import { hasMatchers } from './values/alike.ts'
import { bare } from './values/filters.ts'
import { isSame, isScalar, valuesOf } from './values/ranges.ts'
import { rangeOf, windowMetric } from './values/windows.ts'

const part = /(?:^|_)(?:\w*(?:free|available)|avail|used|usage)(?:_bytes|_inodes)?$/i
const whole = /(?:^|_)(?:\w*total|total_\w+|size|limit|capacity|max|quota)(?:_bytes|_inodes)?$/i

/** What can be in use, and how much of it there is at most: `queue_length / queue_capacity`. */
export const most: RegExp = /(?:^|_)(?:limit|capacity|quota|max(?:_?\w+)?)$/i
const recordedRatio = /:(?:\w+_)?ratio(?:_rate\w*)?$/

const isPart = (own: string, its: string): boolean =>
  (own !== its && own === its.replace(/_(?:max|limit|total)(?=_)/, '')) ||
  (part.test(own) && whole.test(its)) ||
  (most.test(its) && !most.test(own) && !whole.test(own) && firstWord(own) === firstWord(its))

const firstWord = (name: string): string => name.split('_')[0]!

/** What is a ratio by the names of its metrics: a part of a whole, possibly what is left of it, or time of a CPU. */
export function shareOf(expr: Expr): string | undefined {
  const inner = bare(expr)
  if (inner.kind === 'aggregate') return /^(?:avg|max|min)$/.test(inner.op) ? shareOf(inner.expr) : undefined
  if (inner.kind === 'call') {
    const name = /^i?rate$/.test(inner.func) ? windowMetric(inner) : undefined
    return name === 'node_cpu_seconds_total' ? `the \`${inner.func}\` of \`${name}\`` : undefined
  }
  if (inner.kind === 'vectorSelector') {
    const name = metricName(inner) ?? ''
    if (isUsual(name) && recordedRatio.test(name)) return `\`${name}\``
    return inner.recorded === undefined ? undefined : shareOf(inner.recorded.expr)
  }
  if (inner.kind !== 'binary') return undefined
  if (inner.op === '-' && numberOf(inner.lhs) === 1) return shareOf(inner.rhs)
  if (inner.op !== '/') return undefined
  const [own, its] = [measured(inner.lhs), measured(inner.rhs)]
  if (own === undefined) return undefined
  if (its === undefined) return isAdded(inner.lhs, inner.rhs) ? `\`${own.name} / (… + …)\`` : undefined
  if (!isShare(own, its)) return undefined
  if (own.name !== its.name) return `\`${own.name} / ${its.name}\``
  // What surely is at most 1 is another check's.
  return valuesOf(inner).hi.at <= 1 ? undefined : `\`${own.name}{…} / ${its.name}\``
}

interface Measured {
  readonly name: string
  readonly selector: VectorSelector
  /** The function over a window that it is given to. */
  readonly func: string | undefined
}

/** The metric of a side that is nothing but it, its rate, or a sum of either. */
export function measured(expr: Expr): Measured | undefined {
  const inner = bare(expr)
  if (inner.kind === 'aggregate')
    return /^(?:sum|max|min|avg)$/.test(inner.op) ? measured(inner.expr) : undefined
  if (inner.kind === 'call') {
    const [given, least] = inner.args
    // A divisor that is never 0.
    if (inner.func === 'clamp_min' && given && least && (numberOf(least) ?? 2) <= 1) return measured(given)
    const vector = /^(?:rate|increase)$/.test(inner.func) ? rangeOf(inner) : undefined
    return vector?.kind === 'matrixSelector' ? named(vector.selector, inner.func) : undefined
  }
  if (inner.kind === 'binary' && isComparison(inner.op) && !inner.bool && isScalar(inner.rhs))
    return measured(inner.lhs)
  return inner.kind === 'vectorSelector' ? named(inner, undefined) : undefined
}

function named(selector: VectorSelector, func: string | undefined): Measured | undefined {
  const name = metricName(selector)
  return name === undefined || !isUsual(name) ? undefined : { name, selector, func }
}

/** What goes wrong or is left out: a part of all events. */
export const failing: RegExp =
  /(?:^|_)(?:err(?:or)?s?|fail(?:ed|ures?)?|rejected|rejections|denied|timeouts?|dropped|missed|aborted|unsuccessful)(?:_|$)/
const ofEvents = /(?:_total|_count)$/
const notEvents = /_(?:seconds|bytes|duration)(?:_|$)/

export function isShare(own: Measured, its: Measured): boolean {
  if (own.func !== its.func) return false
  if (own.func === undefined) return isPart(own.name, its.name)
  // Some of the series of one metric.
  if (own.name === its.name)
    return (
      own.selector.matchers.length > its.selector.matchers.length && hasMatchers(its.selector, own.selector)
    )
  if (notEvents.test(own.name) || notEvents.test(its.name.replace(/_seconds_count$/, ''))) return false
  return (
    failing.test(own.name) &&
    !failing.test(its.name) &&
    ofEvents.test(own.name) &&
    ofEvents.test(its.name) &&
    firstWord(own.name) === firstWord(its.name)
  )
}

/** Whether one of the parts of a sum is the other side: `a / (a + b)`. */
function isAdded(part: Expr, sum: Expr): boolean {
  const inner = bare(sum)
  if (inner.kind !== 'binary' || inner.op !== '+') return isSame(bare(part), inner)
  return isAdded(part, inner.lhs) || isAdded(part, inner.rhs)
}
