/** A rule as pages show it. */
import type { BoundRule } from '../../model.ts'
import { ruleYaml as deployedYaml } from '../prometheus.ts'
import { templateText } from './code.ts'
import { type Context, sourceOf } from './context.ts'
import type { RuleView } from './view.ts'
import { inWords } from './words.ts'

export function ruleView(context: Context, rule: BoundRule, folded = false): RuleView {
  const annotation = (key: string): string | undefined =>
    rule.annotations.find((pair) => pair.key === key)?.value || undefined
  const page = rule.page === undefined ? undefined : context.pagesByPath.get(rule.page)
  const summary = annotation('summary')
  const description = annotation('description') ?? annotation('message')
  return {
    name: rule.name,
    kind: rule.kind,
    anchor: rule.anchor,
    severity: severityOf(rule),
    group: rule.group,
    yaml: ruleYaml(rule),
    expr: rule.rule.expr?.value.value ?? '',
    for: rule.rule.for?.value.value ?? '',
    labels: rule.labels.map(({ key, value }) => ({ key, value })),
    words: inWords(rule),
    summary: summary === undefined ? undefined : templateText(summary),
    description: description === undefined ? undefined : templateText(description),
    linkLabels: [...(rule.link ?? '').matchAll(/\$labels\.(\w+)/g)].map((match) => match[1]!),
    source: sourceOf(context, rule.file, rule.rule.range.start),
    alone: page?.rules.length === 1 && page.title === rule.name,
    folded,
  }
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

/** The rule in YAML, the very text that is deployed. */
export function ruleYaml(rule: BoundRule): string {
  return `${deployedYaml(rule, 0)}\n`
}
