/** Results that the text alone proves NaN or infinite: divisions by 0, quantiles outside 0 to 1, a single bucket. */

import type { BinaryExpr, Expr } from '../promql/ast.ts'
import { children, metricName, partsOf, selectors } from '../promql/walk.ts'
import type { Range } from '../text/source.ts'
import { heldMatchers, heldTo } from './labels/matchers.ts'
import { metricKind } from './metric-kind.ts'
import type { Remark } from './reasoned.ts'
import { valuesOf } from './values/ranges.ts'
import { rangeOf } from './values/windows.ts'

export interface Division {
  /** Range of the divisor. */
  readonly range: Range
  /** The aggregation that a NaN spoils; undefined if the divisor is the constant 0. */
  readonly by: string | undefined
}

const spoiled: ReadonlySet<string> = new Set(['sum', 'avg', 'stddev', 'stdvar'])

/** Divisions by 0, and divisions inside an aggregation by a rate that is 0 while nothing happens. */
export function divisions(expr: Expr): Division[] {
  const found: Division[] = []
  for (const node of partsOf(expr)) {
    if (node.kind === 'binary' && isDivision(node)) {
      const { lo, hi } = valuesOf(node.rhs)
      if (lo.at === 0 && hi.at === 0) found.push({ range: node.rhs.range, by: undefined })
    }
    const whole = spoiledBy(node)
    if (whole === undefined) continue
    for (const inner of within(whole.expr)) {
      if (mayBeIdle(inner.rhs)) found.push({ range: inner.rhs.range, by: whole.by })
    }
    for (const selector of selectors(whole.expr)) {
      const made = selector.recorded ? within(selector.recorded.expr) : []
      if (made.some(({ rhs }) => mayBeIdle(rhs))) found.push({ range: selector.range, by: whole.by })
    }
  }
  return found
}

/** The node that a NaN spoils (an aggregation, or a mean or sum over time), with its operand. */
function spoiledBy(node: Expr): { readonly by: string; readonly expr: Expr } | undefined {
  if (node.kind === 'aggregate') return spoiled.has(node.op) ? { by: node.op, expr: node.expr } : undefined
  if (node.kind !== 'call' || !/^(?:avg|sum|stddev|stdvar)_over_time$/.test(node.func)) return undefined
  const vector = rangeOf(node)
  return vector?.kind === 'subquery' ? { by: node.func, expr: vector.expr } : undefined
}

const isDivision = ({ op }: BinaryExpr): boolean => op === '/' || op === '%'

/** The divisions that feed an aggregation, except those inside inner aggregations. */
function within(expr: Expr): BinaryExpr[] {
  if (expr.kind === 'aggregate' || expr.kind === 'subquery') return []
  if (expr.kind === 'binary' && /^(?:[=!]=|[<>]=?)$/.test(expr.op)) return []
  const inner = children(expr).flatMap(within)
  return expr.kind === 'binary' && isDivision(expr) ? [expr, ...inner] : inner
}

/** Whether a divisor is a rate of events, which is 0 while none happen. */
function mayBeIdle(expr: Expr): boolean {
  const { lo, hi } = valuesOf(expr)
  if (lo.at > 0 || hi.at < 0 || (lo.at === 0 && lo.open)) return false
  if (expr.kind === 'paren' || expr.kind === 'unary') return mayBeIdle(expr.expr)
  if (expr.kind === 'aggregate') return mayBeIdle(expr.expr)
  if (expr.kind === 'call') return /^(?:rate|irate|increase)$/.test(expr.func)
  if (expr.kind === 'vectorSelector') return metricKind(metricName(expr) ?? '') === 'counter'
  if (expr.kind !== 'binary') return false
  return /^[+*]$/.test(expr.op) && [expr.lhs, expr.rhs].every(mayBeIdle)
}

export interface QuantileOutOfRange extends Remark {
  /** Replacement text, if certain. */
  readonly instead?: string
}

/** Quantiles that are infinite or NaN for any data: outside 0 to 1, or of a single bucket. */
export function quantilesOutOfRange(expr: Expr): QuantileOutOfRange[] {
  const found: QuantileOutOfRange[] = []
  for (const node of partsOf(expr)) {
    const [op, which, of] =
      node.kind === 'aggregate' && node.op === 'quantile'
        ? [node.op, node.param, undefined]
        : node.kind === 'call' && /^(?:histogram_quantile|quantile_over_time)$/.test(node.func)
          ? [node.func, node.args[0], node.args[1]]
          : []
    if (op === undefined || which === undefined) continue
    const { lo, hi } = valuesOf(which)
    if (lo.at > hi.at) continue
    if (lo.at > 1 || hi.at < 0) {
      const isPercent = which.kind === 'number' && which.value > 1 && which.value <= 100
      const instead = isPercent ? String(Number((which.value / 100).toFixed(6))) : undefined
      found.push({
        range: which.range,
        text: `\`${op}\` of ${which.kind === 'number' ? which.value : 'this'} is ${hi.at < 0 ? '-Inf' : '+Inf'}, no matter what was measured`,
        hint: instead ? `write \`${instead}\`` : 'write a number between 0 and 1',
        ...(instead && { instead }),
      })
    }
    const bucket = op === 'histogram_quantile' && of && heldTo(heldMatchers(of), 'le')
    if (bucket) {
      found.push({
        range: bucket.range,
        text: '`histogram_quantile` of a single bucket is NaN',
        hint: 'remove the matcher: it needs all buckets',
      })
    }
  }
  return found
}
