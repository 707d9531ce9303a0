/** Which expressions contain the series of another, and which values a filter passes. */
import type { Expr, Matcher } from './ast.ts'
import { bare, filtered, hasHoles } from './filters.ts'
import { print, subqueryTail } from './print.ts'
import { isSame, isScalar } from './ranges.ts'
import { isComparison } from './ranges-math.ts'

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
    case 'matrixSelector': {
      if (inner.kind !== 'matrixSelector' || !hasMatchers(outer.selector, inner.selector)) return false
      const tail = (of: typeof outer): string =>
        print({ ...of, selector: { ...of.selector, matchers: [] } }, { canonical: true })
      return tail(outer) === tail(inner)
    }
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

/** The operand whose series a filter or a choice keeps: `x` of `x > 5`, of `x and y` and of `topk(3, x)`. */
export function filteredPart(expr: Expr): Expr | undefined {
  if (expr.kind === 'aggregate')
    return /^(?:topk|bottomk|limitk|limit_ratio)$/.test(expr.op) ? expr.expr : undefined
  if (expr.kind !== 'binary' || expr.matching?.fill !== undefined) return undefined
  if (expr.op === 'and' || expr.op === 'unless') return expr.lhs
  if (!isComparison(expr.op) || expr.bool) return undefined
  if (isScalar(expr.rhs)) return expr.lhs
  return isScalar(expr.lhs) ? expr.rhs : undefined
}

type Selector = Extract<Expr, { kind: 'vectorSelector' }>

/** Whether a selector has only matchers that another has too. */
export function hasMatchers(wide: Selector, narrow: Selector): boolean {
  const said = ({ name, op, value }: Matcher): string => JSON.stringify([name, op, value])
  const asked = new Set(narrow.matchers.map(said))
  const rest = (of: Selector): string => print({ ...of, matchers: [] }, { canonical: true })
  return wide.matchers.every((matcher) => asked.has(said(matcher))) && rest(wide) === rest(narrow)
}

/** Whether alternatives filter one expression without leaving a gap: `x > 5 or x <= 5`. */
export function leavesNoGap(sides: readonly Expr[]): boolean {
  const parts = sides
    .filter((side) => !hasHoles(side))
    .map(filtered)
    .filter(({ isFilter }) => isFilter)
  if (fillsHole(sides)) return true
  const [first] = parts
  if (first === undefined || parts.length < 2) return false
  const same = parts.filter(({ inner }) => isSame(inner, first.inner))
  if (same.length < 2) return false
  const whole = filtered(first.inner).values
  const sorted = same
    .map(({ values }) => values)
    .toSorted((a, b) => a.lo.at - b.lo.at || Number(a.lo.open) - Number(b.lo.open))
  let reached = sorted[0]!
  if (reached.lo.at > whole.lo.at || (reached.lo.open && Number.isFinite(reached.lo.at))) return false
  for (const next of sorted.slice(1)) {
    const touches =
      next.lo.at < reached.hi.at ||
      (next.lo.at === reached.hi.at && !(next.lo.open && reached.hi.open)) ||
      (whole.integral && next.lo.at <= reached.hi.at + 1)
    if (!touches) return false
    if (next.hi.at > reached.hi.at || (next.hi.at === reached.hi.at && !next.hi.open)) reached = next
  }
  return reached.hi.at >= whole.hi.at
}

/** `x == 0 or x != 0`: an alternative has the one value that another leaves out. */
function fillsHole(sides: readonly Expr[]): boolean {
  return sides.some((side) => {
    const inner = bare(side)
    if (inner.kind !== 'binary' || inner.op !== '!=' || inner.bool || inner.rhs.kind !== 'number')
      return false
    const { value } = inner.rhs
    return sides.some((other) => {
      const { inner: of, values, isFilter } = filtered(other)
      const isIn =
        values.lo.at <= value && values.hi.at >= value && !(values.lo.open && values.lo.at === value)
      return (
        isFilter &&
        !hasHoles(other) &&
        isIn &&
        !(values.hi.open && values.hi.at === value) &&
        isSame(of, bare(inner.lhs))
      )
    })
  })
}
