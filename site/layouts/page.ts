/** The page of a runbook. */
import {
  type ActionView,
  type AlertView,
  type Html,
  html,
  type Layouts,
  type PageView,
} from '../../src/emit/site/index.ts'
import { name, severity } from './rule.ts'

export function page(view: PageView, layouts: Layouts): Html {
  return layouts.frame(
    view,
    html`<article class="runbook" data-severity="${view.severity}">
${layouts.head(view)}
${layouts.labels(view)}
${layouts.actions(view)}
${layouts.contents(view)}
<div class="body">
${view.body}
${view.further.length > 0 && html`<h2 id="rules">Rules</h2>${view.further.map((rule) => layouts.rule(rule, layouts))}`}
</div>
${layouts.related(view)}
${layouts.footer(view)}
</article>`,
    layouts,
  )
}

export function head(view: PageView): Html {
  const [first] = view.alerts
  const own = view.alerts.length === 1 && first!.name === view.title
  return html`<header class="head">
<h1${view.id && html` id="${view.id}"`}>${name(view.title)}</h1>
${own ? html`<p class="alerts">${first!.severities.map(severity)}</p>` : alerts(view)}
${view.alerts.length === 1 && said(first!)}
${people(view)}
</header>`
}

function alerts({ alerts }: PageView): Html | undefined {
  if (alerts.length === 0) return undefined
  return html`<ul class="alerts">${alerts.map((alert) => entry(alert, alerts.length > 1))}</ul>`
}

/** An alert's name; where the page has several, what each says and the links of its own. */
function entry(alert: AlertView, several: boolean): Html {
  return html`<li${alert.id && html` id="${alert.id}"`}><a class="alert" href="#${alert.ruleId}" data-alert="${alert.name}">${name(alert.name)}</a> ${alert.severities.map(severity)}
${several && alert.summary && html`<p class="summary">${alert.summary}</p>`}
${several && alert.actions.length > 0 && html`<p class="links">${alert.actions.map(link)}</p>`}
</li>`
}

function said({ summary, description }: AlertView): Html | undefined {
  if (!summary && !description) return undefined
  return html`<div class="said">${summary && html`<p class="summary">${summary}</p>`}${description && html`<p>${description}</p>`}</div>`
}

function people({ owner, channel, escalation }: PageView): Html | undefined {
  if (!owner && !channel && !escalation) return undefined
  return html`<dl class="people">
${owner && html`<div><dt>Owner</dt><dd>${owner}</dd></div>`}
${channel && html`<div><dt>Channel</dt><dd>${channel}</dd></div>`}
${escalation && html`<div><dt>Escalation</dt><dd>${escalation}</dd></div>`}
</dl>`
}

/** Inputs for the labels of the firing alert; the script fills them from the address. */
export function labels({ slots }: PageView): Html {
  return html`<form class="labels" aria-label="Labels of this alert"${slots.length === 0 && html` hidden`}><p class="labels-title">This alert</p>${slots.map(
    (label) =>
      html`<label>${label}<input name="${label}" autocomplete="off" spellcheck="false" autocapitalize="off" placeholder="…"></label>`,
  )}</form>`
}

export function actions({ actions }: PageView): Html {
  if (actions.length === 0) return html``
  return html`<nav class="actions" aria-label="First actions"><ul>${actions.map((action) => html`<li>${link(action)}</li>`)}</ul></nav>`
}

/** The script puts the labels of the alert into the address of an action with a target. */
function link({ kind, href, text, target, expr, alert, labels, source }: ActionView): Html {
  const what = kind === 'silence' ? html` data-alert="${alert}"` : html` data-expr="${expr}"`
  const from = kind === 'grafana' && html` data-source="${source}"`
  const data =
    target &&
    html` data-action="${kind}" data-target="${target}" data-labels="${labels.join(' ')}"${what}${from}`
  return html`<a href="${href}"${data}>${text}</a>`
}

/** Where there is more than a screen of it. */
export function contents({ contents }: PageView): Html {
  if (contents.length < 3) return html``
  return html`<nav class="contents" aria-label="On this page"><ul>${contents.map(
    ({ slug, text }) => html`<li><a href="#${slug}">${text}</a></li>`,
  )}</ul></nav>`
}

export function related({ related }: PageView): Html {
  if (related.length === 0) return html``
  return html`<nav class="related" aria-labelledby="related-title"><h2 id="related-title">Related alerts</h2><ul>${related.map(
    ({ href, text, note }) =>
      html`<li><a href="${href}">${name(text)}</a> <span class="note">${note}</span></li>`,
  )}</ul></nav>`
}

export function footer(view: PageView): Html {
  const { changed, reviewed, due, source, edit, feedback, twin } = view
  return html`<footer class="foot">
${changed && html`<p>Last changed ${changed.date} by ${changed.author}${changed.url && html` (<a href="${changed.url}">${changed.commit.slice(0, 7)}</a>)`}</p>`}
${reviewed && html`<p>Reviewed ${reviewed}${due && html`, due again <time datetime="${due}" data-due>${due}</time>`}</p>`}
<ul>
${edit && html`<li><a href="${edit}">Edit this page</a></li>`}
${feedback && html`<li><a class="feedback" href="${feedback}">This did not help</a></li>`}
${source.url && html`<li><a href="${source.url}">Source</a></li>`}
${twin && html`<li><a href="${twin}">Markdown</a></li>`}
</ul>
</footer>`
}
