/** The book for machines: Markdown twins, `llms.txt`, the sitemap, the feed of changes. */

import type { Page } from '../../model.ts'
import { encodePath } from '../../text/address.ts'
import { byCodeUnits } from '../../text/compare.ts'
import { withParams } from '../../text/params.ts'
import { inXml } from '../../text/xml.ts'
import type { Context } from './context.ts'
import { isDocument } from './documents.ts'
import { escapeHtml } from './html.ts'
import { targetOf } from './links.ts'
import { severityOf } from './rule.ts'

/** Absolute address if the site has one, else relative to the site's root. */
const absolute = (context: Context, path: string): string => context.config.site.url + path

/**
 * A page as Markdown: the source as written, preceded by data from other sources, and with the rules that the page only
 * refers to.
 */
export function twin(context: Context, page: Page): string {
  const { asks = [], document } = page.runbook
  const own = new Map(asks)
  const { params } = context.config
  const linked = linksToTwins(context, page)
  const source = document
    ? linked
    : withParams(linked, (name) => own.get(name) ?? (Object.hasOwn(params, name) ? params[name] : undefined))
  const elsewhere = page.rules.filter((rule) => rule.file !== page.runbook.source.path)
  const rules = elsewhere.map((rule) => `\n\`\`\`yaml example\n${context.yamlOf(rule)}\n\`\`\`\n`)
  const appendix = rules.length ? `\n## Rules of this page\n${rules.join('')}` : ''
  return `${source.trimEnd()}\n${appendix}`
}

/** The source with links to runbooks leading to their twins, and links to other files leading into the repository. */
function linksToTwins(context: Context, page: Page): string {
  let text = context.program.texts.get(page.runbook.source.path) ?? `# ${page.title}\n`
  const links = [...page.links].sort((a, b) => b.link.targetRange.start - a.link.targetRange.start)
  for (const bound of links) {
    const { start, end } = bound.link.targetRange
    const written = text.slice(start, end)
    if (written !== bound.link.target || written.startsWith('#')) continue
    if (bound.kind !== 'page' && bound.kind !== 'file') continue
    if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(written)) continue
    const address = targetOf(context, page, written)
    const twin = address.replace(/^([^?#]*\/)?(?=[?#]|$)/, '$1index.md')
    const shown =
      bound.kind !== 'page' ? address : bound.link.names === undefined ? twin : `[${bound.text}](${twin})`
    text = text.slice(0, start) + shown + text.slice(end)
  }
  return text
}

/** The list of pages for language models, as proposed at llmstxt.org. */
export function llms(context: Context): string {
  const { site } = context.config
  const lines = (pages: readonly Page[]): string[] =>
    pages.map((page) => {
      const alerts = page.rules.filter((rule) => rule.kind === 'alert')
      const names = alerts.map((rule) => rule.name).filter((name) => name !== page.title)
      const severity = alerts[0] ? severityOf(alerts[0]) : ''
      const note = [severity, names.join(', '), page.runbook.summary.slice(0, 160)].filter(Boolean).join('; ')
      return `- [${page.title.replace(/[[\]]/g, '\\$&')}](${absolute(context, encodePath(page.path))}index.md)${note && `: ${note.replace(/\s+/g, ' ')}`}`
    })
  const pages = context.program.pages.filter((page) => page.path !== '')
  const documents = pages.filter(isDocument)
  return `# ${site.title}

> Runbooks: what to do when an alert fires. Each page below is Markdown. ${absolute(context, 'alerts.json')} lists every alert.

## Runbooks

${lines(pages.filter((page) => !isDocument(page))).join('\n')}
${documents.length > 0 ? `\n## Documentation\n\n${lines(documents).join('\n')}\n` : ''}`
}

/** Every page, for search engines (sitemaps.org). */
export function sitemap(context: Context): string {
  const urls = context.program.pages.map((page) => {
    const date = context.facts.history?.get(page.runbook.source.path)?.[0]?.date.slice(0, 10)
    const changed = date ? `<lastmod>${date}</lastmod>` : ''
    return `<url><loc>${escapeHtml(absolute(context, encodePath(page.path)))}</loc>${changed}</url>`
  })
  if (!context.pagesByPath.has('')) urls.unshift(`<url><loc>${escapeHtml(absolute(context, ''))}</loc></url>`)
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls.join('\n')}
</urlset>
`
}

const ENTRIES = 50

/** The latest changes as an Atom feed (RFC 4287), from the history of the sources; contains no build date. */
export function feed(context: Context): string {
  const { site } = context.config
  const changes = context.program.pages
    .filter((page) => !isDocument(page))
    .flatMap((page) =>
      (context.facts.history?.get(page.runbook.source.path) ?? []).map((change) => ({ page, change })),
    )
    .sort((a, b) => byCodeUnits(b.change.date, a.change.date))
    .slice(0, ENTRIES)
  const self = absolute(context, 'feed.xml')
  const time = (date: string): string => (/^\d{4}-\d{2}-\d{2}$/.test(date) ? `${date}T00:00:00Z` : date)
  const entries = changes.map(({ page, change }) => {
    const url = escapeHtml(absolute(context, encodePath(page.path)))
    return `<entry>
<id>${url || './'}#${escapeHtml(change.commit)}</id>
<title>${escapeHtml(page.title)}</title>
<updated>${escapeHtml(time(change.date))}</updated>
<author><name>${escapeHtml(change.author)}</name></author>
<link href="${url || './'}"/>
<summary>${escapeHtml(page.runbook.summary)}</summary>
</entry>
`
  })
  return inXml(`<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${escapeHtml(self)}</id>
<title>${escapeHtml(site.title)}</title>
<updated>${escapeHtml(time(changes[0]?.change.date ?? '1970-01-01'))}</updated>
<author><name>${escapeHtml(site.title)}</name></author>
<link rel="self" href="${escapeHtml(self)}"/>
<link href="${escapeHtml(absolute(context, '') || './')}"/>
${entries.join('')}</feed>
`)
}
