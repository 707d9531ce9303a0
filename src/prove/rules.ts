/**
 * Rules in the form used for evaluation: durations in milliseconds, labels of group and rule merged. In: groups as
 * written. Out: groups for `group.ts`. Mirrors `Manager.LoadGroups` of Prometheus (`rules/manager.go`).
 */
import type { NameValue, Place, Rule, RuleGroup } from '../model.ts'
import { parseDuration } from '../promql/index.ts'
import { byCodeUnits } from '../text/compare.ts'
import { floatOf, integerOf } from '../yaml/tag.ts'

export interface RuleSpec {
  readonly kind: 'alert' | 'record'
  readonly name: string
  readonly expr: string
  /** `for`, in milliseconds. */
  readonly hold: number
  /** `keep_firing_for`, in milliseconds. */
  readonly keepFiring: number
  /** Including those of the group. */
  readonly labels: readonly NameValue[]
  readonly annotations: readonly NameValue[]
  /** Where it is written. */
  readonly place: Place
  /** As written, with positions. */
  readonly written: Rule
}

export interface GroupSpec {
  readonly name: string
  /** Milliseconds; undefined where the group has none. */
  readonly interval: number | undefined
  /** Milliseconds. */
  readonly queryOffset: number
  /** 0 for none. */
  readonly limit: number
  readonly rules: readonly RuleSpec[]
}

const millis = (text: string | undefined): number =>
  text === undefined || text === '' ? 0 : (parseDuration(text).ms ?? 0)

/** Names in byte order; of a repeated name, the last list counts. */
function mergePairs(...lists: readonly (readonly NameValue[])[]): NameValue[] {
  const merged = new Map(lists.flat())
  return [...merged].sort(([a], [b]) => byCodeUnits(a, b))
}

/** Fields shared by a written group and a group of a program. */
export interface GroupHead {
  readonly name: string
  readonly interval: string | undefined
  readonly queryOffset: string | undefined
  readonly limit: string | undefined
  readonly labels: readonly NameValue[]
}

/** Fields shared by a written rule and a rule of a program. */
export interface RuleHead {
  readonly rule: Rule
  readonly file: string
  readonly labels: readonly NameValue[]
  readonly annotations: readonly NameValue[]
}

/** A group with the rules written for it. */
export function specOf(head: GroupHead, rules: readonly RuleHead[]): GroupSpec {
  const limit = integerOf(head.limit ?? '') ?? Math.trunc(floatOf(head.limit ?? '') ?? 0)
  const interval = millis(head.interval)
  return {
    name: head.name,
    interval: interval === 0 ? undefined : interval,
    queryOffset: millis(head.queryOffset),
    limit: Math.max(0, Number(limit)),
    rules: rules.map((rule) => ruleSpec(rule, head.labels)),
  }
}

function ruleSpec({ rule, file, labels, annotations }: RuleHead, shared: readonly NameValue[]): RuleSpec {
  const alert = rule.alert?.value.value ?? ''
  return {
    kind: alert === '' ? 'record' : 'alert',
    name: alert === '' ? (rule.record?.value.value ?? '') : alert,
    expr: rule.expr?.value.value ?? '',
    hold: millis(rule.for?.value.value),
    keepFiring: millis(rule.keepFiringFor?.value.value),
    labels: mergePairs(shared, labels),
    annotations: mergePairs(annotations),
    place: { file, range: rule.range },
    written: rule,
  }
}

const pairs = (fields: RuleGroup['labels']): NameValue[] =>
  fields.map(({ key, value }) => [key.value, value.value])

/** A group as written in a rule file. */
export function specOfWritten(group: RuleGroup, file: string): GroupSpec {
  const head: GroupHead = {
    name: group.name?.value.value ?? '',
    interval: group.interval?.value.value,
    queryOffset: group.queryOffset?.value.value,
    limit: group.limit?.value.value,
    labels: pairs(group.labels),
  }
  const rules = group.rules.map((rule) => ({
    rule,
    file,
    labels: pairs(rule.labels),
    annotations: pairs(rule.annotations),
  }))
  return specOf(head, rules)
}
