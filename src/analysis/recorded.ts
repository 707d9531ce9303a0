/** Attaches to recorded series the expressions that record them. */
import type { Expr, Recorded, VectorSelector } from '../promql/ast.ts'
import { metricName } from '../promql/walk.ts'

/**
 * The expression, with the result of `recordedAs` for each metric on its selectors (`recorded`); the expression itself
 * if there are none. Ranges are unchanged.
 */
export function withRecorded(expr: Expr, recordedAs: (metric: string) => Recorded | undefined): Expr {
  const selector = (of: VectorSelector): VectorSelector => {
    const metric = metricName(of)
    const recorded = metric === undefined ? undefined : recordedAs(metric)
    return recorded === undefined ? of : { ...of, recorded }
  }
  const inside = (of: Expr): Expr => {
    switch (of.kind) {
      case 'vectorSelector':
        return selector(of)
      case 'matrixSelector': {
        const made = selector(of.selector)
        return made === of.selector ? of : { ...of, selector: made }
      }
      case 'paren':
      case 'unary':
      case 'subquery':
      case 'aggregate': {
        const made = inside(of.expr)
        return made === of.expr ? of : { ...of, expr: made }
      }
      case 'call': {
        const args = of.args.map(inside)
        return args.every((arg, index) => arg === of.args[index]) ? of : { ...of, args }
      }
      case 'binary': {
        const [lhs, rhs] = [inside(of.lhs), inside(of.rhs)]
        return lhs === of.lhs && rhs === of.rhs ? of : { ...of, lhs, rhs }
      }
      default:
        return of
    }
  }
  return inside(expr)
}
