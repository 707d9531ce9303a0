import type { Expr } from '../promql/index.ts'
import { locate } from '../text/source.ts'
import type { RuleCheck } from './check.ts'

/** Calls whose result is a sample exactly when something is wrong. */
const CONDITIONAL = new Set(['absent', 'absent_over_time'])

/** Set operators keep or drop samples by labels: any condition is in their operands. */
const SETS = new Set(['and', 'or', 'unless'])

const COMPARISONS = new Set(['==', '!=', '>', '<', '>=', '<=', '</', '>/'])

/** Whether some sample can be missing from the result because of its value, so that the alert can be quiet. */
function isConditional(expr: Expr): boolean {
  switch (expr.kind) {
    case 'paren':
    case 'unary':
      return isConditional(expr.expr)
    case 'aggregate':
      return isConditional(expr.expr)
    case 'call':
      return CONDITIONAL.has(expr.func) || expr.args.some(isConditional)
    case 'subquery':
      return isConditional(expr.expr)
    case 'binary':
      if (COMPARISONS.has(expr.op)) return !expr.bool
      // `a unless b` is quiet whenever b is there: that is a condition of its own.
      if (expr.op === 'unless' || expr.op === 'and') return true
      if (SETS.has(expr.op)) return isConditional(expr.lhs) && isConditional(expr.rhs)
      return isConditional(expr.lhs) || isConditional(expr.rhs)
    default:
      return false
  }
}

export const alertCondition: RuleCheck = {
  code: 'alert-condition',
  severity: 'warning',
  summary: 'An alert has a condition that can be false.',
  *runRule({ rule, file, kind, name, expr }) {
    const condition = kind === 'alert' ? expr() : undefined
    if (!condition || isConditional(condition)) return
    const bool = condition.kind === 'binary' && COMPARISONS.has(condition.op)
    yield {
      file,
      range: locate(rule.expr!.value, condition.range.start, condition.range.end),
      message: bool
        ? `Unexpected \`bool\` in the condition of alert \`${name}\`: it returns 0 or 1, and both fire`
        : `Unexpected expression of alert \`${name}\` without a comparison: it fires for every series it returns`,
      hint: bool
        ? 'remove `bool`'
        : 'compare it: `… > 0`; for a watchdog that always fires, ignore this with a reason',
    }
  },
}
