/** The buttons of the bar before their first use: what is loaded then. */
import { incident } from './labels.ts'
import { later } from './later.ts'

/** The search box. Without the script, the form leads to the index, which lists all alerts. */
export function box(): void {
  const input = document.querySelector<HTMLInputElement>('.find input')
  if (!input) return
  const open = (): void => {
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

/** The button of colours. Without the script, the page keeps those it has. */
export function colours(): void {
  document.querySelector('.theme')?.addEventListener('click', () => {
    later().then(
      ({ turnColours }) => turnColours(),
      () => undefined,
    )
  })
}
