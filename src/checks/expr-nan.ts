import { divisions, quantilesOutOfRange } from '../analysis/index.ts'
import type { RuleCheck } from './check.ts'
import { exprFix, inExpr, subject, wrongIn } from './shared/in-expr.ts'

export const exprNan: RuleCheck = {
  code: 'expr-nan',
  severity: 'warning',
  summary:
    'No expression makes its result NaN or infinite, by a division by zero or a quantile outside 0 to 1.',
  about: /[/%:]|quantile/i,
  *runRule(rule) {
    const expr = rule.resolved()
    if (!expr) return
    for (const { instead, ...problem } of quantilesOutOfRange(expr)) {
      const fix = instead && exprFix(rule, `Write \`${instead}\``, [{ range: problem.range, text: instead }])
      yield { ...wrongIn(rule, problem), ...(fix && { fix }) }
    }
    for (const { range, by } of divisions(expr)) {
      yield {
        ...inExpr(rule, range),
        message:
          by === undefined
            ? `${subject(rule)} divides by 0: the result is infinite or NaN`
            : `${subject(rule)} divides by something that is 0 while nothing happens: one such NaN makes the whole \`${by}\` NaN`,
        hint:
          by === undefined
            ? 'divide by something else'
            : 'aggregate both sides first and divide then, or filter the divisor: `(… > 0)`',
      }
    }
  },
}
