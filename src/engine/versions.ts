/**
 * Changes in Prometheus that affect the meaning of expressions, one line each, from its changelog and sources. An
 * evaluation asks only here how its version behaves.
 */
import { newestVersion, versionNumber } from '../promql/options.ts'

interface Change {
  /** The first version with this behaviour. */
  readonly since: string
  readonly what: string
}

export type ChangeName =
  | 'leftOpen'
  | 'subqueryLeftOpen'
  | 'dotMatchesNewline'
  | 'utf8Names'
  | 'metadataDropped'
  | 'atan2DropsName'
  | 'annotations'
  | 'counterInfoWithPoints'
  | 'sortWarning'
  | 'monotonicityDetails'
  | 'noEmptyNames'
  | 'ignoredInfo'
  | 'binaryTypesInfo'
  | 'kahanSum'
  | 'kahanAverage'
  | 'plainAverage'
  | 'infinityLosesNothing'
  | 'finiteDeviation'
  | 'smallDeltas'
  | 'classicFraction'
  | 'fractionFromZero'
  | 'fractionOfWidth'
  | 'boundedZero'
  | 'paramNaN'
  | 'paramPerStep'
  | 'matchesFiltered'
  | 'sortedDuplicates'
  | 'mergesApart'
  | 'groupsDropOwn'
  | 'boolDropsFirst'
  | 'placesNaN'
  | 'joinTargetChecked'
  | 'madKeepsNaN'
  | 'fixedRangesStay'
  | 'noStepsNoValue'
  | 'labelsForAllSteps'
  | 'infoSettled'
  | 'lastDropsName'
  | 'topKeepsNaN'
  | 'topReplaces'
  | 'matchersSorted'
  | 'parensVanish'
  | 'histogramsKnown'
  | 'negativeIsGauge'
  | 'histogramZero'
  | 'kahanHistograms'
  | 'resetWarnings'
  | 'reconcilesBounds'
  | 'schemasChecked'
  | 'countsChecked'

