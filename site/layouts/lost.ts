/** Pages for addresses that hold no runbook, or none any more. */
import {
  type Html,
  html,
  type Layouts,
  type NotFoundView,
  type RedirectView,
  type TombstoneView,
} from '../../src/emit/site/index.ts'
import { policy } from './frame.ts'

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

/** Sends the browser on, query and fragment kept where scripts run. */
export function redirect(view: RedirectView): Html {
  return html`<!doctype html>
<html lang="en" data-kind="redirect">
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
<body><main><h1>Moved</h1><p>This runbook is now at <a href="${view.target}">${view.name}</a>.</p></main></body>
</html>
`
}

export function tombstone(view: TombstoneView, layouts: Layouts): Html {
  return layouts.frame(
    view,
    html`<div class="lost">
<h1>${view.name} was removed</h1>
<p>${view.reason || 'This alert no longer exists.'}</p>
${view.successors.length > 0 && html`<p>See instead:</p><ul>${view.successors.map(({ href, text }) => html`<li><a href="${href}">${text}</a></li>`)}</ul>`}
<p><a href="${view.base}">See all alerts</a></p>
</div>`,
    layouts,
  )
}
