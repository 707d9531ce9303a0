/** Adds the labels of the alert to links to other pages of the site. */
import { all, root } from './dom.ts'
import { labels, onLabels } from './labels.ts'

/** An address of the site with the current labels; any other address unchanged. */
function withLabels(href: string): string {
  const url = addressOf(href)
  const base = root()
  if (url === undefined) return href
  if (url.origin !== base.origin || !url.pathname.startsWith(base.pathname)) return href
  if (!url.pathname.endsWith('/') || url.pathname === location.pathname) return href
  for (const [name, value] of labels()) url.searchParams.set(name, value)
  return url.href
}

/** Undefined for what is no address: an author's slip in one link must not stop the page's script. */
function addressOf(href: string): URL | undefined {
  try {
    return new URL(href, location.href)
  } catch {
    return undefined
  }
}

export function travel(): void {
  const links = all<HTMLAnchorElement>('.body a[href], .related a[href], .lead a[href]').map((link) => ({
    link,
    href: link.getAttribute('href')!,
  }))
  onLabels(() => {
    for (const { link, href } of links) {
      const to = withLabels(href)
      if (to === href && link.getAttribute('href') === href) continue
      link.setAttribute('href', to)
      // Its address is not printed: whoever reads on paper goes by the names of pages.
      link.dataset.own = ''
    }
  })
}