export const changes: Readonly<Record<ChangeName, Change>> = {
  leftOpen: { since: '3.0', what: 'ranges and the lookback leave out the sample at their very start' },
  subqueryLeftOpen: { since: '3.1', what: 'subqueries leave out the step at their very start (3.0.1)' },
  dotMatchesNewline: { since: '3.0', what: '`.` in a regular expression matches a line feed' },
  utf8Names: { since: '3.0', what: 'names of labels may be any UTF-8 text' },
  metadataDropped: { since: '3.5', what: '`__type__` and `__unit__` go where the name goes' },
  atan2DropsName: { since: '3.5', what: '`atan2` drops the name of the metric as other operators do' },
  annotations: { since: '2.48', what: 'results come with warnings and infos' },
  counterInfoWithPoints: {
    since: '3.0',
    what: 'that a metric may not be a counter is said only when `rate` has a result',
  },
  sortWarning: { since: '3.12', what: 'sorting in a range query is warned of' },
  monotonicityDetails: { since: '3.10', what: 'the info about forced monotonicity tells buckets and times' },
  noEmptyNames: {
    since: '3.7',
    what: 'what is said of histograms names a metric only where there is a name',
  },
  ignoredInfo: { since: '3.1', what: 'functions of floats say that they left histograms out' },
  binaryTypesInfo: { since: '3.0', what: 'operators say which operands they have no answer for' },
  kahanSum: { since: '2.54', what: '`sum` makes up for rounding' },
  kahanAverage: { since: '2.55', what: '`avg` and `avg_over_time` add up first, and make up for rounding' },
  plainAverage: {
    since: '3.5',
    what: '`avg` and `avg_over_time` divide the sum and what rounding took by themselves',
  },
  infinityLosesNothing: { since: '2.55', what: 'in compensated sums, infinity has lost nothing to rounding' },
  finiteDeviation: {
    since: '3.0',
    what: '`stddev` and `stdvar` of a group that starts with NaN or infinity are NaN',
  },
  smallDeltas: {
    since: '2.49',
    what: 'buckets of a classic histogram that differ by a rounding error count as equal',
  },
  classicFraction: { since: '3.4', what: '`histogram_fraction` takes classic histograms' },
  fractionFromZero: {
    since: '3.8',
    what: '`histogram_fraction` knows where the first bucket of a classic histogram starts',
  },
  fractionOfWidth: {
    since: '3.14',
    what: '`histogram_fraction` divides by the width of a bucket before it multiplies by the count: the last bit',
  },
  boundedZero: { since: '2.51', what: '`rate` extrapolates by half an interval at most, also towards zero' },
  paramNaN: { since: '3.6', what: '`topk` and its like refuse NaN' },
  paramPerStep: { since: '3.5', what: '`topk` and its like judge their parameter for all steps at once' },
  matchesFiltered: { since: '3.9', what: 'also comparisons that do not hold count as matches' },
  sortedDuplicates: { since: '3.6', what: 'the error about duplicates names both series in order' },
  mergesApart: { since: '3.9', what: 'series that become equal at different steps are one series' },
  groupsDropOwn: { since: '3.9', what: 'whether an aggregation loses its name depends on its own series' },
  boolDropsFirst: { since: '3.11', what: 'a comparison with `bool` may get its name back from `group_left`' },
  placesNaN: { since: '3.14', what: 'the infos about NaN in native histograms point to the histograms' },
  joinTargetChecked: { since: '2.52', what: '`label_join` checks the name it sets' },
  lastDropsName: { since: '3.12', what: '`last_over_time` of a subquery that drops names drops them too' },
  noStepsNoValue: { since: '3.0', what: 'a subquery whose range holds no step has no value' },
  labelsForAllSteps: {
    since: '2.52',
    what: '`label_replace` and `label_join` look at all steps of a series at once',
  },
  infoSettled: { since: '3.12', what: '`info` does what it does today' },
  topKeepsNaN: { since: '2.52', what: '`topk` and `bottomk` do not replace NaN by NaN' },
  topReplaces: { since: '2.44', what: '`topk` and `bottomk` put a better value in the place of the worst' },
  matchersSorted: {
    since: '2.48',
    what: 'the labels of `absent` come from the matchers in the order of the storage',
  },
  parensVanish: { since: '3.6', what: 'warnings about a constant argument point into its parentheses' },
  fixedRangesStay: { since: '2.51', what: 'the range of `predict_linear` stays where `@` puts it' },
  madKeepsNaN: { since: '3.14', what: '`mad_over_time` of a range with NaN is NaN' },
  histogramsKnown: { since: '3.5', what: 'native histograms are computed as this engine computes them' },
  negativeIsGauge: { since: '3.7', what: 'a histogram times a negative number, or less another, is a gauge' },
  histogramZero: { since: '3.6', what: '`rate` of histograms does not extrapolate beyond zero' },
  kahanHistograms: { since: '3.9', what: 'sums and averages of histograms make up for rounding' },
  resetWarnings: { since: '3.7', what: 'hints of counter resets that contradict each other are warned of' },
  reconcilesBounds: {
    since: '3.8',
    what: 'histograms with other custom buckets are added over the bounds they share',
  },
  schemasChecked: { since: '3.7', what: 'histograms with an unknown schema are not stored' },
  countsChecked: { since: '3.8', what: 'histograms that count less than nothing are not stored' },
}

export type Semantics = Readonly<Record<ChangeName, boolean>>

/** The behaviour of a version: true for every change that it has. */
export function semanticsOf(version: string = newestVersion): Semantics {
  const number = versionNumber(version) ?? Number.MAX_VALUE
  const entries = Object.entries(changes).map(([name, { since }]) => [
    name,
    number >= (versionNumber(since) as number),
  ])
  return Object.fromEntries(entries) as Semantics
}
