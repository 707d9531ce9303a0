/** Errors that Prometheus finds in groups (`rulefmt.RuleGroups.Validate`), and mistakes that it accepts silently. */
import type { Field, Rule, RuleFile, RuleGroup, Unknown } from '../model.ts'
import { GROUP_FIELDS } from '../rule-fields.ts'
import { floatOf, integerOf } from '../yaml/tag.ts'
import { refuse, type VerifyContext, warn } from './context.ts'
import { verifyDuration } from './duration.ts'
import { presentIn, verifySince, verifyUnknown } from './fields.ts'
import { verifyLabels, verifyRule } from './rule.ts'

/** Verifies a rule file as Prometheus loads it. In a manifest file, each object counts as a file. */
export function verifyFile(context: VerifyContext, file: RuleFile): void {
  const manifest = file.manifest === true
  const managed = manifest ? undefined : managedByGrafana(file)
  if (managed !== undefined) {
    refuseManaged(context, managed)
    return
  }
  const other = manifest || file.groups.length > 0 ? undefined : kindOfObject(file.unknown)
  if (other === undefined)
    verifyUnknown(context, file.unknown, file.groups.length > 0 ? ['groups'] : [], manifest)
  else if (context.settings.ignoreUnknownFields !== true) refuseObject(context, other)
  for (const group of file.groups) {
    if (group.broken !== true && (group.name?.value.value ?? '') === '') {
      const start = group.range.start
      const range = group.name?.value.range ?? { start, end: start + 1 }
      refuse(context, 'group-name', range, 'The group has no `name`', {
        hint: 'name the group',
      })
    }
    verifyGroup(context, group, manifest)
  }
  verifyUnique(context, file.groups)
}

function verifyUnique(context: VerifyContext, groups: readonly RuleGroup[]): void {
  const first = new Map<string, Field>()
  for (const { name, object = 0 } of groups) {
    if (name === undefined || name.value.value === '') continue
    const key = `${object} ${name.value.value}`
    const before = first.get(key)
    if (before === undefined) first.set(key, name)
    else {
      refuse(
        context,
        'group-name',
        name.value.range,
        `Group \`${name.value.value}\` appears twice in the file`,
        {
          hint: 'merge the two, or rename one',
          related: [{ file: context.file, range: before.value.range, message: 'the first is here' }],
        },
      )
    }
  }
}

/** Verifies a group and its rules, but not its name: in a runbook it may be missing or repeated. */
export function verifyGroup(context: VerifyContext, group: RuleGroup, manifest = false): void {
  const { interval, queryOffset, limit, labels, rules } = group
  const present = [...presentIn(group, GROUP_FIELDS), ...(rules.length > 0 ? ['rules'] : [])]
  verifyUnknown(context, group.unknown, present, manifest)
  verifySince(context, group, GROUP_FIELDS)
  if (verifyDuration(context, interval) === 0) {
    const message = 'An `interval` of 0 means the global evaluation interval'
    warn(
      context,
      'group-interval',
      interval!.value.range,
      message,
      'remove it, or write the intended interval',
    )
  }
  verifyDuration(context, queryOffset)
  if (limit !== undefined) verifyLimit(context, limit)
  verifyLabels(context, labels)
  for (const rule of rules) verifyRule(context, rule, manifest)
}

/** Go truncates fractions, and 0 or less means no limit. */
function verifyLimit(context: VerifyContext, { value }: Field): void {
  const limit = Number(integerOf(value.value) ?? floatOf(value.value) ?? 0)
  if (limit < 0) {
    const message = `A \`limit\` of ${value.value} means no limit`
    warn(context, 'group-limit', value.range, message, 'remove it, or write the intended limit')
  } else if (!Number.isInteger(limit)) {
    const message = `Prometheus cuts off the fraction of \`limit: ${value.value}\``
    warn(context, 'group-limit', value.range, message, 'write a whole number')
  }
}

/**
 * The first rule of a file with alerts that Grafana itself manages, as it exports and provisions them
 * (`AlertRuleExport` in its `pkg/services/ngalert/api/tooling/definitions`): queries are under `data`.
 */
function managedByGrafana({ groups }: RuleFile): Rule | undefined {
  const rules = groups.flatMap((group) => group.rules)
  return rules.length > 0 && rules.every(isManagedByGrafana) ? rules[0] : undefined
}

const isManagedByGrafana = ({ alert, record, expr, unknown }: Rule): boolean =>
  alert === undefined &&
  record === undefined &&
  expr === undefined &&
  ['data', 'uid', 'condition', 'title'].filter((name) => unknown.some(({ key }) => key.value === name))
    .length >= 2

function refuseManaged(context: VerifyContext, { unknown, range }: Rule): void {
  refuse(
    context,
    'rule-field',
    unknown[0]?.key.range ?? range,
    'These are alerts that Grafana manages: Prometheus does not load this file',
    { hint: 'list the file under `exclude` in alertbook.yml, or move it to another folder' },
  )
}

/** The `kind` of an object of Kubernetes that holds no rules for us: a `VMRule`, a `ConfigMap`. */
const kindOfObject = (unknown: readonly Unknown[]): Unknown | undefined =>
  unknown.some(({ key }) => key.value === 'apiVersion')
    ? unknown.find(({ key }) => key.value === 'kind')
    : undefined

/** One error for the object, not one for each of its fields. */
function refuseObject(context: VerifyContext, { range }: Unknown): void {
  refuse(
    context,
    'rule-field',
    range,
    'This Kubernetes object is neither a rule file (`groups:`) nor a `PrometheusRule`',
    {
      hint: 'if its rules are for Prometheus, put them under `groups:` in a rule file; otherwise list the file under `exclude` in alertbook.yml',
    },
  )
}
