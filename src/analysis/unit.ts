import type { Expr } from '../promql/ast.ts'
import { isComparison } from '../promql/operators.ts'
import { metricName } from '../promql/walk.ts'
import { isUsual } from './metric-kind.ts'
import { bare } from './values/filters.ts'
import { isScalar } from './values/ranges.ts'
import { rangeOf, windowMetric } from './values/windows.ts'

/** The unit of a value, from the names of its metrics. */
export type Unit = 'seconds' | 'milliseconds' | 'bytes' | 'a timestamp'

/** The unit of an expression's result; undefined if unknown. */
export function unitOf(expr: Expr): Unit | undefined {
  const inner = bare(expr)
  switch (inner.kind) {
    case 'vectorSelector':
      return unitOfName(metricName(inner) ?? '')
    case 'aggregate':
      return /^(?:sum|avg|min|max|quantile|topk|bottomk)$/.test(inner.op) ? unitOf(inner.expr) : undefined
    case 'call': {
      if (inner.func === 'histogram_quantile') return unitOfBuckets(inner.args[1])
      if (!/^(?:avg|min|max|last|first|quantile)_over_time$/.test(inner.func)) return undefined
      const vector = rangeOf(inner)
      return vector?.kind === 'matrixSelector' ? unitOf(vector.selector) : undefined
    }
    case 'binary':
      if (isComparison(inner.op) && !inner.bool && isScalar(inner.rhs)) return unitOf(inner.lhs)
      if (inner.op === 'and' || inner.op === 'unless') return unitOf(inner.lhs)
      if (inner.op === '/' && isCount(inner.rhs)) return unitOfSum(inner.lhs)
      // `time()` is in seconds, and so is what it is compared with.
      if (inner.op === '-' && [inner.lhs, inner.rhs].some(isTime)) return 'seconds'
      return undefined
    default:
      return undefined
  }
}

/** The metric of a rate, possibly summed. */
function ratedName(expr: Expr): string {
  const inner = bare(expr)
  if (inner.kind === 'aggregate') return inner.op === 'sum' ? ratedName(inner.expr) : ''
  const isRate = inner.kind === 'call' && /^(?:rate|increase)$/.test(inner.func)
  return (isRate && windowMetric(inner)) || ''
}

const isCount = (expr: Expr): boolean => ratedName(expr).endsWith('_count')

/** The unit of a mean: the sum of the observations of a histogram, by their count. */
function unitOfSum(expr: Expr): Unit | undefined {
  const name = ratedName(expr)
  return name.endsWith('_sum') ? unitOfName(name.replace(/_sum$/, '')) : undefined
}

const isTime = (expr: Expr): boolean => {
  const inner = bare(expr)
  return inner.kind === 'call' && inner.func === 'time'
}

/** A timestamp is not a length of time; one without a unit may be in milliseconds. */
function unitOfName(name: string): Unit | undefined {
  if (!isUsual(name)) return undefined
  const base = name.replace(/_total$/, '')
  if (/_(?:timestamp|start_time|boot_time)_seconds$/.test(base)) return 'a timestamp'
  if (/(?:timestamp|_time|expir\w*|not_after|created)(?:_seconds)?$/.test(base)) return undefined
  return /_(seconds|milliseconds|bytes)$/.exec(base)?.[1] as Unit | undefined
}

/** The unit of a histogram's observations. */
function unitOfBuckets(expr: Expr | undefined): Unit | undefined {
  const inner = expr && bare(expr)
  if (inner?.kind === 'aggregate') return unitOfBuckets(inner.expr)
  const vector = inner?.kind === 'call' ? rangeOf(inner) : undefined
  const selector = vector?.kind === 'matrixSelector' ? vector.selector : inner
  return selector?.kind === 'vectorSelector'
    ? unitOfName((metricName(selector) ?? '').replace(/_bucket$/, ''))
    : undefined
}
