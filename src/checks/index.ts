/** The list of checks. */
import { addressLost } from './address-lost.ts'
import { alertCondition } from './alert-condition.ts'
import { alertFor } from './alert-for.ts'
import { alertUntested } from './alert-untested.ts'
import { alertWithoutRunbook } from './alert-without-runbook.ts'
import type { Check } from './check.ts'
import { copyDiffers } from './copy-differs.ts'
import { linkAnchor } from './link-anchor.ts'
import { linkBase } from './link-base.ts'
import { linkInvalid } from './link-invalid.ts'
import { linkMissing } from './link-missing.ts'
import { linkTarget } from './link-target.ts'
import { redirectLoop } from './redirect-loop.ts'
import { ruleDuplicate } from './rule-duplicate.ts'
import { runbookDiagram } from './runbook-diagram.ts'
import { runbookLiteral } from './runbook-literal.ts'
import { runbookOrphan } from './runbook-orphan.ts'
import { runbookRenamed } from './runbook-renamed.ts'
import { runbookSections } from './runbook-sections.ts'
import { slotLabel } from './slot-label.ts'
import { templateLabel } from './template-label.ts'

export const CHECKS: readonly Check[] = [
  addressLost,
  alertCondition,
  alertFor,
  alertUntested,
  alertWithoutRunbook,
  copyDiffers,
  linkAnchor,
  linkBase,
  linkInvalid,
  linkMissing,
  linkTarget,
  redirectLoop,
  ruleDuplicate,
  runbookDiagram,
  runbookLiteral,
  runbookOrphan,
  runbookRenamed,
  runbookSections,
  slotLabel,
  templateLabel,
]
