/**
 * Every field of a rule and of a group, stated once: these rows are parsed, verified, emitted, compared and imported.
 * Source: `Rule` and `RuleGroup` in `model/rulefmt/rulefmt.go` of Prometheus, and its CHANGELOG.
 */

export interface RuleField {
  /** Name in YAML, as in Prometheus. */
  readonly name: string
  /** Property name in our values. */
  readonly property: string
  /** `pairs`: a mapping of names to strings (`map[string]string`); `integer`: a Go `int`; the others are strings. */
  readonly kind: 'text' | 'expr' | 'duration' | 'integer' | 'pairs'
  /** The first release of Prometheus with it; absent if older than 2.30. */
  readonly since?: string
  /** Whether Prometheus refuses it in a recording rule. */
  readonly alertsOnly?: true
}

/** In the usual order of a rule's fields. */
export const RULE_FIELDS = [
  { name: 'record', property: 'record', kind: 'text' },
  { name: 'alert', property: 'alert', kind: 'text' },
  { name: 'expr', property: 'expr', kind: 'expr' },
  { name: 'for', property: 'for', kind: 'duration', alertsOnly: true },
  {
    name: 'keep_firing_for',
    property: 'keepFiringFor',
    kind: 'duration',
    since: '2.42',
    alertsOnly: true,
  },
  { name: 'labels', property: 'labels', kind: 'pairs' },
  { name: 'annotations', property: 'annotations', kind: 'pairs', alertsOnly: true },
] as const

/** In the usual order of a group's fields, without its rules, which come last. */
export const GROUP_FIELDS = [
  { name: 'name', property: 'name', kind: 'text' },
  { name: 'interval', property: 'interval', kind: 'duration' },
  { name: 'query_offset', property: 'queryOffset', kind: 'duration', since: '2.53' },
  { name: 'limit', property: 'limit', kind: 'integer', since: '2.31' },
  { name: 'labels', property: 'labels', kind: 'pairs', since: '3.0' },
] as const

export type RuleRow = (typeof RULE_FIELDS)[number]
export type GroupRow = (typeof GROUP_FIELDS)[number]

/** Properties of the rows that hold pairs, and of the rows that hold one value. */
export type PairsOf<R extends RuleField> = Extract<R, { kind: 'pairs' }>['property']
export type ValuesOf<R extends RuleField> = Exclude<R, { kind: 'pairs' }>['property']

/** Whether a row is a mapping of names to strings. */
export const isPairs = <R extends RuleField>(row: R): row is Extract<R, { kind: 'pairs' }> =>
  row.kind === 'pairs'

/** Whether a row holds one value. */
export const isValue = <R extends RuleField>(row: R): row is Exclude<R, { kind: 'pairs' }> =>
  row.kind !== 'pairs'

/** Names of runbook link annotations in real rule sets: where one is used, it is kept and corrected. */
export const LINK_ANNOTATIONS: readonly string[] = ['runbook', 'runbook_url']

// ── As Prometheus reads them ────────────────────────────────────────────────────────────────────────

/** Names and texts, with or without places. */
export type TextPairs = readonly { readonly key: string; readonly value: string }[]

/** Names and texts without their places. */
export const textPairs = (
  fields: readonly { readonly key: { readonly value: string }; readonly value: { readonly value: string } }[],
): TextPairs => fields.map(({ key, value }) => ({ key: key.value, value: value.value }))

/** Undefined without any. */
const record = (pairs: TextPairs): Record<string, string> | undefined =>
  pairs.length === 0 ? undefined : Object.fromEntries(pairs.map(({ key, value }) => [key, value]))

/** A rule in Prometheus' format, with these labels and annotations; missing and empty fields are left out. */
export function ruleObject(
  rule: { readonly [P in ValuesOf<RuleRow>]?: { readonly value: { readonly value: string } } },
  pairs: { readonly [P in PairsOf<RuleRow>]: TextPairs },
): Record<string, unknown> {
  return present(
    RULE_FIELDS.map((row) => [
      row.name,
      isPairs(row) ? record(pairs[row.property]) : rule[row.property]?.value.value,
    ]),
  )
}

/** A group in Prometheus' format, without its rules. */
export function groupObject(
  read: (row: Exclude<GroupRow, { kind: 'pairs' }>) => string | number | undefined,
  pairs: { readonly [P in PairsOf<GroupRow>]: TextPairs },
): Record<string, unknown> {
  return present(
    GROUP_FIELDS.map((row) => [row.name, isPairs(row) ? record(pairs[row.property]) : read(row)]),
  )
}

const present = (entries: readonly (readonly [string, unknown])[]): Record<string, unknown> =>
  Object.fromEntries(entries.filter(([, value]) => value !== undefined))

/** Whether a group has what only the rules of Thanos have (`pkg/rules/manager.go` of Thanos). */
export const isForThanos = (
  groups: readonly { readonly unknown: readonly { readonly key: { readonly value: string } }[] }[],
): boolean =>
  groups.some(({ unknown }) => unknown.some(({ key }) => key.value === 'partial_response_strategy'))
