/** Ways through a tree. */
import type { Expr, VectorSelector } from './ast.ts'
import { perPart } from './per-part.ts'

/** The direct parts of an expression, in the order they are written. */
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
 * Visits an expression and everything in it, outer ones first, left to right. `parents` leads from the root
 * to the visited one, which it does not contain; it is reused, so copy what you keep. Return `false` to
 * leave out what is inside.
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

/** An expression and everything in it, outer ones first, left to right. */
export const partsOf: (expr: Expr) => readonly Expr[] = perPart((expr) => {
  const found: Expr[] = []
  const step = (node: Expr): void => {
    found.push(node)
    for (const child of children(node)) step(child)
  }
  step(expr)
  return found
})

/** Every vector selector, in the order written, those of range vectors included. */
export const selectors: (expr: Expr) => readonly VectorSelector[] = perPart((expr) =>
  partsOf(expr).filter((node) => node.kind === 'vectorSelector'),
)

/** The metric a selector surely names: before the braces, quoted inside, or by `__name__="…"`. */
export function metricName(selector: VectorSelector): string | undefined {
  if (selector.name !== undefined) return selector.name
  return selector.matchers.find(({ name, op }) => name === '__name__' && op === '=')?.value
}

/** The metrics an expression names, each once, in the order of appearance. */
export function metricNames(expr: Expr): readonly string[] {
  const names = selectors(expr).map(metricName)
  return [...new Set(names.filter((name) => name !== undefined && name !== ''))] as string[]
}
