/** The list of checks. */
import { alertCondition } from './alert-condition.ts'
import { alertFor } from './alert-for.ts'
import type { Check } from './check.ts'
import { linkTarget } from './link-target.ts'
import { ruleDuplicate } from './rule-duplicate.ts'
import { runbookLiteral } from './runbook-literal.ts'
import { runbookSections } from './runbook-sections.ts'

export const CHECKS: readonly Check[] = [
  alertCondition,
  alertFor,
  linkTarget,
  ruleDuplicate,
  runbookLiteral,
  runbookSections,
]
