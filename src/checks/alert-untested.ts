import type { ProgramCheck } from './check.ts'

export const alertUntested: ProgramCheck = {
  code: 'alert-untested',
  severity: 'warning',
  isOff: true,
  summary: 'A test of a runbook shows that the alert fires.',
  *run({ rules, tested }) {
    const firing = new Set(tested)
    for (const { kind, name, rule, file, compiled } of rules) {
      if (kind !== 'alert' || !compiled || firing.has(name)) continue
      yield {
        file,
        range: rule.alert!.value.range,
        message: `No test shows that alert \`${name}\` fires`,
        hint: 'add a ```yaml test fence to its runbook',
      }
    }
  },
}
