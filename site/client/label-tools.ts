/** What the opened form of labels has beside its fields. */
import { make } from './dom.ts'
import type { Incident } from './incident.ts'
import { copy } from './say.ts'

/** `others` are labels that no slot of the page asks for: there, but out of the way. */
export function labelTools(
  form: HTMLFormElement,
  others: readonly (readonly [string, string])[],
  { labels, matchers, clear }: Incident,
): void {
  if (others.length > 0) {
    const fields = others.map(([name, value]) =>
      make(
        'label',
        {},
        name,
        make('input', { name, value, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off' }),
      ),
    )
    const title = make('summary', {}, `${others.length} more that this page does not use`)
    form.append(make('details', { class: 'more' }, title, ...fields))
  }
  const button = (text: string, act: () => void): HTMLButtonElement => {
    const made = make('button', { type: 'button', class: 'small' }, text)
    made.addEventListener('click', act)
    return made
  }
  const copyAll = button('Copy labels', () => void copy(matchers(labels())))
  form.append(make('p', { class: 'labels-tools' }, copyAll, button('Clear', clear)))
}
