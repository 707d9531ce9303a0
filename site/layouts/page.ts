/** The page of a runbook: what fired, the first action, the labels, the text. */
import { type Html, html, type Layouts, type PageView } from '../../src/emit/site/index.ts'
import { alertBlock, link, others } from './alert.ts'
import { name } from './rule.ts'

export function page(view: PageView, layouts: Layouts): Html {
  const { services } = view
  return layouts.frame(
    view,
    html`<article class="runbook"${view.dir === 'rtl' && html` dir="rtl"`} data-severity="${view.severity}"${service('prometheus', services.prometheus)}${service('grafana', services.grafana)}${service('source', services.source)}>
${layouts.head(view)}
<div class="side">
${layouts.labels(view)}
${people(view)}
${layouts.contents(view)}
</div>
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

const service = (key: string, address: string): Html | undefined =>
  address === '' ? undefined : html` data-${key}="${address}"`

/** What fired, its value, and the first thing to do. */
export function head(view: PageView): Html {
  const { alerts } = view
  return html`<header class="head" data-severity="${view.severity}">
<h1${view.id && html` id="${view.id}"`}>${name(view.title)}</h1>
${alerts.length > 0 && html`<div class="fired">${alerts.map((alert, i) => alertBlock(alert, i === 0, view.title))}</div>`}
${view.lead && html`<div class="lead" data-lead>${view.lead}</div>`}
${view.actions.length > 0 && html`<nav class="actions" aria-label="Actions of this page"><ul>${view.actions.map((action) => html`<li>${link(action)}</li>`)}</ul></nav>`}
${alerts.length > 1 && others(alerts)}
</header>`
}

function people({ frontmatter: { owner, channel, escalation } }: PageView): Html | undefined {
  if (!owner && !channel && !escalation) return undefined
  return html`<dl class="people">
${owner && html`<div><dt>Owner</dt><dd>${owner}</dd></div>`}
${channel && html`<div><dt>Channel</dt><dd>${channel}</dd></div>`}
${escalation && html`<div><dt>Escalation</dt><dd>${escalation}</dd></div>`}
</dl>`
}

/**
 * The labels of the firing alert: a row of chips, which the script fills from the address. It opens as a form, which a
 * script makes; labels without a slot have a fold of their own there.
 */
export function labels({ slots }: PageView): Html {
  return html`<details class="labels"${slots.length === 0 && html` hidden`}>
<summary><span class="sr-only">Labels:</span> <span class="chips">${slots.map((label) => html`<span class="chip" data-label="${label}"><b>${label}</b> <span class="chip-value">…</span></span>`)}</span></summary>
</details>`
}

/** Only if there is more than a screenful. */
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
  const { changed, due, source, edit, feedback, twin } = view
  const { reviewed } = view.frontmatter
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
