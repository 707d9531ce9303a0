/**
 * Restricts an expression to one value of a label, by matchers inside its selectors. If the label of the result is the
 * label of a selector's series, `label="value"` there leaves exactly the results with that value.
 */
import type { BinaryExpr, Call, Expr, VectorSelector } from './ast.ts'

/**
 * The selectors that need a matcher on `label` to restrict the results to one value of it. Undefined if the expression
 * creates the label, or if the missing series would change the rest (`topk`, `absent`).
 */
export function narrowable(expr: Expr, label: string): readonly VectorSelector[] | undefined {
  switch (expr.kind) {
    case 'vectorSelector':
      return [expr]
    case 'matrixSelector':
      return [expr.selector]
    case 'paren':
    case 'unary':
    case 'subquery':
      return narrowable(expr.expr, label)
    case 'aggregate': {
      const { grouping, op } = expr
      if (grouping === undefined || (op === 'count_values' && countedInto(expr.param) === label))
        return undefined
      const named = grouping.labels.some(({ name }) => name === label)
      return named === (grouping.mode === 'by') ? narrowable(expr.expr, label) : undefined
    }
    case 'call':
      return inCall(expr, label)
    case 'binary':
      return inBinary(expr, label)
    default:
      return undefined
  }
}

const countedInto = (param: Expr | undefined): string | undefined =>
  param?.kind === 'string' ? param.value : undefined

/** Functions whose results have labels of their own, or depend on the series that would be left out. */
const OPAQUE = new Set(['absent', 'absent_over_time', 'scalar', 'vector', 'time', 'info', 'label_join'])

function inCall({ func, args }: Call, label: string): readonly VectorSelector[] | undefined {
  if (OPAQUE.has(func)) return undefined
  if (func === 'label_replace' && countedInto(args[1]) === label) return undefined
  if (/^histogram_(quantile|fraction)/.test(func) && label === 'le') return undefined
  const found = args
    .filter(({ kind }) => kind !== 'string' && kind !== 'number')
    .map((argument) => narrowable(argument, label))
    .filter((selectors) => selectors !== undefined)
  return found.length === 1 ? found[0] : undefined
}

/** Whether an operand has series: numbers and `scalar()` have no labels. */
function hasSeries(expr: Expr): boolean {
  if (expr.kind === 'paren' || expr.kind === 'unary') return hasSeries(expr.expr)
  if (expr.kind === 'binary') return hasSeries(expr.lhs) || hasSeries(expr.rhs)
  if (expr.kind === 'call') return !['scalar', 'time', 'pi'].includes(expr.func)
  return expr.kind !== 'number' && expr.kind !== 'string'
}

function inBinary(expr: BinaryExpr, label: string): readonly VectorSelector[] | undefined {
  const { lhs, rhs, op, matching } = expr
  if (!hasSeries(rhs)) return narrowable(lhs, label)
  if (!hasSeries(lhs)) return narrowable(rhs, label)
  if (op === 'and' || op === 'unless') return narrowable(lhs, label)
  const both = (): readonly VectorSelector[] | undefined => {
    const [left, right] = [narrowable(lhs, label), narrowable(rhs, label)]
    return left && right && [...left, ...right]
  }
  if (op === 'or') return both()
  const matched = matching?.on
    ? matching.on.labels.some(({ name }) => name === label)
    : !matching?.ignoring?.labels.some(({ name }) => name === label)
  if (matching?.fill !== undefined) return undefined
  if (matched) return both()
  // Unless matched on, the label is that of the many side, or one copied from the one side.
  if (matching?.group === undefined) return undefined
  const [many, one] = matching.group.side === 'left' ? [lhs, rhs] : [rhs, lhs]
  const copied = matching.group.labels.some(({ name }) => name === label)
  return narrowable(copied ? one : many, label)
}
