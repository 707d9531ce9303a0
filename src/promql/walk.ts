/** Traversals of a tree. */
import type { Range } from '../text/source.ts'
import type { Expr, VectorSelector } from './ast.ts'
import { perPart } from './per-part.ts'

/** The direct parts of an expression, in written order. */
export function children(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'paren':
    case 'unary':
    case 'subquery':
      return [expr.expr]
    case 'call':
      return expr.args
    case 'aggregate':
      return expr.param === undefined ? [expr.expr] : [expr.param, expr.expr]
    case 'binary':
      return [expr.lhs, expr.rhs]
    case 'matrixSelector':
      return [expr.selector]
    default:
      return []
  }
}

/**
 * Visits an expression and all its parts, outer ones first, left to right. `parents`: the path from the root to the
 * visited part, exclusive; reused, so copy what you keep. Return `false` to skip the inside.
 */
export function walk(expr: Expr, visit: (expr: Expr, parents: readonly Expr[]) => unknown): void {
  const parents: Expr[] = []
  const step = (node: Expr): void => {
    if (visit(node, parents) === false) return
    parents.push(node)
    for (const child of children(node)) step(child)
    parents.pop()
  }
  step(expr)
}

/** An expression and all its parts, outer ones first, left to right. */
export const partsOf: (expr: Expr) => readonly Expr[] = perPart((expr) => {
  const found: Expr[] = []
  const step = (node: Expr): void => {
    found.push(node)
    for (const child of children(node)) step(child)
  }
  step(expr)
  return found
})

/** Every vector selector in written order, including those of range vectors. */
export const selectors: (expr: Expr) => readonly VectorSelector[] = perPart((expr) =>
  partsOf(expr).filter((node) => node.kind === 'vectorSelector'),
)

/** The metric that a selector certainly names: before the braces, quoted inside, or by `__name__="…"`. */
export function metricName(selector: VectorSelector): string | undefined {
  if (selector.name !== undefined) return selector.name
  return selector.matchers.find(({ name, op }) => name === '__name__' && op === '=')?.value
}

/** Where an expression first names a metric. */
export function metricRange(expr: Expr, metric: string): Range | undefined {
  const found = selectors(expr).find((selector) => metricName(selector) === metric)
  return found?.nameRange ?? found?.matchers.find(({ name }) => name === '__name__')?.valueRange
}

/** The metrics that an expression names, each once, in order of appearance. */
export function metricNames(expr: Expr): readonly string[] {
  const names = selectors(expr).map(metricName)
  return [...new Set(names.filter((name) => name !== undefined && name !== ''))] as string[]
}
