import type { ProgramCheck } from './check.ts'

/** Alerts are told apart by name: what tests say of one tier counts for all. */
export const alertUntested: ProgramCheck = {
  code: 'alert-untested',
  severity: 'warning',
  isOff: true,
  summary: 'A test of a runbook shows that the alert fires.',
  *run({ runbooks, rules }) {
    const tested = new Set(
      runbooks.flatMap((runbook) =>
        runbook.tests.flatMap(({ tests }) =>
          tests.flatMap(({ alerts }) =>
            alerts.filter(({ firing }) => firing !== undefined && firing !== 0).map(({ name }) => name),
          ),
        ),
      ),
    )
    for (const { kind, name, rule, file, compiled } of rules) {
      if (kind !== 'alert' || !compiled || tested.has(name)) continue
      yield {
        file,
        range: rule.alert!.value.range,
        message: `No test shows that alert \`${name}\` fires`,
        hint: 'add a ```yaml test fence to its runbook',
      }
    }
  },
}
