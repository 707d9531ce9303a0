/**
 * What a graph of an alert shows: the value without its threshold, which is a line of its own, so that one sees a
 * quiet alert too. Labels go into the selectors where they come from them.
 */
import type { BoundRule } from '../../model.ts'
import type { Expr, VectorSelector } from '../../promql/index.ts'
import { narrowable, typeOf, walk } from '../../promql/index.ts'

export interface Graph {
  /** The expression, each selector with braces. */
  readonly expr: string
  /**
   * Per label, the offsets in `expr` at which `label="value",` narrows it; empty where nothing can be narrowed by it,
   * absent for a label that is made on the way: the result has to be matched.
   */
  readonly places: Readonly<Record<string, readonly number[]>>
  /** The other side of the comparison; `''` where there is none. */
  readonly limit: string
}

/** The graph of a rule, for the labels that its link carries. A broken expression is shown as written. */
export function graphOf(rule: BoundRule, labels: readonly string[]): Graph {
  const text = rule.rule.expr?.value.value ?? ''
  const expr = rule.expr()
  if (expr === undefined) return { expr: text, places: {}, limit: '' }
  const { value, limit } = sidesOf(expr)
  const { braced, after } = withBraces(text, value)
  const places: Record<string, number[]> = {}
  const isSeries = typeOf(value) !== 'scalar'
  for (const label of labels) {
    // A number has no labels, and a selector has its name already.
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

const COMPARISONS = new Set(['>', '>=', '<', '<=', '==', '!='])

/** The two sides of the comparison an alert is about; filters behind it (`and …`) do not change its value. */
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

/** The text of an expression in which every selector has braces, and the offset after each opening one. */
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
