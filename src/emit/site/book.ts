/** The index of the book: every alert and every page, on shelves. */
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
  const count = program.pages.filter(({ runbook }) => !runbook.document).length
  const reviewed = explained.filter(
    (rule) => context.pagesByPath.get(rule.page!)?.runbook.frontmatter.reviewed,
  )
  return {
    ...frame(context, '', {
      title: config.site.title,
      description:
        root?.runbook.summary ||
        (alerts.length === 0 ? `${count} runbooks` : `Runbooks for ${alerts.length} alerts`),
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
      pages: count,
    },
    recent: recent(context),
  }
}

/**
 * Pages by their folder; a page without alerts is an entry of its own, unless it is the page of a folder. Documents come
 * last, on one shelf.
 */
function shelves(context: Context): ShelfView[] {
  const pages = context.program.pages.filter(({ path, runbook }) => path !== '' && !runbook.document)
  const folders = new Set(pages.map(({ path }) => folderOf(path)))
  const found = new Map<string, EntryView[]>()
  for (const page of pages) {
    const isFolder = folders.has(page.path)
    const alerts = page.rules.filter((rule) => rule.kind === 'alert' && rule.page === page.path)
    const entries =
      alerts.length > 0 ? alerts.map((rule) => entry(page, rule)) : isFolder ? [] : [entry(page)]
    const shelf = isFolder ? page.path : folderOf(page.path)
    if (entries.length > 0) found.set(shelf, [...(found.get(shelf) ?? []), ...entries])
  }
  const shared = commonFolder([...found.keys()])
  const documents = context.program.pages
    .filter((page) => page.runbook.document && !isListedAbove(page, context))
    .map((page) => entry(page))
  const shown = [...found]
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
  if (documents.length === 0) return shown
  return [
    ...shown,
    { name: 'Documentation', href: undefined, entries: documents.sort((a, b) => byName(a.name, b.name)) },
  ]
}

/** Whether a document lies below one that is the page of a folder, which tells of it. */
function isListedAbove({ path, runbook }: Page, { pagesByPath }: Context): boolean {
  if (!runbook.document) return false
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder))
    if (pagesByPath.get(folder)?.runbook.document) return true
  return false
}

/** `alloy/` for `alloy/down/`, `''` for `down/`. */
const folderOf = (path: string): string => path.replace(/[^/]*\/$/, '')

/** The folder that all of them lie in. */
function commonFolder(folders: readonly string[]): string {
  let common = folders[0] ?? ''
  for (const folder of folders) while (!folder.startsWith(common)) common = folderOf(common)
  return folders.includes(common) ? folderOf(common) : common
}

/** Alphabetical, whatever the case; the same on every machine. */
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
    .filter(({ runbook }) => !runbook.document)
    .flatMap((page) => {
      const change = context.facts.history?.get(page.runbook.source.path)?.[0]
      return change ? [{ href: encodePath(page.path) || './', text: page.title, date: change.date }] : []
    })
    .sort((a, b) => (a.date > b.date ? -1 : a.date < b.date ? 1 : 0))
    .slice(0, 8)
    .map((entry) => ({ ...entry, date: entry.date.slice(0, 10) }))
}
