/** The list of checks. */
import { addressLost } from './address-lost.ts'
import { alertAbsentFor } from './alert-absent-for.ts'
import { alertAlways } from './alert-always.ts'
import { alertFor } from './alert-for.ts'
import { alertForWindow } from './alert-for-window.ts'
import { alertNever } from './alert-never.ts'
import { alertSeverity } from './alert-severity.ts'
import { alertUntested } from './alert-untested.ts'
import { alertWithoutRunbook } from './alert-without-runbook.ts'
import { annotationNumber } from './annotation-number.ts'
import { annotationPolicy } from './annotation-policy.ts'
import type { Check } from './check.ts'
import { copyDiffers } from './copy-differs.ts'
import { exprFragile } from './expr-fragile.ts'
import { exprInvertedAbsence } from './expr-inverted-absence.ts'
import { exprNan } from './expr-nan.ts'
import { exprRateType } from './expr-rate-type.ts'
import { exprRateWindow } from './expr-rate-window.ts'
import { exprRegexp } from './expr-regexp.ts'
import { exprRegexpDot } from './expr-regexp-dot.ts'
import { exprUnit } from './expr-unit.ts'
import { externalLabel } from './external-label.ts'
import { labelCollision } from './label-collision.ts'
import { labelPolicy } from './label-policy.ts'
import { linkAnchor } from './link-anchor.ts'
import { linkBase } from './link-base.ts'
import { linkFile } from './link-file.ts'
import { linkInvalid } from './link-invalid.ts'
import { linkMissing } from './link-missing.ts'
import { linkTarget } from './link-target.ts'
import { linkTemplate } from './link-template.ts'
import { linkWiki } from './link-wiki.ts'
import { matcherNumber } from './matcher-number.ts'
import { paramUnused } from './param-unused.ts'
import { queryMetric } from './query-metric.ts'
import { recordWindow } from './record-window.ts'
import { redirectLoop } from './redirect-loop.ts'
import { ruleDependency } from './rule-dependency.ts'
import { ruleDuplicate } from './rule-duplicate.ts'
import { ruleOrder } from './rule-order.ts'
import { runbookCommand } from './runbook-command.ts'
import { runbookDiagram } from './runbook-diagram.ts'
import { runbookFence } from './runbook-fence.ts'
import { runbookLiteral } from './runbook-literal.ts'
import { runbookOrphan } from './runbook-orphan.ts'
import { runbookRenamed } from './runbook-renamed.ts'
import { runbookReview } from './runbook-review.ts'
import { runbookSecret } from './runbook-secret.ts'
import { runbookSections } from './runbook-sections.ts'
import { runbookStub } from './runbook-stub.ts'
import { siteUrl } from './site-url.ts'
import { slotLabel } from './slot-label.ts'
import { slotSyntax } from './slot-syntax.ts'
import { templateLabel } from './template-label.ts'
import { templateValueFormat } from './template-value-format.ts'
import { testAlert } from './test-alert.ts'
import { textInvisible } from './text-invisible.ts'

/** All checks. `compile` runs those that its option `checks` lists. */
export const CHECKS: readonly Check[] = [
  addressLost,
  alertAbsentFor,
  alertAlways,
  alertFor,
  alertForWindow,
  alertNever,
  alertSeverity,
  alertUntested,
  alertWithoutRunbook,
  annotationNumber,
  annotationPolicy,
  copyDiffers,
  exprFragile,
  exprInvertedAbsence,
  exprNan,
  exprRateType,
  exprRateWindow,
  exprRegexp,
  exprRegexpDot,
  exprUnit,
  externalLabel,
  labelCollision,
  labelPolicy,
  linkAnchor,
  linkBase,
  linkFile,
  linkInvalid,
  linkMissing,
  linkTarget,
  linkTemplate,
  linkWiki,
  matcherNumber,
  paramUnused,
  queryMetric,
  recordWindow,
  redirectLoop,
  ruleDependency,
  ruleDuplicate,
  ruleOrder,
  runbookCommand,
  runbookDiagram,
  runbookFence,
  runbookLiteral,
  runbookOrphan,
  runbookRenamed,
  runbookReview,
  runbookSecret,
  runbookSections,
  runbookStub,
  siteUrl,
  slotLabel,
  slotSyntax,
  templateLabel,
  templateValueFormat,
  testAlert,
  textInvisible,
]
