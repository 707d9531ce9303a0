/** A named rule → a bound rule: defaults applied, the page that explains it, the link it carries. Each is bound once. */
import type { BoundRule, Config, Field, Frontmatter, Pair, Queries, Runbook } from '../model.ts'
import { alertLink, anchorOf, type LinkLabel, pageUrl } from './addresses.ts'
import { sectionOf } from './pages.ts'
import { type NamedRule, type Part, pairOf } from './parts.ts'
import { linkKeys, type Paths, readWritten } from './written.ts'

/** What binding a rule looks at beside the rule itself. */
export interface Surroundings {
  readonly config: Config
  readonly queries: Queries
  readonly paths: Paths
  readonly runbooks: ReadonlyMap<string, Runbook>
  /** The names of the alerts that each page explains, by the page's path. */
  readonly alerts: ReadonlyMap<string, ReadonlySet<string>>
}

/**
 * Binds a rule of a part to the page at a path. `movesLabels`: the labels of the part's group become its own, where
 * it does not set them itself.
 */
export function bindRule(
  named: NamedRule,
  part: Part,
  page: string | undefined,
  movesLabels: boolean,
  around: Surroundings,
): BoundRule {
  const { kind, rule, file } = named
  const { defaults, draft } = part
  const query = rule.expr?.value.value ?? ''
  const carries = (label: string): ReturnType<BoundRule['carries']> =>
    query === '' ? undefined : around.queries.carries(query, label)
  const labels = withDefaults(rule.labels, defaultLabels(defaults, kind), file)
  const all = withOthers(labels, part.labels)
  const annotations = withDefaults(
    rule.annotations,
    kind === 'alert' ? (defaults?.annotations ?? []) : [],
    file,
  )
  const written = kind === 'alert' ? readWritten(rule, around.paths, around.config) : []
  const link = kind === 'alert' ? linkOf(named, page, written, all, carries, around) : NO_LINK
  return {
    ...named,
    expr: () => (query === '' ? undefined : around.queries.parse(query).expr),
    carries,
    labels: movesLabels ? all : labels,
    annotations:
      link.link === undefined ? annotations : withLink(named, annotations, link.link, around.config),
    page,
    ...link,
    written,
    compiled: !draft,
  }
}

// ── Labels and annotations ──────────────────────────────────────────────────────────────────────────

function withDefaults(own: readonly Field[], defaults: readonly Field[], file: string): Pair[] {
  const keys = new Set(own.map(({ key }) => key.value))
  return [...own, ...defaults.filter(({ key }) => !keys.has(key.value))].map((field) => pairOf(field, file))
}

/** `severity:` in the frontmatter is short for a label. */
function defaultLabels(frontmatter: Frontmatter | undefined, kind: BoundRule['kind']): Field[] {
  if (!frontmatter) return []
  const { severity, labels } = frontmatter
  const named = labels.some(({ key }) => key.value === 'severity')
  if (!severity || named || kind === 'record') return [...labels]
  return [{ key: { value: 'severity', range: severity.range, runs: [] }, value: severity }, ...labels]
}

function withOthers(own: Pair[], others: readonly Pair[]): Pair[] {
  if (others.length === 0) return own
  const keys = new Set(own.map(({ key }) => key))
  return [...own, ...others.filter(({ key }) => !keys.has(key))]
}

/** The annotations of a rule with the link under every key that carries one. */
function withLink(
  { file, rule }: NamedRule,
  annotations: readonly Pair[],
  link: string,
  config: Config,
): Pair[] {
  const known = linkKeys(config)
  const used = annotations.filter(({ key }) => known.has(key)).map(({ key }) => key)
  const keys = new Set([...used, ...config.links.annotations])
  const kept = annotations.map((annotation) =>
    keys.delete(annotation.key) ? { ...annotation, value: link } : annotation,
  )
  const from = { file, range: rule.range }
  return [...kept, ...[...keys].map((key): Pair => ({ key, value: link, from }))]
}

// ── Links ───────────────────────────────────────────────────────────────────────────────────────────

type Linked = Pick<BoundRule, 'anchor' | 'link' | 'address'>

const NO_LINK: Linked = { anchor: '', link: undefined, address: undefined }

/** Where an alert leads: its page, and on a page that explains several the anchor that tells them apart. */
function linkOf(
  named: NamedRule,
  page: string | undefined,
  written: BoundRule['written'],
  labels: readonly Pair[],
  carries: BoundRule['carries'],
  { config, runbooks, alerts }: Surroundings,
): Linked {
  if (page === undefined) return NO_LINK
  const several = (alerts.get(page)?.size ?? 0) > 1
  const anchor = several ? anchorOf(named.name) : ''
  const url = pageUrl(config, page)
  if (url === '') return { anchor, link: undefined, address: undefined }
  const runbook = runbooks.get(page)
  const slots =
    config.links.labels === 'auto' && runbook ? new Set(runbook.slots.map(({ label }) => label)) : []
  const section = sectionFor(named, page, written, runbook, several) ?? anchor
  return {
    anchor,
    link: alertLink(url, linkLabels(named.name, labels, carries, slots), section),
    address: alertLink(url, [], section),
  }
}

/**
 * The labels that an alert's link carries to the slots of its page: those its expression can return. What the
 * rule or its group sets is written into the link as it is, since templates do not see it; a value that a
 * template makes cannot be.
 */
function linkLabels(
  alert: string,
  labels: readonly Pair[],
  carries: BoundRule['carries'],
  slots: Iterable<string>,
): LinkLabel[] {
  return [...slots].flatMap((name): LinkLabel[] => {
    const set = labels.find(({ key }) => key === name)?.value
    const value = name === 'alertname' ? alert : set
    if (value !== undefined && value !== '') return value.includes('{{') ? [] : [{ name, value }]
    const status = carries(name)
    return status === undefined || status === 'never' ? [] : [{ name }]
  })
}

/** Where on its page a hand-written alert is explained: where its link says, else under a heading with its name. */
function sectionFor(
  { file, name }: NamedRule,
  page: string,
  written: BoundRule['written'],
  runbook: Runbook | undefined,
  several: boolean,
): string | undefined {
  if (!runbook || file === runbook.source.path) return undefined
  const chosen = written.find(
    (link) => link.kind === 'page' && link.path === page && link.anchor !== '' && !link.missingAnchor,
  )
  if (chosen?.kind === 'page') return chosen.anchor
  return several ? sectionOf(runbook, name) : undefined
}
