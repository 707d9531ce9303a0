/**
 * What follows from an expression by itself: which labels its results have, which values, and whether it can be empty, or is
 * so in every case. It knows nothing of rules or files.
 */

export { appearing, comingOrGoing, noneDown, resolvingCounts, whileUp } from './absence.ts'
export { alwaysReturns } from './always.ts'
export { type BriefEvent, briefEvent } from './brief-event.ts'
export { deadSides } from './dead-sides.ts'
export { type Fragile, fragileParts, passingPods } from './fragile.ts'
export { pointlessMatching } from './label-mismatch.ts'
export { replaceProblems } from './label-replace.ts'
export { expectedLabels } from './labels/expected.ts'
export {
  type LabelFact,
  type LabelModel,
  type LabelStatus,
  labelStatus,
  labelsOf,
  type Reason,
} from './labels/labels.ts'
export { mayLack } from './labels/lacking.ts'
export { contradiction, heldMatchers, heldTo, writtenConstant } from './labels/matchers.ts'
export { isUsual, type MetricKind, metricKind } from './metric-kind.ts'
export { divisions, quantilesOutOfRange } from './nan.ts'
export { whyNever } from './never.ts'
export { numberLabels } from './number-labels.ts'
export { rateProblems } from './rate-type.ts'
export type { Never, Remark } from './reasoned.ts'
export { withRecorded } from './recorded.ts'
export { type RegexpProblem, regexpProblems } from './regexp-style.ts'
export { type Scale, scaleOf } from './scale.ts'
export { type Unconditional, whyUnconditional } from './unconditional.ts'
export { type Unit, unitOf } from './unit.ts'
export { unitProblems } from './unit-mismatch.ts'
export { LOOKBACK } from './values/ages.ts'
export { isOneSeries } from './values/one-series.ts'
export { isCount, isState, onlyValue } from './values/ranges.ts'
export type { Times } from './values/windows.ts'
export { lengthOf, needsTwo, rangeOf, spacing } from './values/windows.ts'
