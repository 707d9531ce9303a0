/** The tests of a page: what its folds show when they are opened, and where their links lead without scripts. */
import { fence } from '../../src/emit/site/code.ts'
import { type Html, html, type Layouts, type TestsView } from '../../src/emit/site/index.ts'
import { name } from './rule.ts'

export function tests(view: TestsView, layouts: Layouts): Html {
  return layouts.frame(
    view,
    html`<div class="lost">
<h1>Tests of ${name(view.name)}</h1>
<p><a href="./">The runbook</a> shows them as pictures. This is how they are written.</p>
${view.tests.map(
  ({ id, title, yaml }) => html`<section id="${id}"><h2>${title}</h2>${fence('yaml', yaml)}</section>
`,
)}</div>`,
    layouts,
  )
}
