/** The search box: it filters the list on the index, and opens its own list elsewhere. */
import { all, make } from './dom.ts'
import { type Facets, forget, onNews, find as show, told, warm } from './finder.ts'
import type { Incident } from './incident.ts'

export function find(incident: Incident): void {
  const input = document.querySelector<HTMLInputElement>('.find input')
  if (!input) return
  const { kind } = document.documentElement.dataset
  if (kind === 'index') listPage(input)
  else panel(input, () => suffix(incident))
  if (kind === 'not-found') nearest()
  if (kind === 'tombstone') similar()
}

/** Arrow keys move through the results, Enter opens the first. */
function moveThrough(input: HTMLInputElement, list: HTMLElement, close?: () => void): void {
  const area = input.form!
  const on = (event: KeyboardEvent): void => {
    const links = all<HTMLAnchorElement>('a', list)
    const at = links.indexOf(document.activeElement as HTMLAnchorElement)
    if (event.key === 'Escape') {
      if (document.activeElement === input && input.value === '') input.blur()
      else input.focus()
      close?.()
    } else if (list.hidden || links.length === 0) return
    else if (event.key === 'ArrowDown') links[Math.min(at + 1, links.length - 1)]!.focus()
    else if (event.key === 'ArrowUp' && at >= 0) (links[at - 1] ?? input).focus()
    else return
    event.preventDefault()
  }
  area.addEventListener('keydown', on)
  if (!area.contains(list)) list.addEventListener('keydown', on)
  area.addEventListener('submit', (event) => {
    const first = list.querySelector<HTMLAnchorElement>('a')
    if (list.hidden || !first || input.value.trim() === '') return
    event.preventDefault()
    first.click()
  })
}

function panel(input: HTMLInputElement, suffix: () => string): void {
  const list = make('ol', { class: 'results', id: 'found', hidden: true })
  for (const [name, value] of [
    ['role', 'combobox'],
    ['aria-expanded', 'false'],
    ['aria-controls', 'found'],
    ['aria-autocomplete', 'list'],
  ] as const)
    input.setAttribute(name, value)
  const none = make('p', { class: 'note', role: 'status' })
  const box = make('div', { class: 'panel', hidden: true }, none, list)
  input.form!.append(box)
  const close = (): void => {
    box.hidden = true
    input.setAttribute('aria-expanded', 'false')
  }
  const update = async (): Promise<void> => {
    const query = input.value
    if (query.trim() === '') {
      forget()
      return close()
    }
    try {
      const found = await show(list, query, undefined, 8, suffix())
      if (found === undefined || query !== input.value) return
      none.textContent = told(found, Number.POSITIVE_INFINITY)
    } catch {
      none.textContent = 'The search could not be loaded'
    }
    box.hidden = false
    input.setAttribute('aria-expanded', 'true')
  }
  input.addEventListener('focus', warm)
  input.addEventListener('input', () => void update())
  // A list that somebody goes through does not change under their hands.
  onNews(() => document.activeElement === input && void update())
  moveThrough(input, list, close)
  document.addEventListener('click', (event) => {
    if (!input.form!.contains(event.target as Node)) close()
  })
  input.form!.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !input.form!.contains(event.relatedTarget as Node)) close()
  })
  // The reader may have started typing before the script was loaded.
  warm()
  void update()
}

/** The labels of the alert are passed on to results. */
function suffix({ labels }: Incident): string {
  const text = new URLSearchParams(labels().map(([name, value]) => [name, value])).toString()
  return text && `?${text}`
}

const FACETS = ['severity', 'group', 'owner', 'review'] as const

