/**
 * Where the file that a page names may be. In: the page's path, the path in its link, the folders of the runbooks. Out: paths from the root,
 * the likeliest first.
 */
import { dirname, isIndexName, MARKDOWN, normalize } from './path.ts'

/** Folders that generators of sites publish at the top of the site: Hugo, Docusaurus, VitePress, Jekyll. */
const PUBLISHED = ['static', 'public', 'assets', ''] as const

export function filePlaces(page: string, written: string, folders: readonly string[]): string[] {
  if (written.startsWith('/')) {
    const tops = new Set(folders.flatMap(withAbove))
    const places = [...tops].flatMap((top) => PUBLISHED.map((name) => `${top}/${name}${written}`))
    return [...new Set([written, ...places].map(normalize))]
  }
  const beside = normalize(`${dirname(page)}/${written}`)
  const name = page.slice(page.lastIndexOf('/') + 1).replace(MARKDOWN, '')
  // Other tools publish `a/b.md` as `a/b/`, and leave it to the browser where `../c.png` is.
  return isIndexName(name) ? [beside] : [beside, normalize(`${page.replace(MARKDOWN, '')}/${written}`)]
}

/** A folder and those above it, up to the root. */
function withAbove(folder: string): string[] {
  const parts = normalize(folder).split('/').filter(Boolean)
  return [...parts.map((_, index) => parts.slice(0, parts.length - index).join('/')), '']
}
