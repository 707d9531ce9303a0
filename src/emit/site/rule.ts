/** A rule as pages show it. */
import type { BoundRule } from '../../model.ts'
import { ruleObject, yaml } from '../prometheus.ts'
import { templateText } from './code.ts'
import { type Context, sourceOf } from './context.ts'
import type { RuleView } from './view.ts'

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
  return `${yaml(ruleObject(rule), 0)}\n`
}

const UNITS: Readonly<Record<string, string>> = {
  ms: 'millisecond',
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  y: 'year',
}

/** `1h30m` → `1 hour 30 minutes`; `''` for zero and for what is no duration. */
export function durationInWords(duration: string): string {
  if (!/^(\d+(ms|[smhdwy]))+$/.test(duration)) return ''
  return [...duration.matchAll(/(\d+)(ms|[smhdwy])/g)]
    .filter((match) => Number(match[1]) > 0)
    .map((match) => `${Number(match[1])} ${UNITS[match[2]!]}${Number(match[1]) === 1 ? '' : 's'}`)
    .join(' ')
}

function inWords(rule: BoundRule): string {
  if (rule.kind === 'record') return ''
  const held = durationInWords(rule.rule.for?.value.value ?? '')
  const kept = durationInWords(rule.rule.keepFiringFor?.value.value ?? '')
  const first = held
    ? `Fires when the query has returned a result for ${held}`
    : 'Fires as soon as the query returns a result'
  return `${first}${kept ? `, and keeps firing for ${kept} after the last one` : ''}.`
}
