/**
 * The labels of the firing alert: read from the address, shown in inputs, written into the page's slots.
 * `?instance=web01` and `#instance=web01` say the same; the second never reaches a server's log.
 */
import { all, copy, make } from './dom.ts'
import { harmless, quote } from './quote.ts'

const values = new Map<string, string>()
const listeners: (() => void)[] = []

/** Label names and values, sorted by name; empty values left out. */
export function labels(): [string, string][] {
  return [...values].filter(([, value]) => value !== '').sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Calls back now and whenever a label changes. */
export function onLabels(listener: () => void): void {
  listeners.push(listener)
  listener()
}

/** Labels as PromQL writes them, `{instance="web01"}`. */
export function matchers(pairs: readonly (readonly [string, string])[]): string {
  return `{${pairs.map(([name, value]) => `${name}="${quote(value, 'promql-double') ?? ''}"`).join(', ')}}`
}

const inHash = (): boolean => /^#[A-Za-z_]\w*=/.test(location.hash)

function read(): void {
  values.clear()
  for (const text of [location.search, inHash() ? location.hash.slice(1) : '']) {
    for (const [name, value] of new URLSearchParams(text)) {
      if (/^[A-Za-z_]\w*$/.test(name)) values.set(name, value)
    }
  }
}

/** Keeps the address in step, so that it can be sent to a colleague. */
function write(): void {
  const text = new URLSearchParams(labels()).toString()
  const url = new URL(location.href)
  if (inHash()) url.hash = text
  else url.search = text
  history.replaceState(null, '', url)
}

export function alertLabels(): void {
  const form = document.querySelector<HTMLFormElement>('.labels')
  if (!form) return
  read()
  onLabels(fill)
  for (const [name] of labels()) if (!input(form, name)) form.append(field(name))
  for (const element of all<HTMLInputElement>('input', form)) element.value = values.get(element.name) ?? ''
  form.hidden = form.querySelector('input') === null
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('input', (event) => {
    const { name, value } = event.target as HTMLInputElement
    values.set(name, value)
    changed()
    write()
  })
  const button = make('button', { type: 'button', class: 'small' }, 'Copy labels')
  button.addEventListener('click', () => void copy(matchers(labels())))
  form.querySelector('.labels-title')?.append(button)
  addEventListener('popstate', () => {
    read()
    for (const element of all<HTMLInputElement>('input', form)) element.value = values.get(element.name) ?? ''
    changed()
  })
}

function changed(): void {
  for (const listener of listeners) listener()
}

function input(form: HTMLFormElement, name: string): HTMLInputElement | undefined {
  return all<HTMLInputElement>('input', form).find((element) => element.name === name)
}

function field(name: string): HTMLElement {
  const element = make('input', { name, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off' })
  return make('label', {}, name, element)
}

function fill(): void {
  for (const slot of all('.slot')) {
    const name = slot.dataset.label ?? ''
    const context = slot.dataset.in ?? 'text'
    const value = values.get(name) ?? ''
    const written = value === '' ? undefined : quote(value, context)
    slot.textContent = written ?? `<${name}>`
    slot.classList.toggle('filled', written !== undefined)
    slot.classList.toggle('refused', value !== '' && written === undefined)
    slot.classList.toggle('unusual', written !== undefined && context !== 'text' && !harmless(value))
    slot.title =
      value !== '' && written === undefined
        ? `${name} is ${JSON.stringify(value)}: not safe to insert here`
        : name
  }
}
