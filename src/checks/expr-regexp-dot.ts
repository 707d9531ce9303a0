import type { RuleCheck } from './check.ts'
import { regexpFindings } from './shared/regexps.ts'

export const exprRegexpDot: RuleCheck = {
  code: 'expr-regexp-dot',
  severity: 'info',
  summary: 'A dot in a regular expression that means a dot is escaped.',
  about: /~/,
  runRule: (rule) => regexpFindings(rule, (kind) => kind === 'dot'),
}
