import type { RuleCheck } from './check.ts'
import { regexpFindings } from './regexps.ts'

export const exprRegexp: RuleCheck = {
  code: 'expr-regexp',
  severity: 'warning',
  summary: 'A regular expression is used only where one is needed, without anchors of its own.',
  about: /~/,
  runRule: (rule) => regexpFindings(rule, ['anchor', 'literal', 'everything', 'glob', 'twice']),
}
