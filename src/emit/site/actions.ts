/** The first actions in an incident: the alert's query, its dashboard, a silence, its owners. */
import { slotsIn } from '../../highlight/index.ts'
import type { BoundRule, Page } from '../../model.ts'
import { replaced } from '../../text/source.ts'
import type { Context } from './context.ts'
import { type Graph, graphOf } from './graph.ts'
import { safeUrl } from './html.ts'
import type { ActionView } from './view.ts'

/** Links of an alert to Prometheus, Grafana and Alertmanager, as configured. */
export function alertActions(context: Context, alert: BoundRule): ActionView[] {
  const { prometheus, grafana, grafanaSource, alertmanager } = context.config.actions
  const labels = labelsOf(alert)
  const graph = graphOf(alert, labels)
  const base = { ...PLAIN, alert: alert.name, graph, labels, source: grafanaSource }
  const found: ActionView[] = []
  if (prometheus) {
    const href = prometheus + graphQuery(graph)
    found.push({ ...base, kind: 'prometheus', text: 'Graph', target: prometheus, href })
  }
  if (grafana && grafanaSource) {
    const href = `${grafana}explore`
    found.push({ ...base, kind: 'grafana', text: 'Explore', target: grafana, href })
  }
  if (alertmanager) {
    const filter = encodeURIComponent(`{alertname="${alert.name}"}`)
    const href = `${alertmanager}#/silences/new?filter=${filter}`
    found.push({ ...base, kind: 'silence', text: `Silence all`, target: alertmanager, href })
  }
  return found
}

/** For an alert that has left the book: where it may still fire, and how to silence it. */
export function formerActions(context: Context, alert: string): ActionView[] {
  const { prometheus, alertmanager } = context.config.actions
  const base = { ...PLAIN, alert, labels: ['*'] }
  const found: ActionView[] = []
  if (prometheus) {
    const query = encodeURIComponent(`ALERTS{alertname=${JSON.stringify(alert)}}`)
    found.push({
      ...PLAIN,
      kind: 'link',
      text: 'Where it fires',
      href: `${prometheus}graph?g0.expr=${query}&g0.tab=1`,
    })
  }
  if (alertmanager) {
    const href = `${alertmanager}#/silences/new?filter=${encodeURIComponent(`{alertname=${JSON.stringify(alert)}}`)}`
    found.push({ ...base, kind: 'silence', text: 'Silence all', target: alertmanager, href })
  }
  return found
}

/** Address of a graph without labels, for readers without scripts; Prometheus 3 redirects `/graph` to `/query`. */
function graphQuery({ expr, limit }: Graph): string {
  return [expr, limit]
    .filter((query) => query !== '')
    .map((query, i) => `g${i}.expr=${inQuery(query)}&g${i}.tab=0&g${i}.range_input=6h`)
    .reduce((all, one, i) => all + (i > 0 ? '&' : '') + one, 'graph?')
}

/** A value in the query of an address: characters that are allowed there stay as they are, which makes pages smaller. */
export const inQuery = (text: string): string =>
  encodeURIComponent(text).replace(/%(?:3A|2C|2F|3D)/g, decodeURIComponent)

/** Links of a page: its dashboards, those of the project, and its owners. */
export function pageActions(context: Context, page: Page): ActionView[] {
  const { dashboards, owner } = page.runbook.frontmatter
  const { page: pagers, links } = context.config.actions
  // An empty parameter leaves no dashboard.
  const shown = dashboards.filter(({ url }) => url.value.trim() !== '')
  const found = shown.map(({ url: { value }, title }, i) => {
    const named = title?.value || dashboardTitle(value) || (i === 0 ? 'Dashboard' : `Dashboard ${i + 1}`)
    return linkTo('dashboard', named, value, [])
  })
  if (page.rules.some(({ kind }) => kind === 'alert'))
    found.push(...links.map(({ title, url, when }) => linkTo('link', title, url, when)))
  if (owner && Object.hasOwn(pagers, owner.value)) {
    found.push({ ...PLAIN, kind: 'page', text: `Page ${owner.value}`, href: safeUrl(pagers[owner.value]!) })
  }
  return found
}

/** A link whose address may contain slots; without scripts these are empty. */
function linkTo(kind: ActionView['kind'], text: string, url: string, labels: readonly string[]): ActionView {
  const slots = slotsIn(url)
  const href = replaced(url, slots, () => '')
  const template = slots.length === 0 && labels.length === 0 ? '' : safeUrl(url)
  return { ...PLAIN, kind, text, href: safeUrl(href), labels, template }
}

/** A title from the last part of a dashboard's address: `node-overview` → `Node overview`. */
function dashboardTitle(url: string): string {
  const last = /^https?:\/\/[^/?#]+\/(?:[^?#]*\/)?([^/?#{}]+)\/?(?:[?#]|$)/i.exec(url)?.[1] ?? ''
  const words = last.replaceAll(/[-_]+/g, ' ').trim()
  return /[a-z]{3}/i.test(words) ? words[0]!.toUpperCase() + words.slice(1) : ''
}

/** Fields of an action without labels. */
const PLAIN = { alert: '', graph: undefined, target: '', template: '', labels: [], source: '' } as const

/** Labels that the alert's link carries and its series have. */
function labelsOf(alert: BoundRule): string[] {
  const own = new Set(['alertname', ...alert.labels.map(({ key }) => key)])
  return [...(alert.link ?? '').matchAll(/\$labels\.(\w+)/g)]
    .map((match) => match[1]!)
    .filter((label) => !own.has(label))
}
