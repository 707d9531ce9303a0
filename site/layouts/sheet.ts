/**
 * What is written for a page, as it is written: what the page's folds show when they are opened, and where their links
 * lead without scripts.
 */
import { fence } from '../../src/emit/site/code.ts'
import {
  type FrameView,
  type Html,
  html,
  type Layouts,
  type RulesView,
  type TestsView,
} from '../../src/emit/site/index.ts'
import { name, written } from './rule.ts'

interface Part {
  readonly id: string
  readonly title: Html | string
  readonly written: Html
}

export function tests(view: TestsView, layouts: Layouts): Html {
  const about = 'shows them as pictures. This is how they are written.'
  const parts = view.tests.map(({ id, title, yaml }) => ({ id, title, written: fence('yaml', yaml) }))
  return sheet(view, html`Tests of ${name(view.name)}`, about, parts, layouts)
}

export function rules(view: RulesView, layouts: Layouts): Html {
  const parts = view.rules.map((rule) => ({ id: rule.id, title: name(rule.name), written: written(rule) }))
  const about = 'names them. This is what they do, and how they are deployed.'
  return sheet(view, html`Rules of ${name(view.name)}`, about, parts, layouts)
}

function sheet(view: FrameView, title: Html, about: string, parts: readonly Part[], layouts: Layouts): Html {
  return layouts.frame(
    view,
    html`<div class="lost">
<h1>${title}</h1>
<p><a href="./">The runbook</a> ${about}</p>
${parts.map(
  (part) => html`<section id="${part.id}"><h2>${part.title}</h2>${part.written}</section>
`,
)}</div>`,
    layouts,
  )
}
