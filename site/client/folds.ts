/** What lies in a file of its own, brought into the fold that links to it. */
import { make } from './dom.ts'

/**
 * In: a fold with `data-from`, an address whose fragment names the part that belongs here. Out: the fold shows it in
 * place of its link; the link stays where it could not be fetched. The file is one of this site's own.
 */
export async function bring(fold: HTMLElement, dress: (root: ParentNode) => void): Promise<void> {
  const url = new URL(fold.dataset.from!, location.href)
  const place = fold.querySelector('p')
  const response = await fetch(url)
  if (!response.ok || !place) throw new Error(`${url.pathname}: ${response.status}`)
  const file = new DOMParser().parseFromString(await response.text(), 'text/html')
  const part = file.getElementById(decodeURIComponent(url.hash.slice(1)))
  const code = part?.querySelector('pre')
  if (!code) throw new Error(`${url.pathname}: no ${url.hash}`)
  const shown = make('div', {}, document.importNode(code, true))
  place.replaceWith(shown)
  dress(shown)
}
