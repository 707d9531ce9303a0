/** The index of the book: what it is about, how complete it is, every alert and every page. */

import { encodePath } from '../../text/address.ts'
import { byCodeUnits } from '../../text/compare.ts'
import { fillBody, firstHeading } from './body.ts'
import { type Context, frame } from './context.ts'
import { isDocument } from './documents.ts'
import { trusted } from './html.ts'
import { distinct, severityOf } from './rule.ts'
import type { IndexView, ShelfView } from './view.ts'

/** In: the shelves as the index shows them. */
export function indexView(context: Context, shelves: readonly ShelfView[]): IndexView {
  const { program, config } = context
  const root = context.pagesByPath.get('')
  const filled = root && fillBody(context, root)
  const tested = new Set(program.tested)
  const alerts = program.rules.filter((rule) => rule.compiled && rule.kind === 'alert')
  const explained = alerts.filter((rule) => rule.page !== undefined)
  const count = program.pages.filter((page) => !isDocument(page)).length
  const reviewed = explained.filter(
    (rule) => context.pagesByPath.get(rule.page!)?.runbook.frontmatter.reviewed,
  )
  return {
    ...frame(
      context,
      '',
      {
        title: config.site.title,
        description:
          root?.runbook.summary ||
          (alerts.length === 0 ? `${count} runbooks` : `Runbooks for ${alerts.length} alerts`),
        kind: 'index',
        twin: undefined,
      },
      filled,
    ),
    id: (root && firstHeading(root)?.slug) ?? '',
    heading: root?.title ?? config.site.title,
    body: filled === undefined ? undefined : trusted(filled),
    shelves,
    facets: {
      severity: choices(alerts.map(severityOf)),
      group: choices(explained.map((rule) => rule.group)),
      owner: choices(program.pages.map((page) => page.runbook.frontmatter.owner?.value ?? '')),
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

/** Values to choose from; none where there are more than anybody looks through: the search knows them too. */
function choices(values: readonly string[]): string[] {
  const found = distinct(values)
  return found.length > 250 ? [] : found
}

function recent(context: Context): IndexView['recent'] {
  return context.program.pages
    .filter((page) => !isDocument(page))
    .flatMap((page) => {
      const change = context.facts.history?.get(page.runbook.source.path)?.[0]
      return change ? [{ href: encodePath(page.path) || './', text: page.title, date: change.date }] : []
    })
    .sort((a, b) => byCodeUnits(b.date, a.date))
    .slice(0, 8)
    .map((entry) => ({ ...entry, date: entry.date.slice(0, 10) }))
}
