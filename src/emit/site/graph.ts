/**
 * The graph of an alert: its value, with the threshold as a line of its own, so that a quiet alert has a graph too.
 * Labels go into the selectors that they come from.
 */
import type { BoundRule } from '../../model.ts'
import type { Expr, VectorSelector } from '../../promql/index.ts'
import { narrowable, typeOf, walk } from '../../promql/index.ts'

export interface Graph {
  /** The expression with braces on every selector. */
  readonly expr: string
  /**
   * By label: the offsets in `expr` where `label="value",` narrows it. Empty if nothing can be narrowed by the label;
   * absent for a label that the expression creates: then the result has to be filtered.
   */
  readonly places: Readonly<Record<string, readonly number[]>>
  /** The other side of the comparison; `''` without one. */
  readonly limit: string
}

/** The graph of a rule, for the labels in its link. An invalid expression is used as written. */
export function graphOf(rule: BoundRule, labels: readonly string[]): Graph {
  const text = rule.rule.expr?.value.value ?? ''
  const expr = rule.expr()
  if (expr === undefined) return { expr: text, places: {}, limit: '' }
  const { value, limit } = sidesOf(expr)
  const { braced, after } = withBraces(text, value)
  const places: Record<string, number[]> = {}
  const isSeries = typeOf(value) !== 'scalar'
  for (const label of labels) {
    // A scalar has no labels, and a selector already has its name.
    const found = isSeries && label !== '__name__' ? narrowable(value, label) : []
    if (found !== undefined)
      places[label] = [...new Set(found.map((one) => after.get(one)!))].sort((a, b) => a - b)
  }
  return {
    expr: braced,
    places,
    limit: limit === undefined ? '' : text.slice(limit.range.start, limit.range.end),
  }
}

export const COMPARISONS: ReadonlySet<string> = new Set(['>', '>=', '<', '<=', '==', '!='])

/** The two sides of an alert's comparison; filters around it (`and …`) do not change its value. */
function sidesOf(expr: Expr): { value: Expr; limit: Expr | undefined } {
  if (expr.kind === 'paren') {
    const inside = sidesOf(expr.expr)
    return inside.limit === undefined ? { value: expr, limit: undefined } : inside
  }
  if (expr.kind !== 'binary') return { value: expr, limit: undefined }
  if (expr.op === 'and' || expr.op === 'unless') {
    const left = sidesOf(expr.lhs)
    return left.limit === undefined ? { value: expr, limit: undefined } : left
  }
  if (!COMPARISONS.has(expr.op) || expr.bool) return { value: expr, limit: undefined }
  if (typeOf(expr.lhs) === 'scalar') return { value: expr.rhs, limit: expr.lhs }
  return { value: expr.lhs, limit: expr.rhs }
}

/** The expression with braces on every selector, and the offset after each opening brace. */
function withBraces(text: string, expr: Expr): { braced: string; after: Map<VectorSelector, number> } {
  const after = new Map<VectorSelector, number>()
  const found: VectorSelector[] = []
  walk(expr, (node) => {
    if (node.kind === 'vectorSelector') found.push(node)
  })
  let braced = ''
  let at = expr.range.start
  for (const one of found.sort((a, b) => a.range.start - b.range.start)) {
    const name = one.nameRange?.end ?? one.range.start
    const open = /^\s*\{/.exec(text.slice(name, one.range.end))
    const end = name + (open?.[0].length ?? 0)
    braced += text.slice(at, end) + (open ? '' : '{')
    after.set(one, braced.length)
    if (!open) braced += '}'
    at = end
  }
  return { braced: braced + text.slice(at, expr.range.end), after }
}
