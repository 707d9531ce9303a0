import { replaceProblems } from '../analysis/index.ts'
import type { RuleCheck } from './check.ts'
import { wrongIn } from './shared/in-expr.ts'
import { regexpFindings } from './shared/regexps.ts'

export const exprRegexp: RuleCheck = {
  code: 'expr-regexp',
  severity: 'warning',
  summary: 'A regular expression is used only where one is needed, without anchors of its own.',
  about: /~|label_|["'`](?:[!$]|\[\[|[^"'`]*(?:\||\.[*+]|\.\.))/,
  *runRule(rule) {
    yield* regexpFindings(rule, (kind) => kind !== 'dot')
    const expr = /label_(?:replace|join)/.test(rule.rule.expr?.value.value ?? '') ? rule.expr() : undefined
    for (const problem of expr ? replaceProblems(expr) : []) yield wrongIn(rule, problem)
  },
}
