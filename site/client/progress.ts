/** The progress bar: how much is done, a note, everything as Markdown, and undo. */

import { announce, copy } from './announce.ts'
import { make } from './dom.ts'
import type { Incident } from './incident.ts'
import type { Note } from './stored-progress.ts'

/** A step as shown in the bar. */
export interface ShownStep {
  readonly text: string
  /** When it was ticked, milliseconds since 1970; 0 if unknown, undefined while it is open. */
  readonly time: number | undefined
}

export interface Progress {
  told(): readonly ShownStep[]
  notes(): readonly Note[]
  note(text: string): void
  /** Unticks everything; returns a function that undoes this. */
  clear(): () => void
}

/** Creates the bar. Returns a function that updates it; the bar stays hidden until something was touched. */
export function progressBar(progress: Progress, incident: Incident): (touched: boolean) => void {
  const text = make('span', { role: 'status' })
  const button = (label: string, act: () => void): HTMLButtonElement => {
    const made = make('button', { type: 'button', class: 'small' }, label)
    made.addEventListener('click', act)
    return made
  }
  const area = make('textarea', { 'aria-label': 'Note', placeholder: 'What you saw or did', hidden: true })
  const keep = (): void => {
    const written = area.value.trim()
    if (written !== '') progress.note(written)
    if (written !== '') announce('Noted')
    area.value = ''
    area.hidden = true
    note.textContent = 'Note'
  }
  const note = button('Note', () => {
    if (!area.hidden) return keep()
    area.hidden = false
    note.textContent = 'Keep'
    area.focus()
  })
  area.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) keep()
    if (event.key === 'Escape') area.hidden = true
    if (area.hidden) note.textContent = 'Note'
  })
  const share = button('Copy progress', () => void copy(timeline(progress, incident)))
  let back: (() => void) | undefined
  const reset = button('Start over', () => {
    if (back !== undefined) back()
    else {
      const undo = progress.clear()
      back = () => {
        back = undefined
        undo()
      }
    }
    reset.textContent = back !== undefined ? 'Undo' : 'Start over'
    tell(true)
  })
  const bar = make('div', { class: 'progress', hidden: true }, area, text, note, share, reset)
  document.body.append(bar)
  const tell = (touched: boolean): void => {
    const steps = progress.told()
    const done = steps.filter(({ time }) => time !== undefined).length
    // Continuing after a reset means that undo is no longer wanted.
    if (done > 0 && back !== undefined) {
      back = undefined
      reset.textContent = 'Start over'
    }
    bar.hidden = !touched || (done === 0 && progress.notes().length === 0 && back === undefined)
    text.textContent = `${done} of ${steps.length} done`
  }
  return tell
}

/**
 * The incident as Markdown, for its channel and for the report afterwards: done steps and notes in order of time, then
 * open steps. Times are in UTC, because readers are in several zones.
 */
function timeline(progress: Pick<Progress, 'told' | 'notes'>, { labels, fact, matchers }: Incident): string {
  const title = document.querySelector('h1')?.textContent ?? ''
  const pairs = labels()
  const fired = Number(fact('at'))
  const entries = [
    ...progress
      .told()
      .flatMap(({ text, time }) => (time === undefined ? [] : [{ time, text, mark: '[x] ' }])),
    ...progress.notes().map(({ time, text }) => ({ time, text: text.replace(/\s*\n\s*/g, ' / '), mark: '' })),
  ].sort((a, b) => a.time - b.time)
  const days = new Set(entries.filter(({ time }) => time > 0).map(({ time }) => iso(time).slice(0, 10)))
  const written = ({ time }: { readonly time: number }): string =>
    time === 0 ? '' : `${days.size > 1 ? iso(time).slice(0, 16).replace('T', ' ') : iso(time).slice(11, 16)} `
  return [
    pairs.length ? `**${title}** \`${matchers(pairs)}\`` : `**${title}**`,
    ...(fired > 0
      ? [
          `Fired ${iso(fired * 1000)
            .slice(0, 16)
            .replace('T', ' ')} UTC`,
        ]
      : []),
    ...(days.size > 0 ? [`${[...days].join(', ')}, times in UTC`] : []),
    '',
    ...entries.map((entry) => `- ${entry.mark}${written(entry)}${entry.text}`),
    ...progress.told().flatMap(({ text, time }) => (time === undefined ? [`- [ ] ${text}`] : [])),
    '',
    location.href,
  ].join('\n')
}

/** A plausible time in ISO 8601; the epoch for any other. */
function iso(time: number): string {
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString()
}
