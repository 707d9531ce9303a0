/** Listens for keys with an action on a runbook's page; the actions are in `keyboard.ts`. */
import { later } from './later.ts'

const KEYS = 'npcxgs?'

export function keys(): void {
  if (!document.querySelector('.runbook')) return
  addEventListener('keydown', (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = event
    const typing = (target as HTMLElement).closest?.(
      'input, textarea, select, [contenteditable], dialog[open]',
    )
    if (key.length !== 1 || !KEYS.includes(key) || ctrlKey || metaKey || altKey) return
    if (typing && !(typing instanceof HTMLDialogElement && key === '?')) return
    event.preventDefault()
    // Fails silently: offline, nobody needs to hear that a key does nothing.
    later().then(
      ({ press }) => press(key),
      () => undefined,
    )
  })
}
