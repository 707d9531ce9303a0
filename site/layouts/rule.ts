/** A rule on a page: folded, because readers come for the runbook. */

import { breakable } from '../../src/emit/site/body.ts'
import { fence } from '../../src/emit/site/code.ts'
import { trusted } from '../../src/emit/site/html.ts'
import { type Html, html, type ReturnedView, type RuleView } from '../../src/emit/site/index.ts'

/** An alert's name that may break between its words on a narrow screen. */
export function name(text: string): Html {
  return trusted(breakable(text))
}

export function severity(value: string): Html | undefined {
  return value ? html`<span class="severity" data-severity="${value}">${value}</span>` : undefined
}

export function rule(view: RuleView): Html {
  const { from } = view
  const inner = from === '' ? written(view) : html`<p><a href="${from}">How it is written</a></p>`
  if (view.folded) return html`<div class="rule" id="${view.id}">${inner}</div>`
  return html`<details class="rule" id="${view.id}"${from && ' data-late'}>
<summary><span class="kind">${view.kind === 'alert' ? 'Alert' : 'Recording'} rule</span> ${view.alone ? html`<span class="note">${view.for && `after ${view.for}`}</span>` : html`<code>${name(view.name)}</code> ${severity(view.severity)}`}</summary>
${inner}
</details>`
}

/** In words, and as it is deployed. */
export function written(view: RuleView): Html {
  return html`<p class="words">${view.words} Group <code>${view.group}</code>, ${where(view)}.${view.returned && html` ${labels(view.returned)}`}</p>
${fence('yaml', view.yaml)}`
}

/** Which labels a responder will find on the alert, and which perhaps. */
function labels({ sure, possible, others }: ReturnedView): Html {
  const list = (names: readonly string[]): Html[] =>
    names.map((name, i) => html`${i > 0 && ', '}<code>${name}</code>`)
  const none = sure.length + possible.length === 0
  if (none) return others ? html`Its labels are those of the metric.` : html`Its result has no labels.`
  const rest = others ? ', and any others of the metric' : ''
  if (sure.length === 0) return html`Labels, where the series have them: ${list(possible)}${rest}.`
  return html`Labels: ${list(sure)}${possible.length > 0 && html`, where the series have them ${list(possible)}`}${rest}.`
}

function where({ source }: RuleView): Html {
  const text = source.line === undefined ? source.file : `${source.file}:${source.line}`
  return source.url ? html`<a href="${source.url}">${text}</a>` : html`<code>${text}</code>`
}
