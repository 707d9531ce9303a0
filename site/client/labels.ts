/**
 * The labels of the firing alert: read from the address, shown in inputs, written into the page's slots.
 * `?instance=web01` and `#instance=web01` are equivalent; the second never reaches a server's log.
 */
import { all, make } from './dom.ts'
import type { Incident } from './incident.ts'
import { onOpen } from './later.ts'
import { harmless, quote, refusal } from './quote.ts'

const values = new Map<string, string>()
const listeners: (() => void)[] = []

/** Parameters of a link other than labels: which alert, its value, when it fired and ended (seconds since 1970). */
const FACTS = new Set(['alertname', 'severity', 'value', 'at', 'ends'])

/** Label names and values, sorted by name, without empty values. */
export function labels(): [string, string][] {
  return [...values]
    .filter(([name, value]) => value !== '' && !FACTS.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

/** A fact from the address: `alertname`, `severity`, `value`, `at`, `ends`; `''` if missing. */
export function fact(name: string): string {
  return values.get(name) ?? ''
}

/** Calls back now and whenever a label changes. */
export function onLabels(listener: () => void): void {
  listeners.push(listener)
  listener()
}

/** Labels in PromQL notation: `{instance="web01"}`. */
export function matchers(pairs: readonly (readonly [string, string])[]): string {
  return `{${pairs.map(([name, value]) => `${name}="${quote(value, 'promql-double') ?? ''}"`).join(', ')}}`
}

/** Switches to another alert of the page: its facts replace those of the address. */
export function setFacts(facts: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(facts)) values.set(name, value)
  changed()
  write()
}

const inHash = (): boolean => /^#[A-Za-z_]\w*=/.test(location.hash)

/**
 * A notifier may append `&at=…` to a link that ends with an anchor: `#diskfull&at=…`. Moves the text after the anchor
 * to the query, and restores the anchor.
 */
function behindAnchor(): string {
  const [, anchor, appended] = /^(#[^&=]*)&(.*)$/s.exec(location.hash) ?? []
  if (anchor === undefined || appended === undefined) return ''
  const url = new URL(location.href)
  url.search += `${url.search === '' ? '' : '&'}${appended}`
  url.hash = anchor
  history.replaceState(null, '', url)
  document.getElementById(decodeURIComponent(anchor.slice(1)))?.scrollIntoView()
  return appended
}

function read(): void {
  values.clear()
  const appended = behindAnchor()
  for (const text of [location.search, inHash() ? location.hash.slice(1) : '', appended]) {
    for (const [name, value] of new URLSearchParams(text)) {
      if (/^[A-Za-z_]\w*$/.test(name)) values.set(name, value)
    }
  }
}

/** Keeps the address up to date, so that it can be sent to a colleague. */
function write(): void {
  const facts = [...values].filter(([name, value]) => FACTS.has(name) && value !== '')
  const text = new URLSearchParams([...facts, ...labels()]).toString()
  const url = new URL(location.href)
  if (inHash()) url.hash = text
  else url.search = text
  history.replaceState(null, '', url)
}

export function alertLabels(): void {
  read()
  onLabels(fill)
  const box = document.querySelector<HTMLDetailsElement>('details.labels')
  const form = box?.querySelector('form')
  if (!box || !form) return
  const known = new Set(all<HTMLInputElement>('input', form).map(({ name }) => name))
  const others = labels().filter(([name]) => !known.has(name))
  if (others.length > 0)
    box.querySelector('.chips')?.after(make('span', { class: 'chip-more' }, `+${others.length}`))
  box.hidden = known.size + others.length === 0
  if (box.hidden) return
  onLabels(() => {
    for (const input of all<HTMLInputElement>('input', form)) {
      const value = values.get(input.name) ?? ''
      if (input.value !== value) input.value = value
    }
    for (const chip of all('.chip[data-label]', box)) {
      const value = values.get(chip.dataset.label!) ?? ''
      chip.querySelector('.chip-value')!.textContent = value || '…'
      chip.classList.toggle('empty', value === '')
    }
  })
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('input', (event) => {
    const { name, value } = event.target as HTMLInputElement
    values.set(name, value)
    changed()
    write()
  })
  onOpen(box, ({ labelTools }) => labelTools(form, others, incident))
  addEventListener('popstate', () => {
    read()
    changed()
  })
}

/** No label is known any more. */
function clear(): void {
  for (const [name] of labels()) values.delete(name)
  changed()
  write()
}

export const incident: Incident = { labels, fact, matchers, onLabels, clear }

function changed(): void {
  for (const listener of listeners) listener()
}

function fill(): void {
  for (const slot of all('.slot')) {
    const { label = '', or = '', else: none = '', in: context = 'text' } = slot.dataset
    // The first of its labels that is set; where an alert is known and none is, what its notification says instead.
    const name = [label, ...or.split(' ')].find((one) => values.get(one)) ?? label
    const value = values.get(name) || (values.size > 0 ? none : '')
    const written = value === '' ? undefined : quote(value, context)
    const why = value === '' ? undefined : refusal(value, context)
    slot.textContent = written ?? (slot.classList.contains('value') ? '…' : `<${name}>`)
    slot.classList.toggle('filled', written !== undefined)
    slot.classList.toggle('refused', why !== undefined)
    slot.classList.toggle('unusual', written !== undefined && context !== 'text' && !harmless(value))
    slot.title =
      why === undefined
        ? (slot.dataset.title ?? name)
        : `Left out: ${name} ${why}. It is ${JSON.stringify(value)}`
    if (why === undefined) delete slot.dataset.why
    else slot.dataset.why = `${name} ${why}`
  }
}
