/**
 * Errors that Prometheus finds in one rule (`rulefmt.Rule.Validate`), and those that it would find only at run time.
 */
import type { Field, Range, Rule } from '../model.ts'
import { isPairs, isValue, RULE_FIELDS, type RuleRow } from '../rule-fields.ts'
import { analyse, isPlain, parseTemplate } from '../template/index.ts'
import { isWellFormed } from '../text/bytes.ts'
import { locate, type Text } from '../text/source.ts'
import { refuse, type VerifyContext, warn } from './context.ts'
import { verifyDuration } from './duration.ts'
import { isMisspelt, presentIn, verifySince, verifyUnknown } from './fields.ts'
import { isLabelName, isMetricName } from './names.ts'
import { verifyNearTemplate } from './near-template.ts'

/** The field if it is set: present and not empty, as Go sees it. */
function set(field: Field | undefined): Field | undefined {
  return field?.value.value === '' ? undefined : field
}

/** Verifies one rule. */
export function verifyRule(context: VerifyContext, rule: Rule, manifest = false): void {
  if (rule.unknown.length > 0) verifyUnknown(context, rule.unknown, presentIn(rule, RULE_FIELDS), manifest)
  verifySince(context, rule, RULE_FIELDS)
  const alert = set(rule.alert)
  const record = set(rule.record)
  verifyName(context, rule, alert, record)
  verifyExpr(context, rule)
  if (record !== undefined) verifyRecord(context, record)
  for (const row of RULE_FIELDS) verifyField(context, rule, row, record !== undefined)
  verifyLabels(context, rule.labels)
  verifyAnnotations(context, rule.annotations)
  if (alert === undefined) return
  verifyAlertname(context, rule, alert.value.value)
  for (const { value } of rule.labels) verifyTemplate(context, value, alert.value.value, true)
  for (const { value } of rule.annotations) verifyTemplate(context, value, alert.value.value, false)
}

/** Verifies durations, and refuses a field for alerts in a recording rule unless the field is empty. */
function verifyField(context: VerifyContext, rule: Rule, row: RuleRow, inRecord: boolean): void {
  const field = isPairs(row) ? undefined : rule[row.property]
  const length = row.kind === 'duration' ? verifyDuration(context, field) : undefined
  if (!inRecord || !('alertsOnly' in row)) return
  if (isPairs(row)) {
    if (rule[row.property].length > 0)
      refuseInRecord(context, rule[`${row.property}Range`] ?? rule.range, row.name)
  } else if (field && length !== undefined && length !== 0) refuseInRecord(context, field.key.range, row.name)
}

// ── Names ───────────────────────────────────────────────────────────────────────────────────────────

/** The first field of a rule as written: the place to report missing fields. */
function headOf(rule: Rule): Range {
  const fields = RULE_FIELDS.filter(isValue).map(({ property }) => rule[property])
  const keys = [...fields, ...rule.unknown].flatMap((field) => (field ? [field.key.range] : []))
  const first = keys.sort((a, b) => a.start - b.start)[0]
  return first ?? { start: rule.range.start, end: rule.range.start }
}

/** Whether one of the fields was misspelt or unreadable: that is already reported. */
function mayBeWritten(context: VerifyContext, rule: Rule, fields: readonly string[]): boolean {
  return rule.broken === true || isMisspelt(context, rule.unknown, fields)
}

function verifyName(
  context: VerifyContext,
  rule: Rule,
  alert: Field | undefined,
  record: Field | undefined,
): void {
  if (alert !== undefined && record !== undefined) {
    refuse(
      context,
      'rule-name',
      record.key.range,
      'A rule has either `alert` or `record`, but this one has both',
      {
        hint: 'split it into two rules',
        related: [{ file: context.file, range: alert.key.range, message: 'the alert is named here' }],
      },
    )
  } else if (
    alert === undefined &&
    record === undefined &&
    !mayBeWritten(context, rule, ['alert', 'record'])
  ) {
    const empty = rule.alert ?? rule.record
    const message =
      empty === undefined
        ? 'The rule has no name: neither `alert` nor `record`'
        : `\`${empty.key.value}\` is empty: the rule has no name`
    refuse(context, 'rule-name', empty?.value.range ?? headOf(rule), message, {
      hint: 'name the rule',
    })
  }
}

function verifyRecord(context: VerifyContext, record: Field): void {
  const { value: name, range } = record.value
  const valid = isMetricName(name, context.names)
  if (!valid) {
    const legacy = context.names === 'legacy'
    const expected = legacy ? 'letters, digits, `_` and `:`, and no digit first' : 'valid UTF-8'
    refuse(context, 'rule-name', range, `\`${name}\` is not a valid metric name, expected ${expected}`)
  } else if (/[{}]/.test(name)) {
    refuse(context, 'rule-name', range, `The name \`${name}\` of a recording rule contains a brace`, {
      hint: 'put the expression in `expr`, and labels in `labels`',
    })
  }
}

