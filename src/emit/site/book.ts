/** The index of the book: every alert and every page, on shelves. */
import type { BoundRule, Page } from '../../model.ts'
import { fillBody, firstHeading } from './body.ts'
import { type Context, encodePath, frame } from './context.ts'
import { trusted } from './html.ts'
import { addressOf } from './links.ts'
import { distinct, severityOf } from './rule.ts'
import type { EntryView, IndexView, ShelfView } from './view.ts'

export function indexView(context: Context): IndexView {
  const { program, config } = context
  const root = context.pagesByPath.get('')
  const filled = root && fillBody(context, root)
  const alerts = program.rules.filter((rule) => rule.compiled && rule.kind === 'alert')
  const explained = alerts.filter((rule) => rule.page !== undefined)
  const reviewed = explained.filter(
    (rule) => context.pagesByPath.get(rule.page!)?.runbook.frontmatter.reviewed,
  )
  return {
    ...frame(context, '', {
      title: config.site.title,
      description: root?.runbook.summary || `Runbooks for ${alerts.length} alerts`,
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
      pages: program.pages.length,
    },
    recent: recent(context),
  }
}

/** Pages by their first folder; a page without alerts is an entry of its own. */
function shelves(context: Context): ShelfView[] {
  const names = new Map<string, EntryView[]>()
  const byPage = new Map<string, BoundRule[]>()
  for (const rule of context.program.rules) {
    if (!rule.compiled || rule.kind !== 'alert' || rule.page === undefined) continue
    byPage.set(rule.page, [...(byPage.get(rule.page) ?? []), rule])
  }
  for (const page of context.program.pages) {
    if (page.path === '') continue
    const folder = page.path.split('/').length > 2 ? page.path.split('/')[0]! : ''
    const isShelf =
      page.path.split('/').length === 2 &&
      context.program.pages.some((other) => other !== page && other.path.startsWith(page.path))
    const shelf = isShelf ? page.path.slice(0, -1) : folder
    const entries = names.get(shelf) ?? []
    names.set(shelf, entries)
    const rules = byPage.get(page.path) ?? []
    if (rules.length === 0 && !isShelf) entries.push(entry(page))
    for (const rule of rules) entries.push(entry(page, rule))
  }
  return [...names]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, entries]) => entries.length > 0)
    .map(([name, entries]) => {
      const page = name === '' ? undefined : context.pagesByPath.get(`${name}/`)
      return {
        name: page?.title ?? (name || 'General'),
        href: page && encodePath(page.path),
        entries: entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
      }
    })
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
