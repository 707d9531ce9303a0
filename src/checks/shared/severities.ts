/** The severities of a project, and what misspelt ones were meant to be. */
import type { BoundRule, Pair, Program } from '../../model.ts'
import { nearest } from '../../text/nearest.ts'
import { once } from '../../text/once.ts'

/** Severities in common use. */
const common = [
  'alert',
  'blocker',
  'crit',
  'critical',
  'debug',
  'disaster',
  'emergency',
  'err',
  'error',
  'fatal',
  'high',
  'info',
  'informational',
  'low',
  'major',
  'medium',
  'minor',
  'moderate',
  'none',
  'notice',
  'notify',
  'ok',
  'page',
  'pager',
  'severe',
  'task',
  'test',
  'ticket',
  'trivial',
  'urgent',
  'warn',
  'warning',
  'watchdog',
]

/** The label `severity` of an alert: its own, else its group's; undefined without one. */
export function severityOf(rule: BoundRule, groupLabels: readonly Pair[]): Pair | undefined {
  const found = [...groupLabels, ...rule.labels].findLast(({ key }) => key === 'severity')
  return found === undefined || found.value.trim() === '' ? undefined : found
}

/** The labels of each rule's group. */
export function labelsOfGroups({ groups }: Program): (rule: BoundRule) => readonly Pair[] {
  const labelled = groups.filter(({ labels }) => labels.length > 0)
  const found = new Map(labelled.flatMap(({ rules, labels }) => rules.map((rule) => [rule, labels] as const)))
  return (rule) => found.get(rule) ?? []
}

/** The candidate that a word was probably meant to be; `sev1` and `sev2` are different words. */
export function misspelt(word: string, candidates: Iterable<string>): string | undefined {
  return isNumbered(word) ? undefined : nearest(word, candidates)
}

const isNumbered = (word: string): boolean => /\d/.test(word)

/** More severities than anybody has: each is compared with all that are used oftener. */
const MOST = 500

/** The severities of a project and how often each is used; of too many, those used most. */
const used = once((counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] =>
  counts.size <= MOST ? [...counts] : [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST),
)

/**
 * The intended severity, if a project uses this one `count` times: one that it uses far more often, or one in common
 * use. Undefined if this one may be intended.
 */
export function meantSeverity(value: string, counts: ReadonlyMap<string, number>): string | undefined {
  if (common.includes(value) || isNumbered(value)) return undefined
  const count = counts.get(value) ?? 0
  const oftener = used(counts)
    .filter(([, other]) => other >= 3 * count)
    .map(([word]) => word)
  const near = misspelt(value, oftener)
  if (near !== undefined) return near
  if (common.includes(value.toLowerCase()) || count > 2) return undefined
  return misspelt(value, common)
}
