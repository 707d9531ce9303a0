/** Which expressions contain the series of another. */

import type { Expr } from '../../promql/ast.ts'
import { subqueryTail } from '../../promql/print.ts'
import { bare, filteredPart, hasMatchers, isSame, windowTail } from './alike.ts'

/**
 * Whether one expression returns at least the series of another, ignoring metric names: the same without a filter, with
 * fewer matchers, or as an alternative of `or`. Compares series by labels alone, not by values.
 */
export function coversSeries(wide: Expr, narrow: Expr): boolean {
  const [outer, inner] = [bare(wide), bare(narrow)]
  if (isSame(outer, inner)) return true
  if (outer.kind === 'binary' && outer.op === 'or') {
    return coversSeries(outer.lhs, inner) || (outer.matching === undefined && coversSeries(outer.rhs, inner))
  }
  const part = filteredPart(inner)
  if (part !== undefined) return coversSeries(outer, part)
  switch (outer.kind) {
    case 'vectorSelector':
      return inner.kind === 'vectorSelector' && hasMatchers(outer, inner)
    case 'matrixSelector':
      return (
        inner.kind === 'matrixSelector' &&
        hasMatchers(outer.selector, inner.selector) &&
        windowTail(outer) === windowTail(inner)
      )
    case 'subquery':
      return (
        inner.kind === 'subquery' &&
        subqueryTail(outer, { canonical: true }) === subqueryTail(inner, { canonical: true }) &&
        coversSeries(outer.expr, inner.expr)
      )
    case 'aggregate': {
      if (inner.kind !== 'aggregate' || !merging.has(outer.op) || !merging.has(inner.op)) return false
      const by = (of: typeof outer): string =>
        `${of.grouping?.mode ?? 'by'} ${(of.grouping?.labels ?? []).map(({ name }) => name).sort()}`
      return by(outer) === by(inner) && coversSeries(outer.expr, inner.expr)
    }
    case 'call': {
      if (inner.kind !== 'call' || inner.func !== outer.func || !plain.test(outer.func)) return false
      const [one] = outer.args
      const [other] = inner.args
      return outer.args.length === 1 && inner.args.length === 1 && coversSeries(one!, other!)
    }
    default:
      return false
  }
}

/** Aggregations that return one series per group. */
const merging: ReadonlySet<string> = new Set([
  'sum',
  'avg',
  'min',
  'max',
  'count',
  'group',
  'stddev',
  'stdvar',
])

/** Functions that return a sample for every series with enough samples, whatever their values. */
const plain =
  /^(?:abs|ceil|floor|round|sqrt|rate|increase|irate|delta|idelta|deriv|changes|resets|(?:avg|sum|min|max|count|last|first|present|stddev|stdvar)_over_time)$/
