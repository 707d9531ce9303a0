/** Links to Prometheus, Grafana and Alertmanager, filled with the labels of the alert and the time it fired. */
import { all } from './dom.ts'
import { fact, labels, matchers, onLabels } from './labels.ts'
import { quote } from './quote.ts'

type Pairs = readonly (readonly [string, string])[]

/** Fills addresses with slots, and shows those whose labels are known. */
function fillTemplates(): void {
  const links = all<HTMLAnchorElement>('a[data-template]')
  if (links.length === 0) return
  onLabels(() => {
    const known = new Map(labels())
    for (const link of links) {
      const needed = (link.dataset.when ?? '').split(' ').filter(Boolean)
      link.hidden = !needed.every((name) => known.has(name))
      link.href = (link.dataset.template ?? '').replace(
        /\{\{-?\s*\$labels\.([A-Za-z_]\w*)\s*-?\}\}/g,
        (_, name: string) => encodeURIComponent(known.get(name) ?? ''),
      )
    }
  })
}

export function actions(): void {
  fillTemplates()
  const links = all<HTMLAnchorElement>('a[data-action]').map((link) => ({
    link,
    plain: link.href,
    asked: new URLSearchParams(link.search),
    alert: link.closest<HTMLElement>('[data-alert]')?.dataset.alert ?? '',
  }))
  if (links.length === 0) return
  onLabels(() => {
    for (const { link, plain, asked, alert } of links) {
      const pairs = ownOf(link.dataset.labels ?? '')
      link.href = address(link.dataset, plain, asked, alert, pairs)
      if (link.dataset.action === 'silence') scope(link, alert, pairs)
    }
  })
}

/** The labels that a link passes on: those that it names, or all for `*`. */
function ownOf(names: string): Pairs {
  const known = names.split(' ')
  return labels().filter(([name]) => names === '*' || known.includes(name))
}

/** Shows on a silence button what it would silence. */
function scope(link: HTMLAnchorElement, alert: string, pairs: Pairs): void {
  const [, value] = pairs.find(([name]) => name === 'instance') ?? pairs[0] ?? []
  link.textContent = value === undefined ? 'Silence all' : `Silence on ${value}`
  link.title =
    pairs.length === 0
      ? `Silence ${alert} everywhere`
      : `Silence ${alert} for ${pairs.map((pair) => pair.join('=')).join(', ')}`
}

/** `plain`: the address without labels; `asked`: its query. */
function address(
  data: DOMStringMap,
  plain: string,
  asked: URLSearchParams,
  alert: string,
  pairs: Pairs,
): string {
  const [target = ''] = plain.split(/#|graph\?|explore$/)
  const { action, source } = data
  if (action === 'silence') {
    const filter = matchers([['alertname', alert], ...pairs])
    return `${target}#/silences/new?filter=${encodeURIComponent(filter)}`
  }
  const places = JSON.parse(data.places || '{}') as Readonly<Record<string, readonly number[]>>
  const { expr = asked.get('g0.expr') ?? '', limit = asked.get('g1.expr') ?? '' } = data
  const queries = [narrowed(expr, places, pairs), limit].filter((query) => query !== '')
  return action === 'grafana' ? explore(target, source ?? '', queries) : graph(target, queries)
}

/**
 * A graph in Prometheus. Version 3 redirects `/graph` to `/query` with the same parameters. The graph ends now, or when
 * the alert did, if the address says so.
 */
export function graph(target: string, queries: readonly string[]): string {
  const end = until()
  const query = queries
    .map((expr, i) => {
      const parts = [
        [`g${i}.expr`, expr],
        [`g${i}.tab`, '0'],
        [`g${i}.range_input`, range(end)],
        ...(end === undefined
          ? []
          : [[`g${i}.end_input`, new Date(end * 1000).toISOString().slice(0, 19).replace('T', ' ')]]),
      ]
      return parts.map(([key, value]) => `${key}=${encodeURIComponent(value!)}`).join('&')
    })
    .join('&')
  return `${target}graph?${query}`
}

/** The address of Grafana's Explore. */
export function explore(target: string, source: string, queries: readonly string[]): string {
  const at = Number(fact('at'))
  const from = at > 0 ? String(Math.round((at - 3600) * 1000)) : 'now-6h'
  const end = until()
  const pane = {
    datasource: source,
    queries: queries.map((expr, i) => ({ refId: 'ABCDEFGH'[i], expr })),
    range: { from, to: end === undefined ? 'now' : String(end * 1000) },
  }
  return `${target}explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify({ a: pane }))}`
}

/** The end of the graph in seconds since 1970; undefined for now. */
function until(): number | undefined {
  const ends = Number(fact('ends'))
  return ends > 0 && ends < Date.now() / 1000 ? Math.round(ends) + 1800 : undefined
}

/** Starts an hour before the alert fired; covers six hours if that is unknown. */
function range(end: number | undefined): string {
  const at = Number(fact('at'))
  if (!(at > 0)) return '6h'
  const minutes = Math.ceil(((end ?? Date.now() / 1000) - at) / 60) + 60
  return minutes > 0 && minutes < 60 * 24 * 30 ? `${minutes}m` : '6h'
}

/**
 * The expression restricted to the alert's labels: by matchers in its selectors where the label comes from them, else
 * by a match on its result, because inside it the label may not exist yet (`label_replace`) or any more.
 */
export function narrowed(
  expr: string,
  places: Readonly<Record<string, readonly number[]>>,
  pairs: Pairs,
): string {
  const text = (value: string): string => quote(value, 'promql-double') ?? ''
  const inserts = pairs
    .flatMap(([name, value]) => (places[name] ?? []).map((at) => ({ at, text: `${name}="${text(value)}",` })))
    .reverse()
    .sort((a, b) => b.at - a.at)
  const inside = inserts.reduce((made, { at, text }) => {
    // Omits a comma before the closing brace, which reads better.
    const matcher = made[at] === '}' ? text.slice(0, -1) : text
    return made.slice(0, at) + matcher + made.slice(at)
  }, expr)
  const rest = pairs.filter(([name]) => !Object.hasOwn(places, name))
  if (rest.length === 0) return inside
  const series = rest.reduce(
    (inner, [name, value]) =>
      `label_replace(${inner}, "${name}", "${text(value.replaceAll('$', '$$$$'))}", "", "")`,
    'vector(1)',
  )
  return `(${inside}\n) and on (${rest.map(([name]) => name).join(', ')}) ${series}`
}
