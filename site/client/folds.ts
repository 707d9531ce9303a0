/** What lies in a file of its own, brought into the fold that links to it. */

/**
 * In: a fold with `data-from`, an address whose fragment names the part that belongs here. Out: the fold shows it in
 * place of its link; the link stays where it could not be fetched. The file is one of this site's own.
 */
export async function bring(fold: HTMLElement, dress: (root: ParentNode) => void): Promise<void> {
  const url = new URL(fold.dataset.from!, location.href)
  const place = fold.querySelector(':scope > p:last-child')
  const response = await fetch(url)
  if (!response.ok || !place) throw new Error(`${url.pathname}: ${response.status}`)
  const file = new DOMParser().parseFromString(await response.text(), 'text/html')
  const part = file.getElementById(decodeURIComponent(url.hash.slice(1)))
  const code = part?.querySelector('pre')
  if (!code) throw new Error(`${url.pathname}: no ${url.hash}`)
  place.replaceWith(document.importNode(code, true))
  dress(fold)
}
