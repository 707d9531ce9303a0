/**
 * Steps that can be ticked. What is done is kept in this browser for each incident (page and labels) for a
 * week, by the text of the step: it survives a reload and changes elsewhere in the page.
 */
import { all, copy, make } from './dom.ts'
import { labels, matchers, onLabels } from './labels.ts'

const PREFIX = 'alertbook:steps:'
const WEEK = 7 * 24 * 3600 * 1000

interface Step {
  readonly key: string
  readonly item: HTMLElement
  readonly box: HTMLElement
}

interface Kept {
  readonly time: number
  readonly done: readonly string[]
}

let done = new Set<string>()

export function steps(): void {
  const body = document.querySelector<HTMLElement>('.runbook .body')
  if (!body) return
  const found = [...numbered(body), ...tasks(body)]
  if (found.length === 0) return
  const bar = progressBar(found)
  /** What the author ticked already. */
  const given = found
    .filter(({ box }) => box instanceof HTMLInputElement && box.checked)
    .map(({ key }) => key)
  let touched = false
  const show = (): void => {
    for (const { box, key } of found) {
      if (box instanceof HTMLInputElement) box.checked = done.has(key)
      else box.setAttribute('aria-checked', String(done.has(key)))
      box.closest('li')?.classList.toggle('done', done.has(key))
    }
    bar(found.filter(({ key }) => done.has(key)).length, touched)
  }
  for (const { box, key } of found) {
    box.addEventListener('click', () => {
      if (!done.delete(key)) done.add(key)
      touched = true
      store(load)
      show()
    })
  }
  const load = (): void => {
    const kept = restore()
    // Ticks made before a label was typed in belong to the incident that is being described.
    if (kept || !touched) done = new Set(kept ?? given)
    touched ||= kept !== undefined
    show()
  }
  forget()
  onLabels(load)
}

/** The text of a step without what labels put into it, counted where two are alike. */
function keyer(): (item: HTMLElement) => string {
  const seen = new Map<string, number>()
  return (item) => {
    const text = textOf(item, (slot) => `<${slot.dataset.label}>`)
    const count = seen.get(text) ?? 0
    seen.set(text, count + 1)
    return count ? `${text} ${count}` : text
  }
}

function textOf(item: HTMLElement, slotText?: (slot: HTMLElement) => string): string {
  const copy = item.cloneNode(true) as HTMLElement
  for (const element of all('pre, button, ol, ul, .fence', copy)) element.remove()
  if (slotText) for (const slot of all('.slot', copy)) slot.textContent = slotText(slot)
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 300)
}

function numbered(body: HTMLElement): Step[] {
  const key = keyer()
  return all<HTMLOListElement>(':scope > ol', body).flatMap((list) =>
    all(':scope > li', list).map((item, i) => {
      const label = `Step ${list.start + i} done`
      const box = make('button', {
        type: 'button',
        class: 'tick',
        role: 'checkbox',
        'aria-checked': 'false',
        'aria-label': label,
      })
      const step = { key: key(item), item, box }
      item.prepend(box)
      return step
    }),
  )
}

function tasks(body: HTMLElement): Step[] {
  const key = keyer()
  return all('.task-list-item', body).flatMap((item) => {
    const box = item.querySelector<HTMLInputElement>('input')
    if (!box) return []
    box.disabled = false
    box.setAttribute('aria-label', textOf(item))
    return [{ key: `task ${key(item)}`, item, box }]
  })
}

function progressBar(found: readonly Step[]): (count: number, touched: boolean) => void {
  const text = make('span', { role: 'status' })
  const share = make('button', { type: 'button', class: 'small' }, 'Copy progress')
  share.addEventListener('click', () => void copy(progress(found)))
  const reset = make('button', { type: 'button', class: 'small' }, 'Start over')
  reset.addEventListener('click', () => {
    for (const { box, key } of found) if (done.has(key)) box.click()
  })
  const bar = make('div', { class: 'progress', hidden: true }, text, share, reset)
  document.body.append(bar)
  return (count, touched) => {
    bar.hidden = count === 0 || !touched
    text.textContent = `${count} of ${found.length} done`
  }
}

/** The steps as Markdown, for the channel where the incident is talked about. */
function progress(found: readonly Step[]): string {
  const title = document.querySelector('h1')?.textContent ?? ''
  const pairs = labels()
  const head = pairs.length ? `**${title}** \`${matchers(pairs)}\`` : `**${title}**`
  const lines = found.map(({ item, key }) => `- [${done.has(key) ? 'x' : ' '}] ${textOf(item)}`)
  return [head, ...lines, location.href].join('\n')
}

const storageKey = (): string => `${PREFIX}${location.pathname}?${new URLSearchParams(labels())}`

function restore(): readonly string[] | undefined {
  try {
    return (JSON.parse(localStorage.getItem(storageKey()) ?? 'null') as Kept | null)?.done
  } catch {
    return undefined
  }
}

/** Keeps the ticks; `reload` is called when another window changed them. */
let listening = false
function store(reload: () => void): void {
  try {
    const kept: Kept = { time: Date.now(), done: [...done] }
    localStorage.setItem(storageKey(), JSON.stringify(kept))
  } catch {
    // Without storage the ticks hold for this page.
  }
  if (listening) return
  listening = true
  addEventListener('storage', (event) => event.key === storageKey() && reload())
}

/** Drops what is older than a week. */
function forget(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX)) continue
      const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Kept | null
      if (!kept || Date.now() - kept.time > WEEK) localStorage.removeItem(key)
    }
  } catch {
    // Nothing is kept where storage is forbidden.
  }
}
