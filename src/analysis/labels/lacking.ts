/** Whether a result may lack a label, judged by the text alone: a quick answer that saves asking the label model. */
import type { Expr, Matcher } from '../../promql/ast.ts'
import { perPart } from '../../promql/per-part.ts'

/** Functions that change labels. */
const relabelling =
  /^(?:absent|vector$|scalar$|info$|label_|histogram_(?:quantile|fraction)|time$|pi$|start$|end$|step$|range$)/

const choosing: ReadonlySet<string> = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio'])

/**
 * False if the label model (`labelsOf`) certainly finds no label but the metric name `never`: no part of the text
 * removes one. True implies nothing.
 */
export const mayLack: (expr: Expr) => boolean = perPart((expr) => {
  switch (expr.kind) {
    case 'vectorSelector':
      return expr.recorded !== undefined || expr.matchers.some(isWithout)
    case 'matrixSelector':
      return mayLack(expr.selector)
    case 'paren':
    case 'unary':
    case 'subquery':
      return mayLack(expr.expr)
    case 'aggregate':
      return !choosing.has(expr.op) || mayLack(expr.expr)
    case 'call':
      return expr.args.length === 0 || relabelling.test(expr.func) || expr.args.some(mayLack)
    case 'binary':
      return expr.matching !== undefined || mayLack(expr.lhs) || mayLack(expr.rhs)
    default:
      return false
  }
})

/** A plain list of texts, which never matches the empty string. */
const texts = /^[.:/|-]*\w[\w.:/|-]*$/

/** Whether a matcher may admit only series without its label. */
function isWithout({ op, value }: Matcher): boolean {
  if (op === '=') return value === ''
  return op === '!~' || (op === '=~' && !texts.test(value))
}
