/**
 * Steps that can be ticked. A step is identified by its text, so a tick survives reloads and changes elsewhere on the
 * page.
 */
import { all, make } from './dom.ts'
import { forget, type Note, restore, storageKey, store } from './kept.ts'
import { onLabels } from './labels.ts'
import { incident, later } from './later.ts'
import type { Progress } from './progress.ts'

interface Step {
  readonly key: string
  readonly item: HTMLElement
  readonly box: HTMLElement
}

/** When each step was ticked, by its key, milliseconds since 1970. */
let done = new Map<string, number>()
let notes: readonly Note[] = []

export function steps(): void {
  const body = document.querySelector<HTMLElement>('.runbook .body')
  if (!body) return
  const found = [...numbered(body), ...tasks(body)]
  if (found.length === 0) return
  /** Steps that the author has ticked. */
  const given = new Map(
    found.filter(({ box }) => box instanceof HTMLInputElement && box.checked).map(({ key }) => [key, 0]),
  )
  let touched = false
  const change = (): void => {
    touched = true
    store(done, notes)
    show()
  }
  const progress: Progress = {
    told: () => found.map(({ item, key }) => ({ text: textOf(item), time: done.get(key) })),
    notes: () => notes,
    note(text) {
      notes = [...notes, { time: Date.now(), text }]
      change()
    },
    clear() {
      const before = { done, notes }
      done = new Map()
      notes = []
      change()
      return () => {
        done = before.done
        notes = before.notes
        change()
      }
    },
  }
  let bar: Promise<(touched: boolean) => void> | undefined
  const show = (): void => {
    for (const { box, key } of found) {
      if (box instanceof HTMLInputElement) box.checked = done.has(key)
      else box.setAttribute('aria-checked', String(done.has(key)))
      box.closest('li')?.classList.toggle('done', done.has(key))
    }
    if (!touched) return
    bar ??= later().then(({ progressBar }) => progressBar(progress, incident))
    bar.then(
      (tell) => tell(touched),
      // Ticks work without the bar; the next tick tries again.
      () => {
        bar = undefined
      },
    )
  }
  for (const { box, key } of found) {
    box.addEventListener('click', () => {
      done = new Map(done)
      if (!done.delete(key)) done.set(key, Date.now())
      change()
    })
  }
  const load = (): void => {
    const kept = restore()
    // Ticks made before a label was typed in belong to the incident being described.
    if (kept || !touched) {
      done = new Map(kept?.done ?? given)
      notes = kept?.notes ?? []
    }
    touched ||= kept !== undefined
    show()
  }
  forget()
  onLabels(load)
  // Another window with the same incident.
  addEventListener('storage', (event) => event.key === storageKey() && load())
}

/** The text of a step without filled-in labels; numbered if several are equal. */
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
