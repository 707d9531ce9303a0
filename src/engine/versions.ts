/**
 * What Prometheus changed in the meaning of expressions, and when: one line for each change, from its changelog
 * and sources. An evaluation asks here and nowhere else how its version behaves.
 */
import { newestVersion, versionNumber } from '../promql/options.ts'

interface Change {
  /** The first version that behaves so. */
  readonly since: string
  readonly what: string
}

export type ChangeName =
  | 'leftOpen'
  | 'dotMatchesNewline'
  | 'utf8Names'
  | 'sortWarning'
  | 'counterInfo'
  | 'mixedWarning'
  | 'ignoredInfo'
  | 'binaryTypesInfo'
  | 'madKeepsNaN'

export const changes: Readonly<Record<ChangeName, Change>> = {
  leftOpen: { since: '3.0', what: 'ranges and the lookback leave out the sample at their very start' },
  dotMatchesNewline: { since: '3.0', what: '`.` in a regular expression matches a line feed' },
  utf8Names: { since: '3.0', what: 'names of labels and metrics may be any UTF-8 text' },
  sortWarning: { since: '3.13', what: 'sorting in a range query is warned of' },
  counterInfo: { since: '2.49', what: '`rate` and `increase` say when a metric may not be a counter' },
  mixedWarning: { since: '2.49', what: 'ranges of floats and histograms are warned of' },
  ignoredInfo: { since: '3.1', what: 'functions of floats say that they left histograms out' },
  binaryTypesInfo: { since: '3.0', what: 'operators say which operands they have no answer for' },
  madKeepsNaN: { since: '3.14', what: '`mad_over_time` of a range with NaN is NaN' },
}

export type Semantics = Readonly<Record<ChangeName, boolean>>

/** How the given version behaves: true for every change it has. */
export function semanticsOf(version: string = newestVersion): Semantics {
  const number = versionNumber(version) ?? Number.MAX_VALUE
  const entries = Object.entries(changes).map(([name, { since }]) => [
    name,
    number >= (versionNumber(since) as number),
  ])
  return Object.fromEntries(entries) as Semantics
}
