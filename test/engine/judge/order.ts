/**
 * Whether Prometheus gives an expression a single answer. Evaluating several steps, it collects the series of most
 * results in a Go map, whose order is random; then a sum of floats differs in its last bits from run to run, and so
 * does the choice of `topk` among equals. No engine can match that, so such pairs are skipped.
 */
import { children, type Expr, type ParseOptions, parseExpr } from '../../../src/promql/index.ts'

const sensitive: ReadonlySet<string> = new Set([
  'sum',
  'avg',
  'stddev',
  'stdvar',
  'topk',
  'bottomk',
  'limitk',
])

/** Whether the answer to an expression is the same in every run, at an instant or over several steps. */
export function isRepeatable(text: string, options: ParseOptions, severalSteps: boolean): boolean {
  const { expr } = parseExpr(text, options)
  return expr === undefined || repeatable(expr, severalSteps)
}

function repeatable(expr: Expr, severalSteps: boolean): boolean {
  switch (expr.kind) {
    case 'paren':
    case 'unary':
      return repeatable(expr.expr, severalSteps)
    case 'subquery':
      return repeatable(expr.expr, true)
    case 'call':
      return expr.args.every((arg) => repeatable(arg, severalSteps))
    case 'binary':
      return repeatable(expr.lhs, severalSteps) && repeatable(expr.rhs, severalSteps)
    case 'aggregate': {
      const isFree =
        sensitive.has(expr.op) && (severalSteps ? !isOrdered(expr.expr) : countsValues(expr.expr))
      const inParam = expr.param === undefined || repeatable(expr.param, severalSteps)
      return !isFree && inParam && repeatable(expr.expr, severalSteps)
    }
    default:
      return true
  }
}

/** Whether it uses `count_values`, `info` or classic histograms, which have no order even at an instant. */
function countsValues(expr: Expr): boolean {
  if (expr.kind === 'aggregate' && expr.op === 'count_values') return true
  if (expr.kind === 'call' && (expr.func.startsWith('histogram_') || expr.func === 'info')) return true
  return children(expr).some(countsValues)
}

/** Whether the series of a multi-step result have an order: those of selectors, and of ranges over them. */
function isOrdered(expr: Expr): boolean {
  switch (expr.kind) {
    case 'paren':
    case 'unary':
      return isOrdered(expr.expr)
    case 'vectorSelector':
    case 'matrixSelector':
      return true
    case 'subquery':
      return isOrdered(expr.expr)
    case 'call': {
      if (expr.func === 'vector' || expr.func.startsWith('absent')) return true
      const range = expr.args.find((arg) => arg.kind === 'matrixSelector' || arg.kind === 'subquery')
      return range !== undefined && isOrdered(range)
    }
    case 'aggregate':
      return (
        expr.grouping === undefined && !/^(?:topk|bottomk|limitk|limit_ratio|count_values)$/.test(expr.op)
      )
    default:
      return false
  }
}
