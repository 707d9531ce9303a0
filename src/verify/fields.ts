/** Fields by version of Prometheus, Mimir or Thanos (`rulefmt.RuleGroup`, `rulefmt.Rule` of each). */

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
import { asCode } from '../text/listed.ts'
import { nearest } from '../text/nearest.ts'
import { own } from '../text/own.ts'
import { locate } from '../text/source.ts'
import { strangeWords } from '../text/strange.ts'
import { reaches, refuse, type VerifyContext } from './context.ts'

/** Fields of other rulers, each with the ruler that has it. */
const ELSEWHERE: Readonly<
  Record<string, { readonly of: PrometheusSettings['target']; readonly name: string }>
> = {
  namespace: { of: 'mimir', name: 'Mimir' },
  evaluation_delay: { of: 'mimir', name: 'Mimir' },
  source_tenants: { of: 'mimir', name: 'Mimir' },
  align_evaluation_time_on_interval: { of: 'mimir', name: 'Mimir' },
  partial_response_strategy: { of: 'thanos', name: 'Thanos' },
}

/** Fields that only vmalert has (`Group` and `Rule` in `app/vmalert/config` of VictoriaMetrics). */
const VMALERT: Readonly<Record<string, readonly string[]>> = {
  'rulefmt.RuleGroup': [
    'type',
    'concurrency',
    'params',
    'headers',
    'notifier_headers',
    'extra_filter_labels',
    'eval_offset',
    'eval_delay',
    'eval_alignment',
    'tenant',
    'debug',
  ],
  'rulefmt.Rule': ['debug', 'update_entries_limit'],
}

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  'rulefmt.RuleGroups': ['groups'],
  PrometheusRuleSpec: ['groups'],
  'rulefmt.RuleGroup': [...GROUP_FIELDS.map(({ name }) => name), 'rules'],
  'rulefmt.Rule': RULE_FIELDS.map(({ name }) => name),
}

const PLACES: Readonly<Record<string, string>> = {
  'rulefmt.RuleGroups': 'A rule file',
  PrometheusRuleSpec: 'The `spec` of a `PrometheusRule`',
  'rulefmt.RuleGroup': 'A group',
  'rulefmt.Rule': 'A rule',
}

/** Go types that hold the fields of Mimir and Thanos. */
const TYPES: Readonly<Record<string, string>> = {
  namespace: 'rulefmt.RuleGroups',
}

/** Whether the target ruler has the field. A manifest may carry Thanos' fields: the operator knows them. */
function isElsewhere({ settings }: VerifyContext, { key, type }: Unknown, manifest: boolean): boolean {
  const known = own(ELSEWHERE, key.value)
  if (known === undefined || type !== (own(TYPES, key.value) ?? 'rulefmt.RuleGroup')) return false
  return known.of === settings.target || (manifest && known.of === 'thanos')
}

/** Whether a missing field is probably a misspelt one, which is already reported. */
export function isMisspelt(
  { settings }: VerifyContext,
  unknown: readonly Unknown[],
  fields: readonly string[],
): boolean {
  if (settings.ignoreUnknownFields === true) return false
  return unknown.some(({ key }) => nearest(key.value, fields) !== undefined)
}

/**
 * Reports unknown fields. `present`: the fields beside them; a misspelt field is renamed only if the intended one is
 * not among these.
 */
export function verifyUnknown(
  context: VerifyContext,
  unknown: readonly Unknown[],
  present: readonly string[],
  manifest: boolean,
): void {
  const taken = new Set(present)
  const tool = present.includes('groups') ? undefined : toolOf(unknown)
  if (tool !== undefined && context.settings.ignoreUnknownFields !== true) {
    const hint =
      tool === TESTS
        ? 'list the file under `tests` in alertbook.yml: `alertbook test` runs it, and it is no longer read as rules'
        : 'list the file under `exclude` in alertbook.yml, or move it to another folder'
    refuse(
      context,
      'rule-field',
      unknown[0]!.key.range,
      `This is ${tool}, not a rule file: it has no \`groups\``,
      { hint },
    )
    return
  }
  for (const field of unknown) {
    if (context.settings.ignoreUnknownFields === true || isElsewhere(context, field, manifest)) continue
    const { key, type } = field
    const known = KNOWN[type] ?? []
    const near = nearest(key.value, known) ?? beginningOf(key.value, known)
    const place = type === 'rulefmt.Rule' ? ownerOf(key.value) : undefined
    const strange = strangeWords(key.value)
    const message = strange
      ? `\`${key.value}\` contains ${strange}: ${PLACES[type]?.replace('A', 'a') ?? 'a rule file'} has no such field`
      : place === undefined
        ? `${PLACES[type] ?? 'A rule file'} has no field \`${key.value}\``
        : `\`${key.value}\` is ${place === 'labels' ? 'a label' : 'an annotation'}, but is written as a field of the rule`
    const hint = strange
      ? 'write plain letters and spaces, also in the indentation'
      : hintFor(field, near, place, known)
    const certain = near !== undefined && !taken.has(near)
    if (certain) taken.add(near)
    refuse(context, 'rule-field', key.range, message, {
      hint,
      fix: certain ? rename(context, key, near) : undefined,
    })
  }
}

