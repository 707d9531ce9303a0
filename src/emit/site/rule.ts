/** A rule as pages show it. */

import { type LabelFact, labelsOf } from '../../analysis/index.ts'
import type { BoundRule, Page } from '../../model.ts'
import type { Expr } from '../../promql/index.ts'
import { valuePipeline } from '../../text/actions.ts'
import { encodePath } from '../../text/address.ts'
import { alertActions } from './actions.ts'
import { templateText } from './code.ts'
import { baseOf, type Context, sourceOf } from './context.ts'
import { RULES } from './page-files.ts'
import type { AlertView, ReturnedView, RuleView } from './view.ts'
import { inWords } from './words.ts'

/** `shownAt`: the page that shows it, which may be another than its own. `folded`: its author has folded it there. */
export function ruleView(context: Context, rule: BoundRule, shownAt: Page, folded = false): RuleView {
  const page = rule.page === undefined ? undefined : context.pagesByPath.get(rule.page)
  const expr = rule.expr()
  return {
    name: rule.name,
    kind: rule.kind,
    id: ruleId(rule, page),
    severity: severityOf(rule),
    group: rule.group,
    yaml: `${context.yamlOf(rule)}\n`,
    from: folded || page === undefined ? '' : rulesAddress(shownAt, page, ruleId(rule, page)),
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

/** Labels of the result by the label model; names with two underscores are left out because notifications lack them. */
function returned(expr: Expr): ReturnedView {
  const { known, rest } = labelsOf(expr)
  const names = (status: LabelFact['status']): string[] =>
    [...known]
      .filter(([name, fact]) => fact.status === status && !name.startsWith('__'))
      .map(([name]) => name)
      .sort()
  return { sure: names('sure'), possible: names('possible'), others: rest.status !== 'never' }
}

/** From one page to the YAML of another one's rule. */
const rulesAddress = (from: Page, { path }: Page, id: string): string =>
  `${path === from.path ? '' : baseOf(from.path) + encodePath(path)}${RULES}#${id}`

/** `rule-1`, `rule-2`, … in the order of the page's rules. */
function ruleId(rule: BoundRule, page: Page | undefined): string {
  return `rule-${(page?.rules.indexOf(rule) ?? 0) + 1}`
}

/** The alerts of a page, most severe first, otherwise in page order. */
export function alertViews(context: Context, page: Page): AlertView[] {
  const taken = new Set(page.runbook.headings.map(({ slug }) => slug))
  const views = page.rules
    .filter(({ kind }) => kind === 'alert')
    .map((rule): AlertView => {
      const id = taken.has(rule.anchor) ? '' : rule.anchor
      taken.add(rule.anchor)
      const summary = annotation(rule, 'summary')
      const description = annotation(rule, 'description') ?? annotation(rule, 'message')
      const value = valuePipeline(summary ?? '') ?? valuePipeline(description ?? '')
      return {
        name: rule.name,
        id,
        ruleId: ruleId(rule, page),
        severity: severityOf(rule),
        words: inWords(rule),
        summary: summary === undefined ? undefined : templateText(summary, value),
        description: description === undefined ? undefined : templateText(description, value),
        actions: alertActions(context, rule),
      }
    })
  return views.sort((a, b) => rank(a.severity) - rank(b.severity))
}

const RANKS: readonly (readonly string[])[] = [
  ['page', 'critical', 'emergency', 'disaster', 'fatal', 'p0', 'p1', 'sev1'],
  ['error', 'high', 'major', 'p2', 'sev2'],
  ['warning', 'warn', 'ticket', 'average', 'medium', 'p3', 'sev3'],
  ['info', 'low', 'minor', 'notice', 'none', 'p4', 'sev4'],
]

/** Rank of a severity by its name, 0 for the most severe; unknown names rank between warning and info. */
export function rank(severity: string): number {
  const found = RANKS.findIndex((names) => names.includes(severity))
  return found === -1 ? 2.5 : found
}

function annotation(rule: BoundRule, key: string): string | undefined {
  return rule.annotations.find((pair) => pair.key === key)?.value || undefined
}

/** Distinct values in order, without empty ones. */
export function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].filter((value) => value !== '').sort()
}

/** The alert's severity in lower case; `''` if it has none or a template computes it. */
export function severityOf(rule: BoundRule): string {
  const value = rule.labels.find((pair) => pair.key === 'severity')?.value ?? ''
  return value.includes('{{') ? '' : value.toLowerCase()
}
