/** The index of the book: every alert and every page, by shelf. */
import type { BoundRule, Page } from '../../model.ts'
import { encodePath } from '../../text/address.ts'
import { fillBody, firstHeading } from './body.ts'
import { type Context, frame } from './context.ts'
import { trusted } from './html.ts'
import { addressOf } from './links.ts'
import { distinct, severityOf } from './rule.ts'
import type { EntryView, IndexView, ShelfView } from './view.ts'

export function indexView(context: Context): IndexView {
  const { program, config } = context
  const root = context.pagesByPath.get('')
  const filled = root && fillBody(context, root)
  const tested = new Set(program.tested)
  const alerts = program.rules.filter((rule) => rule.compiled && rule.kind === 'alert')
  const explained = alerts.filter((rule) => rule.page !== undefined)
  const reviewed = explained.filter(
    (rule) => context.pagesByPath.get(rule.page!)?.runbook.frontmatter.reviewed,
  )
  return {
    ...frame(context, '', {
      title: config.site.title,
      description:
        root?.runbook.summary ||
        (alerts.length === 0 ? `${program.pages.length} runbooks` : `Runbooks for ${alerts.length} alerts`),
      kind: 'index',
      twin: undefined,
    }),
    id: (root && firstHeading(root)?.slug) ?? '',
    heading: root?.title ?? config.site.title,
    body: filled === undefined ? undefined : trusted(filled),
    shelves: shelves(context),
    facets: {
      severity: distinct(alerts.map(severityOf)),
      group: distinct(explained.map((rule) => rule.group)),
      owner: distinct(program.pages.map((page) => page.runbook.frontmatter.owner?.value ?? '')),
    },
    coverage: {
      alerts: alerts.length,
      explained: explained.length,
      reviewed: reviewed.length,
      tested: alerts.filter(({ name }) => tested.has(name)).length,
      pages: program.pages.length,
    },
    recent: recent(context),
  }
}

/** Pages by folder. A page without alerts is an entry by itself, unless it is the page of a folder. */
function shelves(context: Context): ShelfView[] {
  const { pages } = context.program
  const folders = new Set(pages.map(({ path }) => folderOf(path)))
  const found = new Map<string, EntryView[]>()
  for (const page of pages) {
    if (page.path === '') continue
    const isFolder = folders.has(page.path)
    const alerts = page.rules.filter((rule) => rule.kind === 'alert' && rule.page === page.path)
    const entries =
      alerts.length > 0 ? alerts.map((rule) => entry(page, rule)) : isFolder ? [] : [entry(page)]
    const shelf = isFolder ? page.path : folderOf(page.path)
    if (entries.length > 0) found.set(shelf, [...(found.get(shelf) ?? []), ...entries])
  }
  const shared = commonFolder([...found.keys()])
  return [...found]
    .map(([folder, entries]): ShelfView => {
      const page = folder === '' ? undefined : context.pagesByPath.get(folder)
      const name = folder.slice(shared.length).replace(/\/$/, '').replaceAll('/', ' / ')
      return {
        name: page?.title ?? (name || 'General'),
        href: page && encodePath(page.path),
        entries: entries.sort((a, b) => byName(a.name, b.name)),
      }
    })
    .sort((a, b) => byName(a.name, b.name))
}

/** `alloy/` for `alloy/down/`, `''` for `down/`. */
const folderOf = (path: string): string => path.replace(/[^/]*\/$/, '')

/** The folder that contains them all. */
function commonFolder(folders: readonly string[]): string {
  let common = folders[0] ?? ''
  for (const folder of folders) while (!folder.startsWith(common)) common = folderOf(common)
  return folders.includes(common) ? folderOf(common) : common
}

/** Alphabetical, ignoring case; the same on every machine. */
function byName(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()]
  return x < y ? -1 : x > y ? 1 : a < b ? -1 : a > b ? 1 : 0
}

function entry(page: Page, rule?: BoundRule): EntryView {
  return {
    name: rule?.name ?? page.title,
    href: rule ? addressOf(rule) : encodePath(page.path),
    severity: rule ? severityOf(rule) : '',
    owner: page.runbook.frontmatter.owner?.value ?? '',
    group: rule?.group ?? '',
    title: rule && rule.name !== page.title ? page.title : '',
  }
}

function recent(context: Context): IndexView['recent'] {
  return context.program.pages
    .flatMap((page) => {
      const change = context.facts.history?.get(page.runbook.source.path)?.[0]
      return change ? [{ href: encodePath(page.path) || './', text: page.title, date: change.date }] : []
    })
    .sort((a, b) => (a.date > b.date ? -1 : a.date < b.date ? 1 : 0))
    .slice(0, 8)
    .map((entry) => ({ ...entry, date: entry.date.slice(0, 10) }))
}
