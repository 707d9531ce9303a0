/**
 * The service worker's files, and the worker with the book's version. Pages come in bundles, one or more per shelf: a
 * book of a thousand pages takes a few dozen requests, and a changed page takes one.
 */
import type { OutputFile } from '../../model.ts'
import { hash } from '../../text/hash.ts'
import { lazy } from '../../text/once.ts'

/** Pages of a bundle, and about how many bytes they have together before they are compressed. */
const PAGES = 8
const BYTES = 200_000

/** Files that readers need offline: pages, the search, and whatever pages load. */
function isKept(path: string): boolean {
  if (path.endsWith('.html') || /^search(?:-\d+)?\.json$/.test(path) || path.startsWith('files/')) return true
  return path.startsWith('assets/') && !path.endsWith('redirect.js')
}

/**
 * The folder that a page lies beside others in, `alloy/` for `alloy/down/index.html` and for its tests; undefined for
 * a file that is not a page.
 */
function shelfOf(path: string): string | undefined {
  if (!path.endsWith('.html')) return undefined
  const folder = folderOf(path)
  if (folder === '') return undefined
  return /\/(?:index|rules|tests)\.html$/.test(path) ? folderOf(folder.slice(0, -1)) : folder
}

/** `alloy/` for `alloy/down`, `''` for `down`. */
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

/**
 * In: every file of the site; the paths of those that nobody needs without a network; about how large each file is, which
 * is asked before any of them is made. Out: the same with pages that are made once, the bundles, `offline.json`, and
 * `sw.js` whose text changes with any of them.
 */
export function offlineFiles(
  files: readonly OutputFile[],
  left: ReadonlySet<string>,
  worker: string,
  commit: string,
  sizeOf: (path: string) => number,
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
    // Needed twice: as a page and in its bundle.
    const page = { ...file, make: lazy(file.make) }
    const pages = shelves.get(shelf)
    if (pages) pages.push(page)
    else shelves.set(shelf, [page])
    return page
  })
  const bundles = [...shelves].flatMap(([shelf, pages]) =>
    packed(pages, sizeOf).map((some, i) => bundle(`offline/${shelf}${i}.json`, some)),
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

/** Pages in order, as many in a bundle as it takes; one that is larger has its own. */
function packed(pages: readonly OutputFile[], sizeOf: (path: string) => number): OutputFile[][] {
  const bundles: OutputFile[][] = []
  let room = 0
  for (const page of pages) {
    const size = sizeOf(page.path)
    const last = bundles.at(-1)
    if (last === undefined || last.length === PAGES || size > room) {
      bundles.push([page])
      room = BYTES - size
    } else {
      last.push(page)
      room -= size
    }
  }
  return bundles
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
