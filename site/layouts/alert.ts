/** What fired: one alert of the page in large type, the others on one line. */
import { type ActionView, type AlertView, type Html, html } from '../../src/emit/site/index.ts'
import { name, severity } from './rule.ts'

/** The script moves `data-fired` to the alert in the address; initially it is on the most severe. */
export function alertBlock(alert: AlertView, fired: boolean, title: string): Html {
  const { summary, description, words } = alert
  return html`<section class="alert-block"${alert.id && html` id="${alert.id}"`} data-alert="${alert.name}" data-severity="${alert.severity}"${fired && html` data-fired="${alert.name}"`}>
<p class="alert-name">${severity(alert.severity)} <a class="alert" href="#${alert.ruleId}">${alert.name === title ? 'Rule' : name(alert.name)}</a> <span class="since"></span></p>
${summary && html`<p class="summary">${summary}</p>`}
${words && html`<p class="words">${words}</p>`}
${description && html`<p class="description">${description}</p>`}
${alert.actions.length > 0 && html`<nav class="actions" aria-label="Actions for ${alert.name}"><ul>${alert.actions.map((action) => html`<li>${link(action)}</li>`)}</ul></nav>`}
</section>
`
}

/** Links that switch to another alert of the page. */
export function others(alerts: readonly AlertView[]): Html {
  return html`<p class="others">Also on this page: ${alerts.map(
    (alert, i) =>
      html`<a href="${pick(alert)}" data-pick="${i}"${i === 0 && html` hidden`}>${name(alert.name)}${alerts.filter((other) => other.name === alert.name).length > 1 && html` <span class="note">${alert.severity}</span>`}</a> `,
  )}</p>`
}

const pick = ({ name: alert, severity: level, id }: AlertView): string =>
  `?alertname=${encodeURIComponent(alert)}${level && `&severity=${encodeURIComponent(level)}`}${id && `#${encodeURIComponent(id)}`}`

/**
 * For an action with a target, the script puts the labels of the alert around it into its address. It reads the expressions there too,
 * where they are in it.
 */
export function link({ kind, href, text, target, template, graph, labels, source }: ActionView): Html {
  if (template !== '')
    return html`<a href="${href}" target="_blank" rel="noopener" data-template="${template}" data-when="${labels.join(' ')}"${labels.length > 0 && html` hidden`}>${text}</a>`
  const data = target && html` data-action="${kind}" data-labels="${labels.join(' ')}"`
  const shown =
    graph &&
    target &&
    kind !== 'silence' &&
    html` data-places="${JSON.stringify(graph.places)}"${kind === 'grafana' && html` data-expr="${graph.expr}" data-limit="${graph.limit}" data-source="${source}"`}`
  return html`<a href="${href}" target="_blank" rel="noopener"${data}${shown}>${text}</a>`
}
