import type { Pair } from '../model.ts'
import { type LabelModel, labelStatus, labelsOf, mayLack } from '../promql/index.ts'
import { parseTemplate, templateLabels } from '../template/index.ts'
import { nearest } from '../text/nearest.ts'
import { locate } from '../text/source.ts'
import type { Finding, JudgedRule, RuleCheck } from './check.ts'

/** Templates see only the labels of the expression's result: not those that a rule sets, nor `alertname`. */
export const templateLabel: RuleCheck = {
  code: 'template-label',
  severity: 'warning',
  summary: "A template reads only labels that the alert's expression can return.",
  *runRule(rule) {
    const expr = rule.kind === 'alert' ? rule.resolved() : undefined
    if (!expr || !mayLack(expr)) return
    let model: LabelModel | undefined
    for (const pair of [...rule.labels, ...rule.annotations]) {
      if (!pair.value.includes('abels')) continue
      model ??= labelsOf(expr)
      if (mayMiss(pair.value, model)) yield* judge(rule, pair, model)
    }
  },
}

/** Whether the expression itself names the label, as in `by (…)`: the mistake may be there. */
const mayBeSlip = ({ rule }: JudgedRule, label: string): boolean =>
  new RegExp(`\\b(?:by|on|without|ignoring)\\s*\\([^)]*\\b${label.replace(/\W/g, '')}\\b`).test(
    rule.expr?.value.value ?? '',
  )
/** A possible label name: a field, or a text without characters of a format or an escape. */
const NAMES = /\.([\p{L}_][\p{L}\p{Nd}_]*)|["`]([^"`%]*)["`]/gu

/** Fields of the data and of query results, which are not labels. */
const FIELDS = new Set(['Labels', 'Value', 'ExternalLabels', 'ExternalURL'])

/** Whether a template names anything but labels of the result: only then must it be parsed. */
function mayMiss(template: string, model: LabelModel): boolean {
  for (const action of template.split('{{').slice(1)) {
    const end = action.indexOf('}}')
    for (const [, field, text] of (end < 0 ? action : action.slice(0, end)).matchAll(NAMES)) {
      const name = field ?? text ?? ''
      if (FIELDS.has(name)) continue
      if (name.includes('\\') || labelStatus(model, name).status === 'never') return true
    }
  }
  return false
}

function* judge(rule: JudgedRule, { key, value, from, text }: Pair, model: LabelModel): Iterable<Finding> {
  // Values made by the compiler are correct by construction.
  if (text === undefined || text.value !== value) return
  const { tree } = parseTemplate(value)
  if (!tree) return
  for (const { name, range, from: map, conditional } of templateLabels(tree)) {
    if (map !== 'labels' || conditional) continue
    const { status, reason } = labelStatus(model, name)
    if (status !== 'never') continue
    const known = [...model.known].filter(([, fact]) => fact.status !== 'never').map(([label]) => label)
    const near = nearest(name, known)
    const set = rule.labels.some((label) => label.key === name)
    yield {
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
      related: [
        {
          file: rule.file,
          range: locate(rule.rule.expr!.value, reason.range.start, reason.range.end),
          message: reason.text,
        },
      ],
    }
  }
}
