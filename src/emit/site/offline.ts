/**
 * The service worker's files, and the worker with the book's version. Pages come in bundles, one or more per shelf: a
 * book of a thousand pages takes a few dozen requests, and a changed page takes one.
 */
import type { OutputFile } from '../../model.ts'
import { hash } from '../../text/hash.ts'
import { lazy } from '../../text/once.ts'

/** Pages per bundle: with long pages some 300 kB before compression. */
const PAGES = 8

/** Files that readers need offline: pages, the search, and whatever pages load. */
function isKept(path: string): boolean {
  if (path.endsWith('.html') || path === 'search.json' || path.startsWith('files/')) return true
  return path.startsWith('assets/') && !path.endsWith('redirect.js')
}

/** The folder of a page, `alloy/` for `alloy/down/index.html`; undefined for other files. */
function shelfOf(path: string): string | undefined {
  const page = /^(.*?)[^/]+\/index\.html$/.exec(path) ?? /^(.+\/)[^/]+\.html$/.exec(path)
  return page?.[1]
}

/**
 * In: every file of the site. Out: the same with pages that are made only once, the bundles, `offline.json`, and
 * `sw.js`, whose text changes with any of them.
 */
export function offlineFiles(files: readonly OutputFile[], worker: string, commit: string): OutputFile[] {
  const shelves = new Map<string, OutputFile[]>()
  const single: OutputFile[] = []
  const all = files.map((file) => {
    const shelf = shelfOf(file.path)
    if (!isKept(file.path)) return file
    if (shelf === undefined) {
      single.push(file)
      return file
    }
    // Needed twice: as a page and in its bundle.
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

/** A bundle of pages by the addresses that requests use. */
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

/** Files with a fingerprint each. Written by hand: an object with many keys is slow to build and print. */
const listed = (files: readonly OutputFile[]): string =>
  files.map((file) => `${JSON.stringify(file.path)}:"${file.key?.() ?? hash(file.make())}"`).join(',')