function refuseInRecord(context: VerifyContext, range: Range, field: string): void {
  refuse(context, 'rule-field', range, `Only alerts have \`${field}\`: this is a recording rule`, {
    hint: `remove \`${field}\``,
  })
}

// ── Expressions ─────────────────────────────────────────────────────────────────────────────────────

function verifyExpr(context: VerifyContext, rule: Rule): void {
  const expr = set(rule.expr)
  if (expr === undefined) {
    if (mayBeWritten(context, rule, ['expr'])) return
    const message = rule.expr === undefined ? 'The rule has no `expr`' : '`expr` is empty'
    refuse(context, 'rule-expr', rule.expr?.value.range ?? headOf(rule), message, {
      hint: 'write the query after `expr:`',
    })
    return
  }
  const { expr: tree, type, problems } = context.parse(expr.value.value)
  for (const { code, range, message, hint } of problems) {
    refuse(context, code, locate(expr.value, range.start, range.end), message, { hint })
  }
  if (problems.length > 0 || tree === undefined) return
  if (type === 'matrix' || type === 'string') {
    const what = type === 'matrix' ? 'a range vector' : 'a string'
    const message = `The expression returns ${what}: Prometheus loads the rule, but it fails at every evaluation`
    const range = locate(expr.value, tree.range.start, tree.range.end)
    warn(context, 'expr-type', range, message, 'make it return an instant vector or a scalar')
  }
}

// ── Labels and annotations ──────────────────────────────────────────────────────────────────────────

const LABEL_CHARACTERS = 'letters, digits and `_`, and no digit first'

/** Words the error for an invalid name of a label or annotation. */
function wrongName(context: VerifyContext, name: Text, kind: 'a label' | 'an annotation'): string {
  if (name.value === '') return `The name of ${kind} is empty`
  const takes = context.names === 'legacy' ? LABEL_CHARACTERS : 'UTF-8'
  return `\`${name.value}\` cannot name ${kind}: a name takes ${takes}`
}

/** Verifies names and values of labels; `__name__` is reserved for the metric. */
export function verifyLabels(context: VerifyContext, labels: readonly Field[]): void {
  for (const { key, value } of labels) {
    if (key.value === '__name__') {
      refuse(context, 'label-name', key.range, 'A rule cannot set the label `__name__`', {
        hint: 'name the metric with `record`',
      })
    } else if (!isLabelName(key.value, context.names)) {
      const message = wrongName(context, key, 'a label')
      refuse(context, 'label-name', key.range, message)
    }
    if (!isWellFormed(value.value)) {
      refuse(context, 'label-value', value.range, `Label \`${key.value}\` contains bytes that are not UTF-8`)
    }
  }
}

/** Reports a label `alertname`: an alert gets its name in this label last (`AlertingRule.Eval`). */
function verifyAlertname(context: VerifyContext, { labels }: Rule, name: string): void {
  const lost = labels.find(({ key, value }) => key.value === 'alertname' && value.value !== name)
  if (lost === undefined) return
  const message = `\`alertname\` is always the name of the alert, \`${name}\`: this value is lost`
  warn(context, 'label-name', lost.key.range, message, 'rename the alert, or use another label')
}

export function verifyAnnotations(context: VerifyContext, annotations: readonly Field[]): void {
  for (const { key } of annotations) {
    if (isLabelName(key.value, context.names)) continue
    const message = wrongName(context, key, 'an annotation')
    refuse(context, 'annotation-name', key.range, message)
  }
}

/**
 * Verifies the template of an alert's label or annotation; Prometheus expands none in recording rules. A template that
 * does not parse is an error of Prometheus; one that fails or misleads when the alert fires is reported by us alone.
 */
export function verifyTemplate(context: VerifyContext, value: Text, alert: string, inLabel: boolean): void {
  if (/[${]/.test(value.value)) verifyNearTemplate(context, value)
  if (isPlain(value.value, { inLabel })) return
  const { tree, problems } = parseTemplate(value.value, {
    version: context.settings.version,
    name: `__alert_${alert}`,
  })
  for (const { code, range, message, hint } of problems) {
    refuse(context, code, locate(value, range.start, range.end), message, { hint })
  }
  if (!tree || problems.length > 0) return
  const { problems: found, queries } = analyse(tree, { inLabel, regexps: context.regexps })
  for (const { code, range, message, hint } of found) {
    warn(context, code, locate(value, range.start, range.end), message, hint)
  }
  for (const { expression, range, raw } of queries) {
    const [problem] = context.parse(expression).problems
    if (problem === undefined) continue
    // Without escapes, places in the query are places in the template.
    const place = raw
      ? { start: range.start + 1 + problem.range.start, end: range.start + 1 + problem.range.end }
      : range
    const message = `The query of this template fails: ${problem.message}`
    warn(context, 'template-type', locate(value, place.start, place.end), message, problem.hint)
  }
}
