/** The index: search, the complete list, and how complete the book is. */
import {
  type EntryView,
  type Html,
  html,
  type IndexView,
  type Layouts,
  type ShelfView,
  type ShelvesView,
} from '../../src/emit/site/index.ts'
import { name } from './rule.ts'

export function index(view: IndexView, layouts: Layouts): Html {
  const { coverage } = view
  return layouts.frame(
    view,
    html`<div class="index">
<h1${view.id && html` id="${view.id}"`}>${view.heading}</h1>
<p class="coverage">${coverage.alerts > 0 ? html`<strong>${number(coverage.alerts)}</strong> alerts, <strong>${number(coverage.explained)}</strong> with a runbook` : html`<strong>${number(coverage.pages)}</strong> ${coverage.pages === 1 ? 'runbook' : 'runbooks'}`}${coverage.tested > 0 && html`, <strong>${number(coverage.tested)}</strong> with a test`}${coverage.reviewed > 0 && html`, <strong>${number(coverage.reviewed)}</strong> reviewed`}${view.body && html` · <a href="#about">About this book</a>`}</p>
${facets(view)}
${jump(view)}
<p class="status" role="status"></p>
<ol class="results" hidden></ol>
<div class="shelves" id="alerts">
${isNamed(view) ? named(view.shelves) : view.shelves.map((one) => shelf(one))}
</div>
${view.body && html`<div class="body" id="about">${view.body}</div>`}
${view.recent.length > 0 && recent(view)}
</div>`,
    layouts,
  )
}

/** `5,940`. */
const number = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

/** Only scripts can filter the list, so the stylesheet shows these only with scripts. */
function facets({ facets }: IndexView): Html {
  const select = (
    name: string,
    any: string,
    values: readonly (readonly [string, string])[],
  ): Html | undefined =>
    values.length > 1
      ? html`<select name="${name}" aria-label="${any}"><option value="">${any}</option>${values.map(([value, text]) => html`<option value="${value}">${text}</option>`)}</select>`
      : undefined
  const same = (values: readonly string[]): [string, string][] => values.map((value) => [value, value])
  return html`<div class="facets">${select('severity', 'Any severity', same(facets.severity))}${select('group', 'Any group', same(facets.group))}${select('owner', 'Any owner', same(facets.owner))}${select(
    'review',
    'Any review',
    [
      ['overdue', 'Review overdue'],
      ['none', 'No review planned'],
    ],
  )}</div>`
}

/** Whether the shelves are only named here. */
const isNamed = ({ shelves }: IndexView): boolean => shelves.some(({ list }) => list !== undefined)

/** Shelves whose entries are elsewhere, in lists that a browser lays out apart from each other. */
function named(shelves: readonly ShelfView[]): Html[] {
  return chunks(shelves, LISTED).map(
    (some) =>
      html`<ul class="named">${some.map(
        ({ name, list, count }) =>
          html`<li><a href="${list ?? ''}">${name}</a> <span class="note">${count}</span></li>`,
      )}</ul>`,
  )
}

/** Names in one list: more than a screen has. */
const LISTED = 60

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))

/** A page of shelves. */
export function shelves(view: ShelvesView, layouts: Layouts): Html {
  const { base, previous, next } = view
  const turn = (label: string): Html =>
    html`<nav class="turn" aria-label="${label}">${previous && html`<a href="${previous}" rel="prev">Previous</a> `}<a href="${base}">All shelves</a>${next && html` <a href="${next}" rel="next">Next</a>`}</nav>`
  return layouts.frame(
    view,
    html`<div class="index">
<h1>${view.title}</h1>
${turn('Other pages')}
<div class="shelves">
${view.shelves.map((one) => shelf(one, base))}
</div>
${turn('Other pages, at the end')}
</div>`,
    layouts,
  )
}

/** Navigation to the shelves of a long list. */
function jump(view: IndexView): Html | undefined {
  const { shelves } = view
  if (shelves.length < 2 || isNamed(view)) return undefined
  // Long navigation is beside the list, or a scrolling row: readers come for the alerts.
  return html`<nav class="jump${shelves.length > 12 && ' long'}" aria-label="Shelves"${shelves.length > 12 && html` tabindex="0"`}><ul>${shelves.map(
    ({ id, name, count }) => html`<li><a href="#${id}">${name}</a> <span class="note">${count}</span></li>`,
  )}</ul></nav>`
}

/** `base` is the way to the root, from where addresses are written. */
function shelf({ id, name, href, entries }: ShelfView, base: string = ''): Html {
  const title = href ? html`<a href="${base}${href}">${name}</a>` : name
  return html`<section class="shelf"><h2 id="${id}">${title}</h2><ul>${entries.map((one) => entry(one, base))}</ul></section>
`
}

/** Short, because an index has a thousand of them: the severity's colour and text come from the attribute. */
function entry({ name: text, href, severity }: EntryView, base: string): Html {
  return html`<li${severity && html` data-severity="${severity}"`}><a href="${base}${href}">${name(text)}</a>${severity && html` <span class="sr-only">${severity}</span>`}</li>`
}

function recent({ recent }: IndexView): Html {
  return html`<section class="recent"><h2>Recently changed</h2><ul>${recent.map(
    ({ href, text, date }) =>
      html`<li><a href="${href}">${text}</a> <time datetime="${date}">${date}</time></li>`,
  )}</ul></section>`
}
