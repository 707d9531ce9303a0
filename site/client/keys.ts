/** Keys that do something on the page of a runbook: `keyboard.ts` says what. */
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
    // A key that does nothing because the network is gone is no news to anybody.
    later().then(
      ({ press }) => press(key),
      () => undefined,
    )
  })
}
