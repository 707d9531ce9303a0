/** Copy buttons on code, at any depth. Commands are copied without prompts and without what they printed. */
import { all, copy, make } from './dom.ts'

export function copyButtons(): void {
  for (const pre of all<HTMLPreElement>('pre.code')) {
    const button = make('button', { type: 'button', class: 'copy', 'aria-label': 'Copy' }, 'Copy')
    button.addEventListener('click', () => void copy(textOf(pre), warningOf(pre)))
    const frame = make('div', { class: 'fence' })
    pre.replaceWith(frame)
    frame.append(pre, button)
  }
}

/** What is worth pasting: the whole text, or the commands alone where there are prompts. */
export function textOf(pre: HTMLElement): string {
  const code = (pre.querySelector('code') ?? pre).cloneNode(true) as HTMLElement
  if (!code.querySelector('.prompt')) return (code.textContent ?? '').replace(/\n$/, '')
  for (const element of all('.prompt, .output', code)) element.remove()
  return (code.textContent ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n')
}

function warningOf(pre: HTMLElement): string {
  const slots = all('.slot', pre).filter((slot) => !slot.closest('.output'))
  const names = (className: string, has: boolean): string =>
    [
      ...new Set(
        slots.filter((slot) => slot.classList.contains(className) === has).map((slot) => slot.dataset.label),
      ),
    ].join(', ')
  const empty = names('filled', false)
  if (empty) return `Copied, but still empty: ${empty}`
  const unusual = names('unusual', true)
  return unusual ? `Copied. Look twice: ${unusual} has unusual characters` : ''
}
