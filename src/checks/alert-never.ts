import { deadSides, type Never, whyNever } from '../analysis/index.ts'
import type { Finding, JudgedRule, RuleCheck } from './check.ts'
import { asRelated, exprFix, inExpr, subject, timesOf } from './shared/in-expr.ts'

export const alertNever: RuleCheck = {
  code: 'alert-never',
  severity: 'warning',
  summary: 'An alert can fire, and every part of its expression can have an effect.',
  *runRule(rule, prometheus) {
    const expr = rule.resolved()
    if (!expr) return
    const times = timesOf(prometheus)
    const never = whyNever(expr, times)
    if (never) {
      const outcome = rule.kind === 'alert' ? 'can never fire' : 'never has a result'
      yield finding(rule, never, `${subject(rule)} ${outcome}: ${never.text}`)
      return
    }
    for (const side of deadSides(expr, times)) {
      yield finding(rule, side, `${subject(rule)} has a part without effect: ${side.text}`)
    }
  },
}

function finding(rule: JudgedRule, { range, hint, related, insert }: Never, message: string): Finding {
  const fix =
    insert &&
    exprFix(rule, `Write \`${insert.text.trim()}\``, [
      { range: { start: insert.at, end: insert.at }, text: insert.text },
    ])
  return {
    ...inExpr(rule, range),
    message,
    hint,
    related: asRelated(rule, related),
    ...(fix && { fix }),
  }
}
