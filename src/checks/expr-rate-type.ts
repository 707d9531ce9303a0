import { rateProblems } from '../analysis/index.ts'
import type { RuleCheck } from './check.ts'
import { exprFix, wrongIn } from './shared/in-expr.ts'

export const exprRateType: RuleCheck = {
  code: 'expr-rate-type',
  severity: 'warning',
  summary: 'Counters are read as rates, gauges as they are.',
  about: /_total|_bucket|_count|_sum|rate|increase|delta|deriv|resets|quantile|__name__/,
  *runRule(rule) {
    const expr = rule.resolved()
    if (!expr) return
    for (const { rename, ...problem } of rateProblems(expr)) {
      const fix =
        rename && exprFix(rule, `Write \`${rename.to}\``, [{ range: rename.range, text: rename.to }])
      yield { ...wrongIn(rule, problem), ...(fix && { fix }) }
    }
  },
}
