import type { ProgramCheck } from './check.ts'
import { policyFindings } from './shared/policies.ts'

export const annotationPolicy: ProgramCheck = {
  code: 'annotation-policy',
  severity: 'warning',
  summary: 'The annotations of alerts follow `policy.annotations` in the configuration.',
  run: (program, { policy }) =>
    policyFindings(program, policy.annotations, 'annotation', ({ annotations }) => annotations),
}
