/**
 * The labels of the firing alert: read from the address, shown as chips, written into the page's slots.
 * `?instance=web01` and `#instance=web01` are equivalent; the second never reaches a server's log.
 */
import { all, make, named } from './dom.ts'
import type { Incident } from './incident.ts'
import { onOpen } from './later.ts'
import { harmless, quote } from './quote.ts'

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

/** Sets labels, or the facts of another alert of the page; the address follows. */
export function setFacts(facts: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(facts)) {
    if (value) values.set(name, value)
    else values.delete(name)
  }
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
  // The text has no place until the page is filled in.
  requestAnimationFrame(() => named(anchor)?.scrollIntoView())
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
  if (!box) return
  const chips = all('.chip', box)
  const known = new Set(chips.map(({ dataset }) => dataset.label))
  const others = labels().filter(([name]) => !known.has(name))
  if (others.length > 0)
    box.querySelector('.chips')?.after(make('span', { class: 'chip-more' }, `+${others.length}`))
  box.hidden = known.size + others.length === 0
  if (box.hidden) return
  onLabels(() => {
    for (const chip of chips)
      chip.querySelector('.chip-value')!.textContent = values.get(chip.dataset.label!) || '…'
  })
  onOpen(box, ({ labelForm }) => labelForm(box, others, incident))
  addEventListener('popstate', () => {
    read()
    changed()
  })
}

/** No label is known any more. */
const clear = (): void => setFacts(Object.fromEntries(labels().map(([name]) => [name, ''])))

export const incident: Incident = { labels, fact, matchers, shownIn, onLabels, setFacts, clear }

function changed(): void {
  for (const listener of listeners) listener()
}

/** What a slot shows: the first of its labels that is set; where an alert is known and none is, what its notification says instead. */
function shownIn({ dataset: { label = '', or = '', else: none = '' } }: HTMLElement): {
  readonly name: string
  readonly value: string
} {
  const name = [label, ...or.split(' ')].find((one) => values.get(one)) ?? label
  return { name, value: values.get(name) || (values.size > 0 ? none : '') }
}

function fill(): void {
  for (const slot of all('.slot')) {
    const context = slot.dataset.in ?? 'text'
    const { name, value } = shownIn(slot)
    const written = value === '' ? undefined : quote(value, context)
    const isRefused = value !== '' && written === undefined
    slot.textContent = written ?? (slot.classList.contains('value') ? '…' : `<${name}>`)
    slot.classList.toggle('filled', written !== undefined)
    slot.classList.toggle('refused', isRefused)
    slot.classList.toggle('unusual', written !== undefined && context !== 'text' && !harmless(value))
    // Why it is refused is said later.
    slot.title = isRefused ? `Left out: ${value}` : name
  }
}
