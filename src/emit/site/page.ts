/** A page of the program → what its layout shows. */
import type { BoundRule, Page } from '../../model.ts'
import { dueDate } from '../../text/due.ts'
import { pageActions } from './actions.ts'
import { fillBody, firstHeading } from './body.ts'
import { baseOf, type Context, encodePath, frame, sourceOf } from './context.ts'
import { type Html, trusted } from './html.ts'
import { addressOf } from './links.ts'
import { formerAnchors } from './redirects.ts'
import { alertViews, ruleView, severityOf } from './rule.ts'
import type { LinkView, PageView } from './view.ts'

/** How many related alerts a page lists. */
const RELATED = 12

/** A page as HTML. Depends on the page itself and on what it shows of others, on nothing else. */
export function renderPage(context: Context, page: Page): Html {
  const { layouts } = context.theme
  return layouts.page(pageView(context, page), layouts)
}

export function pageView(context: Context, page: Page): PageView {
  const { runbook } = page
  const { frontmatter, source } = runbook
  const { site } = context.config
  const html = fillBody(context, page)
  const heading = firstHeading(page)
  const alerts = page.rules.filter((rule) => rule.kind === 'alert')
  const views = alertViews(context, page)
  const severities = [...new Set(alerts.map(severityOf))]
  const text = (field: { readonly value: string } | undefined): string => field?.value ?? ''
  const first = context.facts.history?.get(source.path)?.[0]
  const repoPath = `${encodePath(site.branch)}/${encodePath(source.path)}`
  return {
    ...frame(context, page.path, {
      title: page.title,
      description: text(frontmatter.description) || runbook.summary.slice(0, 200),
      kind: 'page',
      twin: 'index.md',
    }),
    id: heading && heading.text.trim() === page.title.trim() ? heading.slug : '',
    severity: severities.length === 1 ? severities[0]! : text(frontmatter.severity).toLowerCase(),
    owner: text(frontmatter.owner),
    channel: text(frontmatter.channel),
    escalation: text(frontmatter.escalation),
    tags: frontmatter.tags.map(text),
    actions: [...(views.length === 1 ? views[0]!.actions : []), ...pageActions(context, page)],
    alerts: views,
    slots: slotsOf(html, alerts),
    contents: runbook.headings
      .filter(({ depth }) => depth === 2)
      .map(({ slug, text, depth }) => ({ slug, text, depth })),
    body: trusted(html + (formerAnchors(context, page.path, baseOf(page.path))?.html ?? '')),
    further: page.rules.filter((rule) => !standsIn(page, rule)).map((rule) => ruleView(context, rule)),
    related: related(context, page),
    source: sourceOf(context, source.path),
    edit: site.repo === '' ? undefined : `${site.repo}/edit/${repoPath}`,
    feedback:
      site.repo === ''
        ? undefined
        : `${site.repo}/issues/new?title=${encodeURIComponent(`Runbook did not help: ${page.title}`)}&body=${encodeURIComponent(`Runbook: ${source.path}\n\nWhat was missing or wrong:\n`)}`,
    reviewed: text(frontmatter.reviewed),
    due: dueDate(text(frontmatter.reviewed), text(frontmatter.reviewEvery)),
    changed: first && {
      ...first,
      date: first.date.slice(0, 10),
      url: site.repo === '' ? undefined : `${site.repo}/commit/${first.commit}`,
    },
  }
}

/** Whether the rule's text is part of the page: in one of its blocks, or by reference. */
function standsIn({ runbook, refs }: Page, rule: BoundRule): boolean {
  return rule.file === runbook.source.path || refs.some(({ rules }) => rules.includes(rule))
}

/** Labels with a slot in the body or in an alert's summary and description. */
function slotsOf(html: string, alerts: readonly BoundRule[]): string[] {
  const labels = new Set<string>()
  for (const match of html.matchAll(/<var class="slot" data-label="(\w+)"/g)) labels.add(match[1]!)
  for (const { annotations } of alerts) {
    for (const { key, value } of annotations) {
      if (key !== 'summary' && key !== 'description') continue
      for (const match of value.matchAll(/\{\{-?\s*\$labels\.(\w+)\s*-?\}\}/g)) labels.add(match[1]!)
    }
  }
  return [...labels]
}

/** Alerts that the text names, then those of the same groups, then those about the same metrics; each once. */
function related(context: Context, page: Page): LinkView[] {
  const found = new Map<string, LinkView>()
  const offer = (rules: readonly BoundRule[], note: string): void => {
    for (const rule of rules) {
      if (found.size >= RELATED) return
      if (rule.kind !== 'alert' || rule.page === undefined || rule.page === page.path || found.has(rule.name))
        continue
      found.set(rule.name, { href: baseOf(page.path) + addressOf(rule), text: rule.name, note })
    }
  }
  for (const part of page.runbook.body()) {
    const rule = typeof part !== 'string' && part.kind === 'name' && context.alertsByName.get(part.name)
    if (rule) offer([rule], 'named above')
  }
  for (const rule of page.rules) offer(context.rulesByGroup.get(rule.group) ?? [], 'same group')
  for (const metric of new Set(page.rules.flatMap((rule) => rule.metrics()))) {
    const rules = context.rulesByMetric().get(metric) ?? []
    // A metric that half the book uses (`up`) relates nothing.
    if (rules.length <= 20) offer(rules, metric)
  }
  return [...found.values()]
}