/** What to do with an unknown field: `near`, the one that is probably meant; `place`, where it would be no field. */
function hintFor(
  { key, type }: Unknown,
  near: string | undefined,
  place: string | undefined,
  known: readonly string[],
): string {
  if (type === 'rulefmt.Rule' && key.value === 'interval')
    return 'remove it, or give the rule a group with `interval`'
  if (near !== undefined) return `did you mean \`${near}\`?`
  if (place !== undefined) return `indent it by two spaces below \`${place}:\``
  const other = own(ELSEWHERE, key.value)
  if (other !== undefined) return `set \`prometheus.target: ${other.of}\` if ${other.name} loads the rules`
  if (VMALERT[type]?.includes(key.value))
    return 'remove it: only vmalert, the ruler of VictoriaMetrics, has this field'
  return `remove it, or use one of ${known.map(asCode).join(', ')}`
}

const TESTS = 'a unit test of promtool'

/** Keys at the top of files that are often beside rule files. */
const TOOLS: readonly (readonly [key: string, tool: string])[] = [
  ['tests', TESTS],
  ['receivers', 'a configuration of Alertmanager'],
  ['route', 'a configuration of Alertmanager'],
  ['scrape_configs', 'a configuration of Prometheus'],
  ['rule_files', 'a configuration of Prometheus'],
  ['resources', 'a kustomization'],
  ['patches', 'a kustomization'],
]

/** Whose file it is by its keys. */
function toolOf(unknown: readonly Unknown[]): string | undefined {
  if (unknown[0]?.type !== 'rulefmt.RuleGroups') return undefined
  return TOOLS.find(([name]) => unknown.some(({ key }) => key.value === name))?.[1]
}

/** The only field that begins with the key: `keep_firing` of `keep_firing_for`. */
function beginningOf(key: string, known: readonly string[]): string | undefined {
  const found = known.filter((name) => key.length >= 4 && name.startsWith(key))
  return found.length === 1 ? found[0] : undefined
}

const ANNOTATIONS = /^(?:summary|description|message|title|runbook|runbook_url|dashboard|dashboard_url)$/
const LABELS = /^(?:severity|team|owner|service|tier|priority|namespace|cluster|environment|env)$/

/** The mapping that a key surely belongs in. */
function ownerOf(key: string): string | undefined {
  if (ANNOTATIONS.test(key)) return 'annotations'
  return LABELS.test(key) ? 'labels' : undefined
}

/** Renames a key and keeps its quotes. */
function rename({ file }: VerifyContext, key: Text, name: string): Diagnostic['fix'] {
  return {
    title: `rename it to \`${name}\``,
    edits: [{ file, range: locate(key, 0, key.value.length), text: name }],
  }
}

/** Where a field is written in a value; undefined where it is not. */
function rangeOf(value: Rule | RuleGroup, row: RuleField): Range | undefined {
  const written = value as unknown as Readonly<Record<string, Field & Range>>
  const found = row.kind === 'pairs' ? written[`${row.property}Range`] : written[row.property]?.key.range
  return found ?? value.empty?.find((key) => key.value === row.name)?.range
}

/** Names of the fields written in a value. */
export const presentIn = (value: Rule | RuleGroup, rows: readonly RuleField[]): string[] =>
  rows.filter((row) => rangeOf(value, row)).map(({ name }) => name)

/** Reports fields that the target version of Prometheus does not have yet. */
export function verifySince(
  context: VerifyContext,
  value: Rule | RuleGroup,
  rows: readonly RuleField[],
): void {
  const { version, ignoreUnknownFields } = context.settings
  if (ignoreUnknownFields === true) return
  for (const row of rows) {
    const { name, since } = row
    const range = since === undefined ? undefined : rangeOf(value, row)
    if (since === undefined || range === undefined || reaches(context, since)) continue
    const message = `Prometheus ${version} does not have the field \`${name}\``
    refuse(context, 'rule-field', range, message, {
      hint: `remove it, or set \`prometheus.version\` to at least ${since}, which brought it`,
    })
  }
}
