import { unitProblems } from '../analysis/index.ts'
import type { RuleCheck } from './check.ts'
import { wrongIn } from './shared/in-expr.ts'

export const exprUnit: RuleCheck = {
  code: 'expr-unit',
  severity: 'warning',
  summary: 'What an expression compares or subtracts is in the same unit.',
  about:
    /time|created|_bytes|free|avail|use|usage|node_cpu_seconds_total|predict_linear|histogram_quantile|ratio|limit|max|capacity|quota|expir|not_after|epoch|last_seen|vacuum|[a-z_]:[a-z_]|\//i,
  *runRule(rule) {
    const expr = rule.resolved()
    for (const problem of expr ? unitProblems(expr) : []) yield wrongIn(rule, problem)
  },
}
