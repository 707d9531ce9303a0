/** Listens for keys with an action; the actions of a runbook's page are in `keyboard.ts`. */
import { later } from './later.ts'

const KEYS = 'npcxgs?'

export function keys(): void {
  const input = document.querySelector<HTMLInputElement>('.find input')
  const isRunbook = document.querySelector('.runbook') !== null
  addEventListener('keydown', (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = event
    const held = ctrlKey || metaKey || altKey
    const typing = (target as HTMLElement).closest?.(
      'input, textarea, select, [contenteditable], dialog[open]',
    )
    if (input && ((key === '/' && !typing && !held) || (key.toLowerCase() === 'k' && (ctrlKey || metaKey)))) {
      event.preventDefault()
      input.focus()
      input.select()
      return
    }
    if (!isRunbook || key.length !== 1 || !KEYS.includes(key) || held) return
    if (typing && !(typing instanceof HTMLDialogElement && key === '?')) return
    event.preventDefault()
    // Fails silently: offline, nobody needs to hear that a key does nothing.
    later().then(
      ({ press }) => press(key),
      () => undefined,
    )
  })
}
