/** What an incident begins with: the alert's query, its dashboard, a silence, the people who own it. */
import type { BoundRule, Page } from '../../model.ts'
import type { Context } from './context.ts'
import { type Graph, graphOf } from './graph.ts'
import { safeUrl } from './html.ts'
import type { ActionView } from './view.ts'

/** Links of an alert: to Prometheus, Grafana and Alertmanager as the configuration names them. */
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

/** The address of a graph without labels, for readers without scripts; Prometheus 3 leads `/graph` on to `/query`. */
function graphQuery({ expr, limit }: Graph): string {
  return [expr, limit]
    .filter((query) => query !== '')
    .map((query, i) => `g${i}.expr=${encodeURIComponent(query)}&g${i}.tab=0&g${i}.range_input=6h`)
    .reduce((all, one, i) => all + (i > 0 ? '&' : '') + one, 'graph?')
}

/** Links of a page: its dashboards, and the people who own it. */
export function pageActions(context: Context, page: Page): ActionView[] {
  const { dashboards, owner } = page.runbook.frontmatter
  const found = dashboards.map(
    ({ value }, i): ActionView => ({
      ...PLAIN,
      kind: 'dashboard',
      text: i === 0 ? 'Dashboard' : `Dashboard ${i + 1}`,
      href: safeUrl(value),
    }),
  )
  const { page: pagers } = context.config.actions
  if (owner && Object.hasOwn(pagers, owner.value)) {
    found.push({ ...PLAIN, kind: 'page', text: `Page ${owner.value}`, href: safeUrl(pagers[owner.value]!) })
  }
  return found
}

/** An action that needs no labels. */
const PLAIN = { alert: '', graph: undefined, target: '', labels: [], source: '' } as const

/** Labels that the alert's link carries and that its series have. */
function labelsOf(alert: BoundRule): string[] {
  const own = new Set(['alertname', ...alert.labels.map(({ key }) => key)])
  return [...(alert.link ?? '').matchAll(/\$labels\.(\w+)/g)]
    .map((match) => match[1]!)
    .filter((label) => !own.has(label))
}
