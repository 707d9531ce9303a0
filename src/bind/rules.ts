/**
 * A named rule → a bound rule: defaults applied, with the page that explains it and the link it carries. Each rule is
 * bound once.
 */
import type { BoundRule, Config, Field, Frontmatter, Pair, Queries, Runbook } from '../model.ts'
import { lazy } from '../text/once.ts'
import { alertLink, anchorOf, pageUrl } from './addresses.ts'
import { linkParts } from './link-parts.ts'
import { sectionOf } from './pages.ts'
import { type NamedRule, type Part, pairOf } from './part.ts'
import { linkKeys, type Paths, readWritten, todoOf } from './written.ts'

/** Inputs of binding a rule, other than the rule. */
export interface Surroundings {
  readonly config: Config
  readonly queries: Queries
  readonly paths: Paths
  readonly runbooks: ReadonlyMap<string, Runbook>
  /** By page path: the names of the alerts it explains, with the number of rules of each. */
  readonly alerts: ReadonlyMap<string, ReadonlyMap<string, number>>
}

/**
 * Binds a rule of a part to the page at a path. `movesLabels`: the rule takes over the labels of its part's group,
 * except those that it sets itself.
 */
export function bindRule(
  named: NamedRule,
  part: Part,
  page: string | undefined,
  movesLabels: boolean,
  around: Surroundings,
): BoundRule {
  const { kind, rule, file, carries } = named
  const { defaults, draft } = part
  const query = rule.expr?.value.value ?? ''
  const labels = withDefaults(rule.labels, defaultLabels(defaults, kind), file)
  const all = withOthers(labels, part.labels)
  const annotations = withDefaults(
    rule.annotations,
    kind === 'alert' ? (defaults?.annotations ?? []) : [],
    file,
  )
  const written = kind === 'alert' ? readWritten(withLinks(rule, defaults), around.paths, around.config) : []
  const link =
    kind === 'alert' ? linkOf(named, page, written, { labels: all, annotations, carries }, around) : NO_LINK
  const carried = link.link === undefined ? undefined : (earlierLink(page, written, around) ?? link.link)
  return {
    ...named,
    expr: lazy(() => (query === '' ? undefined : around.queries.parse(query).expr)),
    labels: movesLabels ? all : labels,
    annotations: carried === undefined ? annotations : withLink(named, annotations, carried, around.config),
    page,
    ...link,
    written,
    compiled: !draft,
  }
}

/** The rule with the annotations of its page too: a link there is the author's as well. */
function withLinks(rule: NamedRule['rule'], defaults: Frontmatter | undefined): NamedRule['rule'] {
  const own = new Set(rule.annotations.map(({ key }) => key.value))
  const others = (defaults?.annotations ?? []).filter(({ key }) => !own.has(key.value))
  return others.length === 0 ? rule : { ...rule, annotations: [...rule.annotations, ...others] }
}

// ── Labels and annotations ──────────────────────────────────────────────────────────────────────────

function withDefaults(own: readonly Field[], defaults: readonly Field[], file: string): Pair[] {
  if (defaults.length === 0) return own.map((field) => pairOf(field, file))
  const keys = new Set(own.map(({ key }) => key.value))
  return [...own, ...defaults.filter(({ key }) => !keys.has(key.value))].map((field) => pairOf(field, file))
}

/** `severity:` in the frontmatter is a shorthand for a label. */
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

/** The annotations of a rule, with its link under each key for links. */
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

/** The link of an alert: its page, and the anchor on a page that explains several. */
function linkOf(
  named: NamedRule,
  page: string | undefined,
  written: BoundRule['written'],
  carried: Pick<BoundRule, 'labels' | 'annotations' | 'carries'>,
  { config, runbooks, alerts }: Surroundings,
): Linked {
  if (page === undefined) return NO_LINK
  const several = (alerts.get(page)?.size ?? 0) > 1
  const anchor = several ? anchorOf(named.name) : ''
  const url = pageUrl(config, page)
  if (url === '') return { anchor, link: undefined, address: undefined }
  const runbook = runbooks.get(page)
  const facts = {
    slots: [...new Set(runbook?.slots.map(({ label }) => label))],
    tiers: (alerts.get(page)?.get(named.name) ?? 0) > 1,
  }
  const section = sectionFor(named, page, written, runbook, several) ?? anchor
  return {
    anchor,
    link: alertLink(url, linkParts(named.name, carried, facts, config), section),
    address: alertLink(url, [], section),
  }
}

/** The target of a rule's own link, kept until its page here is written. */
function earlierLink(
  page: string | undefined,
  written: BoundRule['written'],
  { runbooks }: Surroundings,
): string | undefined {
  const promise = page === undefined ? undefined : runbooks.get(page)?.frontmatter.runbook
  if (!promise || !todoOf(promise.value)) return undefined
  return written.find(({ kind }) => kind === 'elsewhere' || kind === 'template')?.field.value.value
}

/** The section that explains a hand-written alert: where its link leads, else the heading with its name. */
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
