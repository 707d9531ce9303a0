/** The search box before its first use: what opens it, and what is loaded then. */
import { incident } from './labels.ts'
import { later } from './later.ts'

export function box(): void {
  const input = document.querySelector<HTMLInputElement>('.find input')
  if (!input) return
  addEventListener('keydown', (event) => {
    const typing = (event.target as HTMLElement).closest?.('input, textarea, select, [contenteditable]')
    const slash = event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey
    const control = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)
    if (!slash && !control) return
    event.preventDefault()
    input.focus()
    input.select()
  })
  const open = (): void => {
    // Without the script, the form leads to the index, which lists all alerts.
    later().then(
      ({ find }) => find(incident),
      () => input.addEventListener('focus', open, { once: true }),
    )
  }
  // On other pages it may never be used.
  if (document.documentElement.dataset.look !== undefined)
    input.addEventListener('focus', open, { once: true })
  else open()
}
