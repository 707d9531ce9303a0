/** A rule as pages show it. */
import type { BoundRule, Page } from '../../model.ts'
import { type Expr, type LabelFact, labelsOf } from '../../promql/index.ts'
import { alertActions } from './actions.ts'
import { templateText } from './code.ts'
import { type Context, sourceOf } from './context.ts'
import type { AlertView, ReturnedView, RuleView } from './view.ts'
import { inWords } from './words.ts'

export function ruleView(context: Context, rule: BoundRule, folded = false): RuleView {
  const page = rule.page === undefined ? undefined : context.pagesByPath.get(rule.page)
  const expr = rule.expr()
  return {
    name: rule.name,
    kind: rule.kind,
    id: ruleId(rule, page),
    severity: severityOf(rule),
    group: rule.group,
    yaml: `${context.yamlOf(rule)}\n`,
    expr: rule.rule.expr?.value.value ?? '',
    for: rule.rule.for?.value.value ?? '',
    labels: rule.labels.map(({ key, value }) => ({ key, value })),
    words: inWords(rule),
    returned: expr && returned(expr),
    source: sourceOf(context, rule.file, rule.rule.range.start),
    alone: page?.rules.length === 1 && page.title === rule.name,
    folded,
  }
}

/** What the label model says, names with two underscores left out: notifications do not have them. */
function returned(expr: Expr): ReturnedView {
  const { known, rest } = labelsOf(expr)
  const names = (status: LabelFact['status']): string[] =>
    [...known]
      .filter(([name, fact]) => fact.status === status && !name.startsWith('__'))
      .map(([name]) => name)
      .sort()
  return { sure: names('sure'), possible: names('possible'), others: rest.status !== 'never' }
}

/** `rule-1`, `rule-2`, … in the order of the page's rules. */
function ruleId(rule: BoundRule, page: Page | undefined): string {
  return `rule-${(page?.rules.indexOf(rule) ?? 0) + 1}`
}

/** The alerts of a page, each name once: an alert with tiers has several rules. */
export function alertViews(context: Context, page: Page): AlertView[] {
  const byName = new Map<string, BoundRule[]>()
  for (const rule of page.rules) {
    if (rule.kind === 'alert') byName.set(rule.name, [...(byName.get(rule.name) ?? []), rule])
  }
  const slugs = new Set(page.runbook.headings.map(({ slug }) => slug))
  return [...byName].map(([name, rules]) => {
    const [first] = rules as [BoundRule]
    const summary = annotation(first, 'summary')
    const description = annotation(first, 'description') ?? annotation(first, 'message')
    return {
      name,
      id: slugs.has(first.anchor) ? '' : first.anchor,
      ruleId: ruleId(first, page),
      severities: distinct(rules.map(severityOf)),
      summary: summary === undefined ? undefined : templateText(summary),
      description: description === undefined ? undefined : templateText(description),
      actions: alertActions(context, first),
    }
  })
}

function annotation(rule: BoundRule, key: string): string | undefined {
  return rule.annotations.find((pair) => pair.key === key)?.value || undefined
}

/** Different values in order, empty ones left out. */
export function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].filter((value) => value !== '').sort()
}

/** The alert's severity in lower case; `''` where it has none or a template makes it. */
export function severityOf(rule: BoundRule): string {
  const value = rule.labels.find((pair) => pair.key === 'severity')?.value ?? ''
  return value.includes('{{') ? '' : value.toLowerCase()
}
