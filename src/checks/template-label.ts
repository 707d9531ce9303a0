import { type LabelModel, labelStatus, labelsOf, mayLack, type Reason } from '../analysis/index.ts'
import { possibleLabels } from '../analysis/labels/facts.ts'
import type { Config, Pair } from '../model.ts'
import { parseExpr, parseOptions } from '../promql/index.ts'
import { type LabelRead, parseTemplate, plainLabels, templateLabels } from '../template/index.ts'
import { nearest } from '../text/nearest.ts'
import { locate, type Text } from '../text/source.ts'
import type { Finding, JudgedRule, RuleCheck } from './check.ts'
import { asRelated } from './shared/in-expr.ts'

/** Templates see only the labels of the expression's result: not those that a rule sets, nor `alertname`. */
export const templateLabel: RuleCheck = {
  code: 'template-label',
  severity: 'warning',
  summary: "A template reads only labels that the alert's expression can return.",
  *runRule(rule, prometheus) {
    if (rule.kind === 'alert') yield* ofQueries(rule, prometheus)
    const expr = rule.kind === 'alert' ? rule.resolved() : undefined
    if (!expr || !mayLack(expr)) return
    let model: LabelModel | undefined
    for (const pair of [...rule.labels, ...rule.annotations]) {
      if (!pair.value.includes('abels')) continue
      model ??= labelsOf(expr)
      // Values made by the compiler are correct by construction.
      if (pair.text?.value !== pair.value) continue
      for (const read of labelsIn(pair.value, model)) {
        if (read.from !== 'labels' || read.conditional) continue
        const { status, reason } = labelStatus(model, read.name)
        if (status === 'never') yield finding(rule, pair, pair.text, read, reason, model)
      }
    }
  },
}

/** Labels of the results of `query`, which its own expression removes. */
function* ofQueries(rule: JudgedRule, prometheus: Config['prometheus']): Iterable<Finding> {
  for (const { key, value, text, from } of rule.annotations) {
    if (!/\bquery\b/.test(value) || text?.value !== value) continue
    const { tree } = parseTemplate(value)
    for (const { name, range, expression } of tree ? templateLabels(tree) : []) {
      const { expr } =
        expression === undefined
          ? {}
          : parseExpr(expression, parseOptions(prometheus.features, prometheus.version))
      const found = expr && labelStatus(labelsOf(expr), name)
      if (found?.status !== 'never') continue
      yield {
        file: from.file,
        range: locate(text, range.start, range.end),
        message: `Label \`${name}\` is always empty in the template of \`${key}\`: the query \`${expression}\` never returns it`,
        hint: `keep the label in the query, or remove it from the text (${found.reason.text})`,
      }
    }
  }
}

/** Whether the expression itself names the label, as in `by (…)`: the mistake may be there. */
const mayBeSlip = ({ rule }: JudgedRule, label: string): boolean =>
  new RegExp(`\\b(?:by|on|without|ignoring)\\s*\\([^)]*\\b${label.replace(/\W/g, '')}\\b`).test(
    rule.expr?.value.value ?? '',
  )
/** Fields of the data and of query results, which are not labels. */
const FIELDS = new Set(['Labels', 'Value', 'ExternalLabels', 'ExternalURL'])

/** Whether a template names anything but labels of the result: only then must it be parsed. */
function mayMiss(template: string, model: LabelModel): boolean {
  // A possible label name: a field, or a text without characters of a format or an escape.
  const names = /\.([\p{L}_][\p{L}\p{Nd}_]*)|["`]([^"`%]*)["`]/gu
  for (const action of template.split('{{').slice(1)) {
    const end = action.indexOf('}}')
    for (const [, field, text] of (end < 0 ? action : action.slice(0, end)).matchAll(names)) {
      const name = field ?? text ?? ''
      if (FIELDS.has(name)) continue
      if (name.includes('\\') || labelStatus(model, name).status === 'never') return true
    }
  }
  return false
}

/** The labels that a template reads; none if all of them are surely on the result, or it does not parse. */
function labelsIn(template: string, model: LabelModel): readonly LabelRead[] {
  const plain = plainLabels(template)
  if (plain !== undefined) return plain
  const { tree } = mayMiss(template, model) ? parseTemplate(template) : {}
  return tree ? templateLabels(tree) : []
}

function finding(
  rule: JudgedRule,
  { key, from }: Pair,
  text: Text,
  { name, range }: LabelRead,
  reason: Reason,
  model: LabelModel,
): Finding {
  const near = nearest(name, possibleLabels(model))
  const set = rule.labels.some((label) => label.key === name)
  return {
    file: from.file,
    range: locate(text, range.start, range.end),
    message: `Label \`${name}\` is always empty in the template of \`${key}\`: ${set ? 'the rule sets it, and templates see only the labels of the expression' : `the expression of alert \`${rule.name}\` never returns it`}`,
    hint: near
      ? mayBeSlip(rule, near)
        ? `did you mean \`${near}\`, or is \`${near}\` in the expression a typo of \`${name}\`?`
        : `did you mean \`${near}\`?`
      : set
        ? 'write its value'
        : 'keep the label in the expression, or remove it from the text',
    related: asRelated(rule, [reason]),
  }
}
