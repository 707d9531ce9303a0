/** A rule as pages show it. */
import { dump } from 'js-yaml'
import type { BoundRule, Pair } from '../../model.ts'
import { templateText } from './code.ts'
import { type Context, sourceOf } from './context.ts'
import type { RuleView } from './view.ts'

export function ruleView(context: Context, rule: BoundRule, folded = false): RuleView {
  const annotation = (key: string): string | undefined =>
    rule.annotations.find((pair) => pair.key === key)?.value || undefined
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
    folded,
  }
}

/** The alert's severity in lower case; `''` where it has none or a template makes it. */
export function severityOf(rule: BoundRule): string {
  const value = rule.labels.find((pair) => pair.key === 'severity')?.value ?? ''
  return value.includes('{{') ? '' : value.toLowerCase()
}

/** The rule in YAML, as it is deployed. */
export function ruleYaml(rule: BoundRule): string {
  const { rule: written } = rule
  const pairs = (list: readonly Pair[]): Record<string, string> | undefined =>
    list.length ? Object.fromEntries(list.map(({ key, value }) => [key, value])) : undefined
  const fields = {
    [rule.kind]: rule.name,
    expr: written.expr?.value.value,
    for: written.for?.value.value,
    keep_firing_for: written.keepFiringFor?.value.value,
    labels: pairs(rule.labels),
    annotations: pairs(rule.annotations),
  }
  return dump(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)), {
    lineWidth: -1,
  })
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
