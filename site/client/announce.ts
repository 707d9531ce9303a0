/** Short messages, and the clipboard. */
import { make } from './dom.ts'

let timer: ReturnType<typeof setTimeout> | undefined

/** A short message at the edge of the screen, read aloud by screen readers. */
export function announce(text: string, tone = ''): void {
  let toast = document.querySelector<HTMLElement>('.toast')
  if (!toast) {
    toast = make('div', { class: 'toast', role: 'status' })
    document.body.append(toast)
  }
  toast.textContent = text
  toast.dataset.tone = tone
  toast.classList.add('shown')
  clearTimeout(timer)
  timer = setTimeout(() => toast.classList.remove('shown'), tone ? 6000 : 2500)
}

/** Puts a text on the clipboard, unless it is on its way there; says so, or says why not. */
export async function copy(text: string, warning = '', writing?: Promise<void>): Promise<void> {
  const write = (): Promise<void> => navigator.clipboard.writeText(text)
  try {
    await (writing?.catch(write) ?? write())
  } catch {
    const area = make('textarea', { class: 'skip', 'aria-hidden': 'true' })
    area.value = text
    document.body.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    if (!done) return announce('Could not copy: select the text instead', 'warning')
  }
  announce(warning || 'Copied', warning ? 'warning' : '')
}
