import type { ProgramCheck } from './check.ts'
import { policyFindings } from './policies.ts'

export const annotationPolicy: ProgramCheck = {
  code: 'annotation-policy',
  severity: 'warning',
  summary: 'The annotations of alerts are as the configuration says under `policy.annotations`.',
  run: (program, { policy }) =>
    policyFindings(program, policy.annotations, 'annotation', ({ annotations }) => annotations),
}