/** The index: filters the list; the address keeps the query. */
function listPage(input: HTMLInputElement): void {
  const list = document.querySelector<HTMLElement>('main .results')
  const shelves = document.querySelector<HTMLElement>('.shelves')
  const status = document.querySelector<HTMLElement>('.status')
  if (!list || !shelves || !status) return
  const selects = new Map(
    FACETS.map((name) => [name, document.querySelector<HTMLSelectElement>(`.facets [name=${name}]`)]),
  )
  const facets = (): Facets =>
    Object.fromEntries(FACETS.map((name) => [name, selects.get(name)?.value ?? ''])) as unknown as Facets
  const rest = all('.index > .body, .index > .recent, .jump')
  const address = new URLSearchParams(location.search)
  input.value = address.get('q') ?? ''
  for (const [name, select] of selects) if (select) select.value = address.get(name) ?? ''
  const update = async (): Promise<void> => {
    const chosen = facets()
    const query = input.value
    const asked = query.trim() !== '' || FACETS.some((name) => chosen[name] !== '')
    if (!asked) {
      forget()
      toggle(false)
      keepAddress('', chosen)
      return
    }
    try {
      const found = await show(list, query, chosen, 100)
      if (found === undefined || query !== input.value) return
      keepAddress(query.trim(), chosen)
      status.textContent = told(found, 100)
      toggle(true)
    } catch {
      status.textContent = 'The search could not be loaded; the whole list is below'
    }
  }
  const toggle = (results: boolean): void => {
    if (!results) status.textContent = ''
    list.hidden = !results || list.childElementCount === 0
    shelves.hidden = results
    for (const element of rest) element.hidden = results
  }
  input.addEventListener('focus', warm)
  input.addEventListener('input', () => void update())
  for (const select of selects.values()) select?.addEventListener('change', () => void update())
  onNews(() => !list.contains(document.activeElement) && void update())
  moveThrough(input, list)
  void update()
}

/** The query and the filters as the address of the list, which can be sent and comes back with the browser's own ways. */
function keepAddress(query: string, chosen: Facets): void {
  const url = new URL(location.href)
  for (const [name, value] of [['q', query], ...Object.entries(chosen)] as const) {
    if (value) url.searchParams.set(name, value)
    else url.searchParams.delete(name)
  }
  if (url.href !== location.href) history.replaceState(null, '', url)
}

/** The page for unknown addresses: alerts with similar names, and a start for a new runbook. */
function nearest(): void {
  const list = document.querySelector<HTMLElement>('main .results')
  const text = document.querySelector<HTMLElement>('.missing')
  const path = location.pathname.slice(
    new URL(document.documentElement.dataset.base ?? '/', location.href).pathname.length,
  )
  const name = decode(path.split('/').filter(Boolean).at(-1) ?? '').replace(/\.(?:html?|md)$/i, '')
  if (!list || !text || !name) return
  text.replaceChildren(
    'There is no runbook for ',
    make('code', {}, name),
    '. It may be new, renamed, or not written yet.',
  )
  const create = document.querySelector<HTMLAnchorElement>('.create')
  if (create) {
    const file = decode(path)
      .replace(/^\/|\/$/g, '')
      .replace(/\.(?:html?|md)$/i, '')
    const start = `# ${name}\n\n## Meaning\n\n## Impact\n\n## Diagnosis\n\n1. \n\n## Mitigation\n\n1. \n`
    create.href = `${create.href.split('?')[0]}?filename=${encodeURIComponent(`${create.dataset.folder}${file}.md`)}&value=${encodeURIComponent(start)}`
  }
  showSimilar(list, name)
}

/** The page for removed ones: current alerts with similar names. */
function similar(): void {
  const list = document.querySelector<HTMLElement>('main .results')
  if (list?.dataset.name) showSimilar(list, list.dataset.name)
}

function showSimilar(list: HTMLElement, name: string): void {
  const heading = make('h2', { hidden: true }, 'Similar names')
  list.before(heading)
  const ask = (): void =>
    void show(list, name, undefined, 5, location.search).then(
      (found) => {
        if (found?.total) heading.hidden = false
      },
      // The page says already what there is to say.
      () => undefined,
    )
  onNews(ask)
  ask()
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
