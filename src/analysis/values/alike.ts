/** Whether expressions are the same, and whether one selects what another does: by their text alone. */
import type { BinaryExpr, Call, Expr, Matcher, MatrixSelector, VectorSelector } from '../../promql/ast.ts'
import { isComparison } from '../../promql/operators.ts'
import { perPart } from '../../promql/per-part.ts'
import { formatExpr, print } from '../../promql/print.ts'
import { children } from '../../promql/walk.ts'

/** An expression without the parentheses around it. */
export const bare = (expr: Expr): Expr => (expr.kind === 'paren' ? bare(expr.expr) : expr)

export function isScalar(expr: Expr): boolean {
  if (expr.kind === 'paren' || expr.kind === 'unary') return isScalar(expr.expr)
  // A chain of operators is long on the left.
  if (expr.kind === 'binary') return isScalar(expr.rhs) && isScalar(expr.lhs)
  return expr.kind === 'number' || (expr.kind === 'call' && isScalarCall(expr))
}

const scalarCalls: ReadonlySet<string> = new Set([
  'scalar',
  'time',
  'pi',
  'start',
  'end',
  'step',
  'range',
  'max_of',
  'min_of',
])

function isScalarCall({ func }: Call): boolean {
  return scalarCalls.has(func)
}

/** Whether two expressions select and compute the same, so that a series meets itself. */
export function isSame(one: Expr, other: Expr): boolean {
  return one.kind !== 'number' && looksAlike(one, other) && written(one) === written(other)
}

const written: (expr: Expr) => string = perPart((expr) => formatExpr(expr))

/** Whether two expressions have the same shape and names: a quick test. */
function looksAlike(one: Expr, other: Expr): boolean {
  if (one.kind !== other.kind) return false
  if (one.kind === 'vectorSelector') {
    const { name, matchers } = other as VectorSelector
    return one.name === name && one.matchers.length === matchers.length
  }
  if (one.kind === 'call' && one.func !== (other as Call).func) return false
  if ((one.kind === 'aggregate' || one.kind === 'binary') && one.op !== (other as BinaryExpr).op) return false
  const [some, others] = [children(one), children(other)]
  return some.length === others.length && some.every((child, index) => looksAlike(child, others[index]!))
}

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

/** Whether a selector has only matchers that another has too. */
export function hasMatchers(wide: VectorSelector, narrow: VectorSelector): boolean {
  const said = ({ name, op, value }: Matcher): string => JSON.stringify([name, op, value])
  const asked = new Set(narrow.matchers.map(said))
  const rest = (of: VectorSelector): string => print({ ...of, matchers: [] }, { canonical: true })
  return wide.matchers.every((matcher) => asked.has(said(matcher))) && rest(wide) === rest(narrow)
}

/** What follows a selector that selects a window: the window itself, and from when it is. */
export const windowTail = (of: MatrixSelector): string =>
  print({ ...of, selector: { ...of.selector, name: undefined, matchers: [] } }, { canonical: true })

/**
 * Whether each series of two sides that are matched on all labels meets only itself: `rate(x{code="500"}[5m])` and
 * `rate(x[5m])`, for a metric has one series for each set of labels.
 */
export function meetsItself(one: Expr, other: Expr): boolean {
  const [left, right] = [bare(one), bare(other)]
  if (left.kind === 'vectorSelector')
    return (
      right.kind === 'vectorSelector' &&
      left.name !== undefined &&
      left.name === right.name &&
      selected(left) === selected(right)
    )
  if (left.kind === 'matrixSelector')
    return (
      right.kind === 'matrixSelector' &&
      meetsItself(left.selector, right.selector) &&
      windowTail(left) === windowTail(right)
    )
  if (left.kind === 'call') {
    const isOfOne = right.kind === 'call' && left.func === right.func && left.args.length === 1
    return isOfOne && ofOneSeries.test(left.func) && meetsItself(left.args[0]!, right.args[0]!)
  }
  if (left.kind !== 'aggregate' || right.kind !== 'aggregate' || left.op !== right.op) return false
  if (left.op !== 'sum' || left.grouping?.mode !== 'by' || right.grouping?.mode !== 'by') return false
  // Matchers on the labels that are kept choose groups, and leave each of them whole.
  const [own, its] = [left, right].map(({ grouping }) => grouping!.labels.map(({ name }) => name)) as [
    string[],
    string[],
  ]
  if (`${own.toSorted()}` !== `${its.toSorted()}`) return false
  return isSame(withoutMatchers(left.expr, own), withoutMatchers(right.expr, own))
}

/** Whether a part is divided by a whole from which the matching picks the part itself, so that the result is 1. */
export const isOfItself = (expr: Expr): boolean =>
  expr.kind === 'binary' &&
  expr.op === '/' &&
  expr.matching === undefined &&
  meetsItself(withoutFactor(expr.lhs), expr.rhs) &&
  !isSame(withoutFactor(expr.lhs), expr.rhs)

/** `a` of `100 * a`. */
function withoutFactor(expr: Expr): Expr {
  const inner = bare(expr)
  return inner.kind === 'binary' && inner.op === '*' && isScalar(inner.lhs) ? inner.rhs : inner
}

const ofOneSeries = /^(?:rate|increase|irate|delta|deriv|(?:avg|max|min|sum|last|count)_over_time)$/

/** A selector without its matchers. */
const selected = (of: VectorSelector): string => print({ ...of, matchers: [] }, { canonical: true })

/** The rate of a selector, or the selector, without its matchers on some labels. */
function withoutMatchers(expr: Expr, labels: readonly string[]): Expr {
  const inner = bare(expr)
  if (inner.kind === 'vectorSelector')
    return { ...inner, matchers: inner.matchers.filter(({ name }) => !labels.includes(name)) }
  if (inner.kind === 'matrixSelector')
    return { ...inner, selector: withoutMatchers(inner.selector, labels) as VectorSelector }
  if (inner.kind !== 'call' || inner.args.length !== 1) return inner
  return { ...inner, args: [withoutMatchers(inner.args[0]!, labels)] }
}
