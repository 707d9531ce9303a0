/** A page of the program → the view for its layout. */

import { FRONTMATTER_KEYS, type FrontmatterKey } from '../../frontmatter-keys.ts'
import type { BoundRule, Frontmatter, FrontmatterTexts, Page, Text } from '../../model.ts'
import { labelsIn } from '../../text/actions.ts'
import { encodePath } from '../../text/address.ts'
import { camel } from '../../text/camel.ts'
import { directionOf } from '../../text/direction.ts'
import { dueDate } from '../../text/due.ts'
import { inQuery, pageActions } from './actions.ts'
import { earlyRules, fillBody, fillLead, firstHeading } from './body.ts'
import { compact } from './compact.ts'
import { baseOf, type Context, frame, inRepository, sourceOf } from './context.ts'
import { holesOf } from './holes.ts'
import { trusted } from './html.ts'
import { addressOf } from './links.ts'
import { formerAnchors } from './redirects.ts'
import { alertViews, ruleView } from './rule.ts'
import type { LinkView, PageView, ServicesView } from './view.ts'

/** Most related alerts on a page. */
const RELATED = 12

/** A page as HTML. Depends only on the page and on what it shows of others. */
export function renderPage(context: Context, page: Page): string {
  const { layouts } = context.theme
  return compact(layouts.page(pageView(context, page), layouts).html)
}

function pageView(context: Context, page: Page): PageView {
  const { runbook } = page
  const { frontmatter, source } = runbook
  const { site } = context.config
  const lead = fillLead(context, page)
  const body = fillBody(context, page) + (formerAnchors(context, page.path, baseOf(page.path))?.html ?? '')
  const early = earlyRules(page)
  const heading = firstHeading(page)
  const alerts = page.rules.filter((rule) => rule.kind === 'alert')
  const views = alertViews(context, page)
  const text = (field: { readonly value: string } | undefined): string => field?.value ?? ''
  const first = context.facts.history?.get(source.path)?.[0]
  const repoPath = encodePath(inRepository(context, source.path))
  return {
    ...frame(
      context,
      page.path,
      {
        title: page.title,
        description: text(frontmatter.description) || runbook.summary.slice(0, 200),
        kind: 'page',
        twin: 'index.md',
        ...(isLanguage(text(frontmatter.lang)) && { lang: text(frontmatter.lang) }),
      },
      lead + body,
    ),
    dir: directionOf(page.title),
    id: heading && heading.text.trim() === page.title.trim() ? heading.slug : '',
    severity: views[0]?.severity || text(frontmatter.severity).toLowerCase(),
    frontmatter: textsOf(frontmatter),
    actions: pageActions(context, page),
    alerts: views,
    lead: lead === '' ? undefined : trusted(lead),
    services: servicesOf(context),
    slots: slotsOf(page, alerts),
    contents: runbook.headings
      .filter((heading) => heading.depth === 2 || (heading.depth === 1 && heading !== firstHeading(page)))
      .map(({ slug, text, depth }) => ({ slug, text, depth })),
    body: trusted(body),
    further: [...new Set([...early, ...page.rules.filter((rule) => !standsIn(page, rule))])].map((rule) =>
      ruleView(context, rule, page),
    ),
    related: related(context, page),
    source: sourceOf(context, source.path),
    edit: site.repo === '' ? undefined : `${site.repo}/edit/${repoPath}`,
    feedback:
      site.repo === ''
        ? undefined
        : `${site.repo}/issues/new?title=${inQuery(`${runbook.document ? 'Page' : 'Runbook'} did not help: ${page.title}`)}&body=${inQuery(`${runbook.document ? 'Page' : 'Runbook'}: ${source.path}\n\nWhat was missing or wrong:\n`)}`,
    due: dueDate(text(frontmatter.reviewed), text(frontmatter.reviewEvery)),
    changed: first && {
      ...first,
      date: first.date.slice(0, 10),
      url: site.repo === '' ? undefined : `${site.repo}/commit/${first.commit.slice(0, 12)}`,
    },
  }
}

const NAMES = Object.entries<FrontmatterKey>(FRONTMATTER_KEYS)
  .filter(([, { shape }]) => ['text', 'names', 'list'].includes(shape))
  .map(([name]) => camel(name) as keyof FrontmatterTexts)

/** The texts in a frontmatter. */
function textsOf(frontmatter: Frontmatter): FrontmatterTexts {
  const values: Readonly<Partial<Record<keyof FrontmatterTexts, Text | readonly Text[]>>> = frontmatter
  const shown = NAMES.map((name) => {
    const value = values[name] ?? { value: '' }
    return [name, 'value' in value ? value.value : value.map((one) => one.value)]
  })
  return Object.fromEntries(shown)
}

/** `ja`, `pt-BR`: other tools use that key for other things. */
const isLanguage = (text: string): boolean => /^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/i.test(text)

/** Whether the rule's text is on the page: in one of its blocks, or by reference. */
function standsIn({ runbook, refs }: Page, rule: BoundRule): boolean {
  return rule.file === runbook.source.path || refs.some(({ rules }) => rules.includes(rule))
}

function servicesOf({ config }: Context): ServicesView {
  const { prometheus, grafana, grafanaSource } = config.actions
  return { prometheus, grafana: grafanaSource === '' ? '' : grafana, source: grafanaSource }
}

/** Labels with a slot in the text or in the head of an alert. */
function slotsOf({ runbook }: Page, alerts: readonly BoundRule[]): string[] {
  const shown = alerts.flatMap(({ annotations }) =>
    annotations
      .filter(({ key }) => key === 'summary' || key === 'description' || key === 'message')
      .flatMap(({ value }) => labelsIn(value)),
  )
  return [...new Set([...runbook.slots.map(({ label }) => label), ...shown])]
}

/** Alerts that the text mentions, then those in the same groups, then those on the same metrics; each once. */
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
  for (const hole of holesOf(page.runbook.body())) {
    const rule = hole.kind === 'name' && context.alertsByName.get(hole.name)
    if (rule) offer([rule], 'named above')
  }
  for (const rule of page.rules) offer(context.rulesByGroup.get(rule.group) ?? [], 'same group')
  for (const metric of new Set(page.rules.flatMap((rule) => rule.metrics()))) {
    const rules = context.rulesByMetric().get(metric) ?? []
    // A metric used in half the book (`up`) does not relate alerts.
    if (rules.length <= 20) offer(rules, metric)
  }
  return [...found.values()]
}
