/** Pages for addresses without a runbook, or no longer with one. */
import {
  type Html,
  html,
  type Layouts,
  type NotFoundView,
  type RedirectView,
  type TombstoneView,
} from '../../src/emit/site/index.ts'
import { link } from './alert.ts'
import { policy } from './frame.ts'
import { name } from './rule.ts'

export function notFound(view: NotFoundView, layouts: Layouts): Html {
  return layouts.frame(
    view,
    html`<div class="lost">
<h1>No runbook here</h1>
<p class="missing">There is no page at this address. The alert may be new, renamed, or without a runbook.</p>
<p><a href="${view.base}">See all alerts</a>${view.create && html` · <a class="create" href="${view.create}" data-folder="${view.folder}">Write this runbook</a>`}</p>
<ol class="results" hidden></ol>
</div>`,
    layouts,
  )
}

/** Redirects the browser; with scripts, query and fragment are kept. */
export function redirect(view: RedirectView): Html {
  return html`<!doctype html>
<html lang="${view.lang}" data-kind="redirect">
<head>
<meta charset="utf-8">
${policy}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${view.title}</title>
<meta name="robots" content="noindex">
${view.canonical && html`<link rel="canonical" href="${view.canonical}">`}
<script src="${view.base}${view.asset('redirect.js')}" data-target="${view.target}"></script>
<meta http-equiv="refresh" content="2; url=${view.target}">
<link rel="stylesheet" href="${view.base}${view.asset('style.css')}">
</head>
<body>
<header class="bar"><a class="home" href="${view.base}">${view.site.title}</a></header>
<main id="main"><div class="lost"><h1>Moved</h1><p>This runbook is now at <a href="${view.target}">${view.name}</a>.</p></div></main>
</body>
</html>
`
}

export function tombstone(view: TombstoneView, layouts: Layouts): Html {
  return layouts.frame(
    view,
    html`<div class="lost">
<h1>${name(view.name)} was removed</h1>
<p>${explained(view)} ${gone(view)}${view.reason && html` ${view.reason}`}</p>
${view.successors.length > 0 && html`<h2>What replaced it</h2><ul>${view.successors.map(({ href, text }) => html`<li><a href="${href}">${name(text)}</a></li>`)}</ul>`}
${
  view.alerts.length > 0 &&
  html`<h2>Has it just fired?</h2>
<p>Then a Prometheus is running older rules than this book. Find out which one, and have it load the current rules. Until then the last version of the runbook still applies${view.removed?.url && html`: <a href="${view.removed.url}">the commit that removed it</a> shows all of it`}.</p>
${view.alerts.map(({ name: alert, actions }) => actions.length > 0 && html`<nav class="actions" data-alert="${alert}" aria-label="Actions for ${alert}"><ul>${view.alerts.length > 1 && html`<li>${name(alert)}</li>`}${actions.map((action) => html`<li>${link(action)}</li>`)}</ul></nav>`)}`
}
<ol class="results" data-name="${view.alerts[0]?.name ?? view.name}" hidden></ol>
<p><a href="${view.base}">See all alerts</a></p>
</div>`,
    layouts,
  )
}

/** What the page was about. */
function explained({ name: title, alerts }: TombstoneView): Html {
  const others = alerts.map(({ name: alert }) => alert).filter((alert) => alert !== title)
  if (others.length === 0)
    return html`${alerts.length > 0 ? 'The alert' : 'The page'} is not part of this book any more.`
  return html`This page explained ${others.map((alert, i) => html`${i > 0 && ', '}<code>${name(alert)}</code>`)}, which ${others.length > 1 ? 'are' : 'is'} not part of this book any more.`
}

function gone({ removed }: TombstoneView): Html | undefined {
  return removed && html`It was taken out on ${removed.date} by ${removed.author}.`
}
