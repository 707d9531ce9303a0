/**
 * Published addresses never die. Compares the addresses in the record and in the frontmatter's `aliases` with the
 * current pages. In: pages and record. Out: the redirects and tombstones to write, the lost addresses, and the record
 * after a build. Pure, so that guesses are the same every time.
 */
import type {
  Addresses,
  Config,
  FormerAnchor,
  LostAddress,
  Page,
  Published,
  Redirect,
  Text,
  Tombstone,
} from '../model.ts'
import { withoutQuery } from '../text/address.ts'
import { append } from '../text/append.ts'
import { folderAbove } from '../text/folder.ts'
import { mostSimilar } from '../text/likeness.ts'
import { pathOf } from './addresses.ts'

/** Path and anchor of every alert that has a page, by name; of equal names the first. */
type Alerts = ReadonlyMap<string, { readonly path: string; readonly anchor: string }>

/** The pages as they are now. */
interface Now {
  readonly pages: ReadonlyMap<string, Page>
  readonly alerts: Alerts
  /** Pages and alerts that the record does not know; renamed ones are among them. */
  readonly newPages: readonly Page[]
  readonly newAlerts: readonly string[]
}

export function bindAddresses(
  pages: readonly Page[],
  published: readonly Published[],
  config: Config,
): Addresses {
  const now = lookAround(pages, published)
  const aliases = readAliases(pages, config)
  const aliased = new Set(aliases.map(({ from }) => from))
  const redirects: Redirect[] = [...aliases]
  const tombstones: Tombstone[] = []
  const anchors: FormerAnchor[] = []
  const lost: LostAddress[] = []
  const record = new Map(pages.map((page) => [page.path, entryOf(page)]))
  for (const old of published) {
    const page = now.pages.get(old.path)
    if (page) {
      if (Object.keys(old.anchors).length === 0) continue
      const kept = keepAnchors(old, page, now)
      append(anchors, kept.former)
      append(lost, kept.lost)
      const entry = record.get(old.path)!
      record.set(old.path, { ...entry, anchors: { ...kept.anchors, ...entry.anchors } })
      continue
    }
    const { file, range, ...entry } = old
    // The site always has an index, with or without a runbook for it.
    if (aliased.has(old.path) || old.path === '') {
      record.set(old.path, entry)
      continue
    }
    const settled = old.moved !== undefined || old.removed !== undefined ? old : settle(old, now)
    if (settled !== old) {
      lost.push({ file, range, path: old.path, anchor: '', alerts: old.alerts, to: settled.moved })
    }
    const { moved, removed, see } = settled
    if (moved !== undefined) redirects.push({ file, range, from: old.path, to: moved })
    else
      tombstones.push({
        file,
        range,
        from: old.path,
        name: old.title || old.path,
        alerts: old.alerts,
        reason: removed ?? '',
        see,
      })
    record.set(old.path, {
      ...entry,
      see,
      ...(moved !== undefined ? { moved } : { removed: removed ?? '' }),
    })
  }
  const inOrder = [...record.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
  return { redirects, tombstones, anchors, lost, record: inOrder }
}

function lookAround(pages: readonly Page[], published: readonly Published[]): Now {
  const alerts = new Map<string, { path: string; anchor: string }>()
  for (const { path, rules } of pages) {
    for (const { kind, name, anchor } of rules)
      if (kind === 'alert' && !alerts.has(name)) alerts.set(name, { path, anchor })
  }
  const knownPaths = new Set(published.map(({ path }) => path))
  const knownAlerts = new Set(published.flatMap((one) => [...one.alerts, ...Object.values(one.anchors)]))
  return {
    pages: new Map(pages.map((page) => [page.path, page])),
    alerts,
    newPages: pages.filter(({ path }) => !knownPaths.has(path)),
    newAlerts: [...alerts.keys()].filter((name) => !knownAlerts.has(name)),
  }
}

function entryOf({ path, title, rules }: Page): Omit<Published, 'file' | 'range'> {
  if (rules.length === 0) return { path, title, alerts: [], anchors: {}, see: [] }
  const alerts = rules.filter(({ kind }) => kind === 'alert')
  return {
    path,
    title,
    alerts: [...new Set(alerts.map(({ name }) => name))].sort(),
    anchors: Object.fromEntries(
      alerts.filter(({ anchor }) => anchor !== '').map(({ anchor, name }) => [anchor, name]),
    ),
    see: [],
  }
}

/**
 * An alias, read as Hugo does, → a path under the base: from the root with a leading `/`, else relative to the page. An
 * absolute address of the site is allowed too.
 */
function aliasPath(page: string, written: string, config: Config): string {
  const inside = pathOf(config, written)
  const alias = withoutQuery(inside === undefined ? written.trim() : `/${inside}`)
  const folder = alias.startsWith('/') ? '' : folderAbove(page)
  const path = `${folder}${alias.replace(/(^|\/)index\.html$/, '$1')}`
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .reduce((above, part) => (part === '..' ? above.replace(/(?:^|\/)[^/]*$/, '') : `${above}/${part}`), '')
    .replace(/^\//, '')
  return path === '' || /\.html?$/i.test(path) ? path : `${path}/`
}

/** In Obsidian an alias is another name of the page, by which links may call it: no address has blanks. */
const isAddress = ({ value }: Pick<Text, 'value'>): boolean =>
  value.trim().startsWith('/') || !/\s/.test(value.trim())

function readAliases(pages: readonly Page[], config: Config): Redirect[] {
  return pages.flatMap(({ path, runbook }) =>
    runbook.frontmatter.aliases.filter(isAddress).map(({ value, range }) => ({
      file: runbook.source.path,
      range,
      from: aliasPath(path, value, config),
      to: path,
    })),
  )
}

/** Finds where a page went: by its alerts, else by a new page with the same title, else by a similar name. */
function settle(old: Published, now: Now): Pick<Published, 'moved' | 'removed' | 'see'> {
  const homes = distinct(old.alerts.flatMap((name) => homeOf(name, now)))
  const target = homes.length === 1 ? homes[0]! : undefined
  if (target !== undefined) return { moved: target, see: [] }
  const paths = distinct(homes.map((home) => home.replace(/#.*$/, '')))
  if (paths.length === 1) return { moved: paths[0]!, see: [] }
  if (paths.length > 1) return { removed: '', see: paths }
  const namesakes = now.newPages.filter(({ title }) => title === old.title)
  return namesakes.length === 1 ? { moved: namesakes[0]!.path, see: [] } : { removed: '', see: [] }
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)]

/** The current page of an alert: by its name, or by a similar new one. */
function homeOf(name: string, { alerts, newAlerts }: Now): string[] {
  const home = alerts.get(name) ?? alerts.get(mostSimilar(name, newAlerts) ?? '')
  return home ? [home.path + (home.anchor && `#${home.anchor}`)] : []
}

/** Anchors of a page that still exists. */
function keepAnchors(
  old: Published,
  page: Page,
  now: Now,
): { anchors: Record<string, string>; former: FormerAnchor[]; lost: LostAddress[] } {
  const has = (anchor: string): boolean =>
    page.rules.some((rule) => rule.anchor === anchor) ||
    page.runbook.headings.some(({ slug }) => slug === anchor)
  const anchors = new Map<string, string>()
  const former: FormerAnchor[] = []
  const lost: LostAddress[] = []
  for (const [anchor, name] of Object.entries(old.anchors)) {
    anchors.set(anchor, name)
    if (has(anchor)) continue
    const known = name === '' || now.alerts.has(name)
    const alert = known ? name : (mostSimilar(name, now.newAlerts) ?? '')
    anchors.set(anchor, alert)
    const to = homeOf(alert, now)[0]
    // An alert that now has the page to itself needs no anchor: it is at the top.
    if (to === page.path) continue
    former.push({ page: page.path, anchor, to, alert: alert === '' ? undefined : alert })
    if (!known) lost.push({ file: old.file, range: old.range, path: old.path, anchor, alerts: [name], to })
  }
  return { anchors: Object.fromEntries(anchors), former, lost }
}
