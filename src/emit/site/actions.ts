/** What an incident begins with: the alert's query, its dashboard, a silence, the people who own it. */
import type { BoundRule, Page } from '../../model.ts'
import type { Context } from './context.ts'
import { safeUrl } from './html.ts'
import type { ActionView } from './view.ts'

/**
 * Links of a page, from its frontmatter and from `actions` in the configuration. A page that explains several
 * alerts has them for its first one; the others' queries stand at their rules.
 */
export function actionsOf(context: Context, page: Page, alerts: readonly BoundRule[]): ActionView[] {
  const { actions } = context.config
  const [alert] = alerts
  const owner = page.runbook.frontmatter.owner?.value ?? ''
  const found: ActionView[] = []
  const add = (kind: ActionView['kind'], text: string, target: string, href: string): void => {
    found.push({
      kind,
      text,
      target,
      href: safeUrl(href),
      alert: alert?.name ?? '',
      expr: alert?.rule.expr?.value.value ?? '',
      labels: labelsOf(alert),
      source: actions.grafanaSource,
    })
  }
  if (alert && actions.prometheus) {
    const query = `graph?g0.expr=${encodeURIComponent(alert.rule.expr?.value.value ?? '')}&g0.tab=0&g0.range_input=6h`
    add('prometheus', 'Open the query', actions.prometheus, actions.prometheus + query)
  }
  if (alert && actions.grafana && actions.grafanaSource) {
    add('grafana', 'Explore in Grafana', actions.grafana, `${actions.grafana}explore`)
  }
  for (const [i, { value }] of page.runbook.frontmatter.dashboards.entries()) {
    add('dashboard', i === 0 ? 'Dashboard' : `Dashboard ${i + 1}`, '', value)
  }
  if (alert && actions.alertmanager) {
    const filter = encodeURIComponent(`{alertname="${alert.name}"}`)
    add('silence', 'Silence', actions.alertmanager, `${actions.alertmanager}#/silences/new?filter=${filter}`)
  }
  if (owner && Object.hasOwn(actions.page, owner)) add('page', `Page ${owner}`, '', actions.page[owner]!)
  return found
}

/** Labels that the alert's link carries and that its series have. */
function labelsOf(alert: BoundRule | undefined): string[] {
  const own = new Set(['alertname', ...(alert?.labels.map(({ key }) => key) ?? [])])
  return [...(alert?.link ?? '').matchAll(/\$labels\.(\w+)/g)]
    .map((match) => match[1]!)
    .filter((label) => !own.has(label))
}
