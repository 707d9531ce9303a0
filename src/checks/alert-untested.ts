import type { ProgramCheck } from './check.ts'
import { atName } from './shared/in-expr.ts'

export const alertUntested: ProgramCheck = {
  code: 'alert-untested',
  severity: 'warning',
  isOff: true,
  summary: 'A test of a runbook shows that the alert fires.',
  *run({ rules, tested }) {
    const firing = new Set(tested)
    for (const rule of rules) {
      if (rule.kind !== 'alert' || !rule.compiled || firing.has(rule.name)) continue
      yield {
        ...atName(rule),
        message: `No test shows that alert \`${rule.name}\` fires`,
        hint: 'add a ```yaml test fence to its runbook',
      }
    }
  },
}
