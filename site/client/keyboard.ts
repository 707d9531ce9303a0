/** Keyboard shortcuts for an incident: next and previous step, copy, tick, graph, silence; `?` lists them. */
import { all, make } from './dom.ts'

const KEYS: readonly (readonly [key: string, about: string])[] = [
  ['n', 'Next step'],
  ['p', 'Previous step'],
  ['c', 'Copy the next block of code'],
  ['x', 'Tick the step'],
  ['g', 'Graph of the alert'],
  ['s', 'Silence the alert'],
  ['/', 'Search'],
  ['?', 'This list'],
]

/** Runs the action of a key. */
export function press(key: string): void {
  ACTIONS[key]?.()
}

const ACTIONS: Readonly<Record<string, () => void>> = {
  n: () => step(1),
  p: () => step(-1),
  c: () => current()?.querySelector<HTMLElement>('button.copy')?.click(),
  x: () => current()?.querySelector<HTMLElement>('.tick, input[type=checkbox]')?.click(),
  g: () => document.querySelector<HTMLElement>('[data-fired] a[data-places]')?.click(),
  s: () => document.querySelector<HTMLElement>('[data-fired] a[data-action=silence]')?.click(),
  '?': help,
}

const steps = (): HTMLElement[] => all('.body > ol > li, .body .task-list-item')

/** The step with the focus, else the last one visited, else the first. */
function current(): HTMLElement | undefined {
  const found = steps()
  return found.find((one) => one.contains(document.activeElement)) ?? found[0]
}

function step(by: number): void {
  const found = steps()
  const at = found.findIndex((one) => one.contains(document.activeElement))
  const to =
    found[at === -1 ? (by > 0 ? 0 : found.length - 1) : Math.min(Math.max(at + by, 0), found.length - 1)]
  if (!to) return
  to.tabIndex = -1
  to.focus({ preventScroll: true })
  to.scrollIntoView({ block: 'center' })
}

function help(): void {
  const open = document.querySelector<HTMLDialogElement>('dialog.keys')
  if (open) {
    if (open.open) open.close()
    else open.showModal()
    return
  }
  const rows = KEYS.map(([key, about]) =>
    make('div', {}, make('dt', {}, make('kbd', {}, key)), make('dd', {}, about)),
  )
  const close = make('button', { type: 'button', class: 'small' }, 'Close')
  const dialog = make('dialog', { class: 'keys', 'aria-label': 'Keys' }, make('dl', {}, ...rows), close)
  close.addEventListener('click', () => dialog.close())
  document.body.append(dialog)
  dialog.showModal()
}
