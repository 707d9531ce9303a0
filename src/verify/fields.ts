/** Which fields a version of Prometheus, Mimir or Thanos has (`rulefmt.RuleGroup`, `rulefmt.Rule` of each). */
import type {
  Diagnostic,
  Field,
  PrometheusSettings,
  Range,
  Rule,
  RuleGroup,
  Text,
  Unknown,
} from '../model.ts'
import { GROUP_FIELDS, RULE_FIELDS, type RuleField } from '../rule-fields.ts'
import { nearest } from '../text/nearest.ts'
import { locate } from '../text/source.ts'
import { reaches, refuse, type VerifyContext } from './context.ts'

/** Fields of other rulers, by the type that has them. */
const ELSEWHERE: Readonly<
  Record<string, { readonly of: PrometheusSettings['target']; readonly name: string }>
> = {
  namespace: { of: 'mimir', name: 'Mimir' },
  evaluation_delay: { of: 'mimir', name: 'Mimir' },
  source_tenants: { of: 'mimir', name: 'Mimir' },
  align_evaluation_time_on_interval: { of: 'mimir', name: 'Mimir' },
  partial_response_strategy: { of: 'thanos', name: 'Thanos' },
}

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  'rulefmt.RuleGroups': ['groups'],
  PrometheusRuleSpec: ['groups'],
  'rulefmt.RuleGroup': [...GROUP_FIELDS.map(({ name }) => name), 'rules'],
  'rulefmt.Rule': RULE_FIELDS.map(({ name }) => name),
}

const PLACES: Readonly<Record<string, string>> = {
  'rulefmt.RuleGroups': 'a rule file',
  PrometheusRuleSpec: 'the `spec` of a `PrometheusRule`',
  'rulefmt.RuleGroup': 'a group',
  'rulefmt.Rule': 'a rule',
}

/** Where Mimir and Thanos have their fields. */
const TYPES: Readonly<Record<string, string>> = {
  namespace: 'rulefmt.RuleGroups',
}

/** Whether the ruler that is aimed at has the field; a manifest may carry Thanos' (the operator knows it). */
function isElsewhere({ settings }: VerifyContext, { key, type }: Unknown, manifest: boolean): boolean {
  const known = ELSEWHERE[key.value]
  if (known === undefined || type !== (TYPES[key.value] ?? 'rulefmt.RuleGroup')) return false
  return known.of === settings.target || (manifest && known.of === 'thanos')
}

/** Whether a field that is missing was probably meant by one that does not exist, which is reported already. */
export function isMisspelt(
  { settings }: VerifyContext,
  unknown: readonly Unknown[],
  fields: readonly string[],
): boolean {
  if (settings.ignoreUnknownFields === true) return false
  return unknown.some(({ key }) => nearest(key.value, fields) !== undefined)
}

/**
 * Reports fields that do not exist. `present` are the fields that stand beside them: a misspelt one is renamed
 * only when the field it means is not there.
 */
export function verifyUnknown(
  context: VerifyContext,
  unknown: readonly Unknown[],
  present: readonly string[],
  manifest: boolean,
): void {
  const taken = new Set(present)
  for (const field of unknown) {
    if (context.settings.ignoreUnknownFields === true || isElsewhere(context, field, manifest)) continue
    const { key, type } = field
    const known = KNOWN[type] ?? []
    const near = nearest(key.value, known)
    const message = `Unexpected field \`${key.value}\` in ${PLACES[type] ?? 'a rule file'}, which Prometheus does not have`
    const other = ELSEWHERE[key.value]
    const hint =
      near !== undefined
        ? `did you mean \`${near}\`?`
        : other !== undefined
          ? `set \`prometheus.target: ${other.of}\` if ${other.name} loads the rules`
          : `remove it, or use one of ${known.map((name) => `\`${name}\``).join(', ')}`
    const certain = near !== undefined && !taken.has(near)
    if (certain) taken.add(near)
    refuse(context, 'rule-field', key.range, message, {
      hint,
      fix: certain ? rename(context, key, near) : undefined,
    })
  }
}

/** Renames a key; its quotes stay. */
function rename({ file }: VerifyContext, key: Text, name: string): Diagnostic['fix'] {
  return {
    title: `rename it to \`${name}\``,
    edits: [{ file, range: locate(key, 0, key.value.length), text: name }],
  }
}

/** Where the field of a row stands in a value; undefined where it is not written. */
function rangeOf(value: Rule | RuleGroup, row: RuleField): Range | undefined {
  const written = value as unknown as Readonly<Record<string, Field & Range>>
  return row.kind === 'pairs' ? written[`${row.property}Range`] : written[row.property]?.key.range
}

/** The names of the fields that stand in a value. */
export const presentIn = (value: Rule | RuleGroup, rows: readonly RuleField[]): string[] =>
  rows.filter((row) => rangeOf(value, row)).map(({ name }) => name)

/** Reports fields of a value that the Prometheus of the settings does not have yet. */
export function verifySince(
  context: VerifyContext,
  value: Rule | RuleGroup,
  rows: readonly RuleField[],
): void {
  const { version, ignoreUnknownFields } = context.settings
  if (ignoreUnknownFields === true) return
  for (const row of rows) {
    const { name, since } = row
    const range = rangeOf(value, row)
    if (since === undefined || range === undefined || reaches(context, since)) continue
    const message = `Unexpected field \`${name}\`, which Prometheus ${version} does not have`
    refuse(context, 'rule-field', range, message, {
      hint: `remove it, or set \`prometheus.version\` to at least ${since}, which brought it`,
    })
  }
}
