/**
 * What the service worker keeps, and the worker with the book's version in it. Pages come in bundles, one or more for each
 * shelf: a book of a thousand pages is some dozens of requests, and a page that changes is one of them.
 */
import type { OutputFile } from '../../model.ts'
import { hash } from '../../text/hash.ts'
import { lazy } from '../../text/once.ts'

/** Pages of a bundle: long ones are some 300 kB before they are compressed. */
const PAGES = 8

/** Files that readers without a network need: pages, the search, what the pages load. */
function isKept(path: string): boolean {
  if (path.endsWith('.html') || path === 'search.json' || path.startsWith('files/')) return true
  return path.startsWith('assets/') && !path.endsWith('redirect.js')
}

/** The folder that a page lies beside others in, `alloy/` for `alloy/down/index.html`; undefined for what is no page. */
function shelfOf(path: string): string | undefined {
  const page = /^(.*?)[^/]+\/index\.html$/.exec(path) ?? /^(.+\/)[^/]+\.html$/.exec(path)
  return page?.[1]
}

/**
 * In: every file of the site, and the paths of those that nobody needs without a network. Out: the same with pages that
 * are made once, the bundles, `offline.json`, and `sw.js` whose text changes with any of them.
 */
export function offlineFiles(
  files: readonly OutputFile[],
  left: ReadonlySet<string>,
  worker: string,
  commit: string,
): OutputFile[] {
  const shelves = new Map<string, OutputFile[]>()
  const single: OutputFile[] = []
  const all = files.map((file) => {
    const shelf = shelfOf(file.path)
    if (!isKept(file.path) || left.has(file.path)) return file
    if (shelf === undefined) {
      single.push(file)
      return file
    }
    // Wanted for itself and for its bundle.
    const page = { ...file, make: lazy(file.make) }
    shelves.set(shelf, [...(shelves.get(shelf) ?? []), page])
    return page
  })
  const bundles = [...shelves].flatMap(([shelf, pages]) =>
    Array.from({ length: Math.ceil(pages.length / PAGES) }, (_, i) =>
      bundle(`offline/${shelf}${i}.json`, pages.slice(i * PAGES, (i + 1) * PAGES)),
    ),
  )
  const prints = `"files":{${listed(single)}},"bundles":{${listed(bundles)}}`
  const version = hash(prints + commit)
  return [
    ...all,
    ...bundles,
    { path: 'offline.json', make: () => `{"version":"${version}",${prints}}` },
    { path: 'sw.js', make: () => `const BOOK=${JSON.stringify({ version, commit })};${worker}` },
  ]
}

/** Pages by the address that they are asked for by. */
function bundle(path: string, pages: readonly OutputFile[]): OutputFile {
  const text = (content: string | Uint8Array): string =>
    typeof content === 'string' ? content : new TextDecoder().decode(content)
  return {
    path,
    make: () =>
      JSON.stringify(
        Object.fromEntries(pages.map((page) => [page.path.replace(/index\.html$/, ''), text(page.make())])),
      ),
    key: lazy(() => hash(listed(pages))),
  }
}

/** Files with a fingerprint of each. Written by hand: an object with a key for each of many is slow to make and print. */
const listed = (files: readonly OutputFile[]): string =>
  files.map((file) => `${JSON.stringify(file.path)}:"${file.key?.() ?? hash(file.make())}"`).join(',')
