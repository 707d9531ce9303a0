/** What is done of an incident. A step is known by its text: a tick survives a reload, and changes elsewhere in the page. */
import { all } from './dom.ts'
import type { Incident } from './incident.ts'
import { type Progress, progressBar } from './progress.ts'
import { deleteExpired, type Note, restore, storageKey, store } from './stored-progress.ts'

/** A step, and the box that is ticked. */
export interface Step {
  readonly item: HTMLElement
  readonly box: HTMLElement
}

/** Shows what is kept of the incident; gives what ticks a box, or opens it again. */
export function ticks(steps: readonly Step[], incident: Incident): (box: HTMLElement) => void {
  const found = keyed(steps)
  /** What the author ticked already. */
  const given = found.flatMap(({ box, key }): [string, number][] =>
    box instanceof HTMLInputElement && box.defaultChecked ? [[key, 0]] : [],
  )
  /** When each step was ticked, by its key, milliseconds since 1970. */
  let done = new Map<string, number>()
  let notes: readonly Note[] = []
  let touched = false
  const change = (): void => {
    touched = true
    store(incident, done, notes)
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
  const tell = progressBar(progress, incident)
  const show = (): void => {
    for (const { box, key } of found) {
      if (box instanceof HTMLInputElement) box.checked = done.has(key)
      else box.setAttribute('aria-checked', String(done.has(key)))
      box.closest('li')?.classList.toggle('done', done.has(key))
    }
    tell(touched)
  }
  const load = (): void => {
    const kept = restore(incident)
    // Ticks made before a label was typed in belong to the incident that is being described.
    if (kept || !touched) {
      done = new Map(kept?.done ?? given)
      notes = kept?.notes ?? []
    }
    touched ||= kept !== undefined
    show()
  }
  deleteExpired()
  incident.onLabels(load)
  // Another window of the same incident.
  addEventListener('storage', (event) => event.key === storageKey(incident) && load())
  return (box) => {
    const { key } = found.find((step) => step.box === box)!
    done = new Map(done)
    if (!done.delete(key)) done.set(key, Date.now())
    change()
  }
}

/** The key of each step: its text without what labels put into it, counted where two are alike. */
function keyed(steps: readonly Step[]): (Step & { readonly key: string })[] {
  const seen = new Map<string, number>()
  return steps.map((step) => {
    const task = step.box instanceof HTMLInputElement ? 'task ' : ''
    const text = task + textOf(step.item, (slot) => `<${slot.dataset.label}>`)
    const count = seen.get(text) ?? 0
    seen.set(text, count + 1)
    return { ...step, key: count ? `${text} ${count}` : text }
  })
}

function textOf(item: HTMLElement, slotText?: (slot: HTMLElement) => string): string {
  const copy = item.cloneNode(true) as HTMLElement
  for (const element of all('pre, button, ol, ul, .fence', copy)) element.remove()
  if (slotText) for (const slot of all('.slot', copy)) slot.textContent = slotText(slot)
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 300)
}
