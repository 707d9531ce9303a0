/** The links to Prometheus, Grafana and Alertmanager, with the alert's labels filled in. */
import { all } from './dom.ts'
import { labels, matchers, onLabels } from './labels.ts'
import { quote } from './quote.ts'

export function actions(): void {
  const links = all<HTMLAnchorElement>('a[data-action]')
  if (links.length === 0) return
  onLabels(() => {
    for (const link of links) {
      const known = (link.dataset.labels ?? '').split(' ')
      const pairs = labels().filter(([name]) => known.includes(name))
      link.href = address(link.dataset, pairs) ?? link.href
    }
  })
}

type Pairs = readonly (readonly [string, string])[]

function address({ action, target, expr, alert, source }: DOMStringMap, pairs: Pairs): string | undefined {
  if (!target) return undefined
  const query = narrowed(expr ?? '', pairs)
  if (action === 'prometheus')
    return `${target}graph?g0.expr=${encodeURIComponent(query)}&g0.tab=0&g0.range_input=6h`
  if (action === 'grafana') {
    const pane = {
      datasource: source,
      queries: [{ refId: 'A', expr: query }],
      range: { from: 'now-6h', to: 'now' },
    }
    return `${target}explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify({ a: pane }))}`
  }
  const filter = matchers([['alertname', alert ?? ''], ...pairs])
  return `${target}#/silences/new?filter=${encodeURIComponent(filter)}`
}

/**
 * The expression for the alert's labels only. They are matched on its result, because inside it they may
 * not exist yet (`label_replace`) or no longer.
 */
export function narrowed(expr: string, pairs: Pairs): string {
  if (pairs.length === 0) return expr
  const series = pairs.reduce(
    (inner, [name, value]) =>
      `label_replace(${inner}, "${name}", "${quote(value.replaceAll('$', '$$$$'), 'promql-double') ?? ''}", "", "")`,
    'vector(1)',
  )
  return `(${expr}\n) and on (${pairs.map(([name]) => name).join(', ')}) ${series}`
}
