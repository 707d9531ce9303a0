/** The form that the row of labels opens as: a field for each, and what can be done with all of them. */

import { copy } from './announce.ts'
import { all, make } from './dom.ts'
import type { Incident } from './incident.ts'

type Pairs = readonly (readonly [string, string])[]

/** In: the fold with a chip for each label of the page. `others` are labels that no slot asks for: there, but out of the way. */
export function labelForm(box: HTMLElement, others: Pairs, incident: Incident): void {
  const { labels, fact, matchers, setFacts, clear, onLabels } = incident
  const names = all('.chip', box).map(({ dataset }) => dataset.label!)
  const form = make('form', { 'aria-label': 'Labels of this alert' }, ...names.map(field))
  if (others.length > 0) {
    const title = make('summary', {}, `${others.length} more that this page does not use`)
    form.append(make('details', { class: 'more' }, title, ...others.map(([name]) => field(name))))
  }
  onLabels(() => {
    for (const input of all<HTMLInputElement>('input', form)) {
      const value = fact(input.name)
      if (input.value !== value) input.value = value
    }
  })
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('input', (event) => {
    const { name, value } = event.target as HTMLInputElement
    setFacts({ [name]: value })
  })
  const button = (text: string, act: () => void): HTMLButtonElement => {
    const made = make('button', { type: 'button', class: 'small' }, text)
    made.addEventListener('click', act)
    return made
  }
  const copyAll = button('Copy labels', () => void copy(matchers(labels())))
  form.append(make('p', { class: 'labels-tools' }, copyAll, button('Clear', clear)))
  box.append(form)
}

function field(name: string): HTMLElement {
  const input = { name, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', placeholder: '…' }
  return make('label', {}, name, make('input', input))
}
