/** Content in a file of its own, brought into the fold that links to it. */
import { named } from './dom.ts'

/**
 * In: a fold with `data-late`, whose link has an address with a fragment: the part that belongs here. Out: the fold shows
 * it in place of its link; the link stays where it could not be fetched. The file is one of this site's own.
 */
export async function bring(fold: HTMLElement, dress: (root: ParentNode) => void): Promise<void> {
  const link = fold.querySelector<HTMLAnchorElement>(':scope > p:last-child > a')!
  const url = new URL(link.href)
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status}`)
  const file = new DOMParser().parseFromString(await response.text(), 'text/html')
  const part = named(url.hash, file)
  if (!part?.querySelector('pre')) throw new Error(`${url.pathname}: no ${url.hash}`)
  const shown = [...part.children].filter(({ tagName }) => tagName !== 'H2')
  link.parentElement!.replaceWith(...shown.map((one) => document.importNode(one, true)))
  dress(fold)
}
