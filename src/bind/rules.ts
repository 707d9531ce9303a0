/** A rule as written → a bound rule: defaults applied, expression parsed, link made. */
import type { BoundRule, Config, Field, Frontmatter, Pair, Queries, Rule } from '../model.ts'
import type { LinkLabel } from './addresses.ts'
import { linkKeys } from './written.ts'

export interface Written {
  readonly rule: Rule
  readonly file: string
  readonly group: string
  /** Defaults of the file; undefined in rule files. */
  readonly defaults: Frontmatter | undefined
  /** The names of the metrics its expression selects. */
  metrics(): readonly string[]
}

const pair = (field: Field, file: string): Pair => ({
  key: field.key.value,
  value: field.value.value,
  from: { file, range: field.value.range },
  text: field.value,
})

function withDefaults(own: readonly Field[], defaults: readonly Field[], file: string): Pair[] {
  const keys = new Set(own.map(({ key }) => key.value))
  return [...own, ...defaults.filter(({ key }) => !keys.has(key.value))].map((field) => pair(field, file))
}

/** `severity:` in the frontmatter is short for a label. */
function defaultLabels(frontmatter: Frontmatter | undefined, kind: BoundRule['kind']): Field[] {
  if (!frontmatter) return []
  const { severity, labels } = frontmatter
  const named = labels.some(({ key }) => key.value === 'severity')
  if (!severity || named || kind === 'record') return [...labels]
  return [{ key: { value: 'severity', range: severity.range, runs: [] }, value: severity }, ...labels]
}

/** Binds a rule, all but its page. A rule that is neither alert nor record is not bound: undefined. */
export function bindRule(
  { rule, file, group, defaults, metrics }: Written,
  queries: Queries,
): BoundRule | undefined {
  const named = rule.alert ?? rule.record
  if (!named || named.value.value === '') return undefined
  const kind = rule.alert && rule.alert.value.value !== '' ? 'alert' : 'record'
  const name = kind === 'alert' ? rule.alert! : rule.record
  if (!name) return undefined
  const query = rule.expr?.value.value ?? ''
  return {
    kind,
    name: name.value.value,
    rule,
    file,
    group,
    expr: () => (query === '' ? undefined : queries.parse(query).expr),
    metrics,
    carries: (label) => (query === '' ? undefined : queries.carries(query, label)),
    labels: withDefaults(rule.labels, defaultLabels(defaults, kind), file),
    annotations: withDefaults(rule.annotations, kind === 'alert' ? (defaults?.annotations ?? []) : [], file),
    page: undefined,
    anchor: '',
    link: undefined,
    address: undefined,
    written: [],
    compiled: true,
  }
}

/** The annotations of a rule with the link under every key that carries one. */
export function withLink({ file, rule, annotations }: BoundRule, link: string, config: Config): Pair[] {
  const known = linkKeys(config)
  const used = annotations.filter(({ key }) => known.has(key)).map(({ key }) => key)
  const keys = new Set([...used, ...config.links.annotations])
  const kept = annotations.map((annotation) =>
    keys.delete(annotation.key) ? { ...annotation, value: link } : annotation,
  )
  const from = { file, range: rule.range }
  return [...kept, ...[...keys].map((key): Pair => ({ key, value: link, from }))]
}

/**
 * The labels that an alert's link carries to the slots of its page: those its expression can return. What the
 * rule or its group sets is written into the link as it is, since templates do not see it; a value that a
 * template makes cannot be.
 */
export function linkLabels(
  { name: alert, labels, carries }: BoundRule,
  groupLabels: readonly Pair[],
  slots: readonly string[],
): LinkLabel[] {
  return slots.flatMap((name): LinkLabel[] => {
    const set = [...labels, ...groupLabels].find(({ key }) => key === name)?.value
    const value = name === 'alertname' ? alert : set
    if (value !== undefined && value !== '') return value.includes('{{') ? [] : [{ name, value }]
    const status = carries(name)
    return status === undefined || status === 'never' ? [] : [{ name }]
  })
}
