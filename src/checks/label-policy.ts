import type { ProgramCheck } from './check.ts'
import { policyFindings } from './shared/policies.ts'
import { labelsOfGroups } from './shared/severities.ts'

export const labelPolicy: ProgramCheck = {
  code: 'label-policy',
  severity: 'warning',
  summary: 'The labels of rules follow `policy.labels` in the configuration.',
  *run(program, { policy }) {
    if (policy.labels.length === 0) return
    const groupLabels = labelsOfGroups(program)
    yield* policyFindings(program, policy.labels, 'label', (rule) => [...groupLabels(rule), ...rule.labels])
  },
}
