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
