/**
 * The service worker's files, and the worker with the book's version. Pages come in bundles, one or more per shelf: a
 * book of a thousand pages takes a few dozen requests, and a changed page takes one.
 */

import type { OutputFile } from '../../model.ts'
import { folderAbove } from '../../text/folder.ts'
import { hash } from '../../text/hash.ts'
import { lazy } from '../../text/once.ts'
import { folderOf, pageOf } from './page-files.ts'

/** Pages of a bundle, and about how many bytes they have together before they are compressed. */
const PAGES = 8
const BYTES = 200_000

/** Files that readers need offline: pages, the search, and whatever pages load. */
function isKept(path: string): boolean {
  if (path.endsWith('.html') || /^search(?:-\d+)?\.json$/.test(path) || path.startsWith('files/')) return true
  return path.startsWith('assets/') && !path.endsWith('redirect.js')
}

/**
 * The folder that a page shares with others, `alloy/` for `alloy/down/index.html` and for its tests; undefined for
 * a file that is not a page.
 */
function shelfOf(path: string): string | undefined {
  const folder = folderOf(path)
  if (folder === '' || !path.endsWith('.html')) return undefined
  return pageOf(path) === undefined ? folder : folderAbove(folder)
}

/** A page that is needed twice: as a file, and in its bundle. */
interface Page {
  readonly file: OutputFile
  /** Its content need not be kept any longer. */
  forget(): void
}

/**
 * In: every file of the site; the paths of those that nobody needs without a network; about how large each file is, which
 * is asked before any of them is made. Out: the same with pages that are made once, each bundle directly after the last of
 * its pages, `offline.json`, and `sw.js` whose text changes with any of them. Where files are made in this order, the pages
 * of one bundle are held, not those of the book.
 */
export function offlineFiles(
  files: readonly OutputFile[],
  left: ReadonlySet<string>,
  worker: string,
  commit: string,
  sizeOf: (path: string) => number,
): OutputFile[] {
  const shelves = new Map<string, Page[]>()
  const single: OutputFile[] = []
  const all = files.map((file) => {
    const shelf = shelfOf(file.path)
    if (!isKept(file.path) || left.has(file.path)) return file
    if (shelf === undefined) {
      single.push(file)
      return file
    }
    const page = heldPage(file)
    const pages = shelves.get(shelf)
    if (pages) pages.push(page)
    else shelves.set(shelf, [page])
    return page.file
  })
  const bundleAfter = new Map<OutputFile, OutputFile>()
  for (const [shelf, pages] of shelves)
    for (const [i, some] of packed(pages, sizeOf).entries())
      bundleAfter.set(some.at(-1)!.file, bundle(`offline/${shelf}${i}.json`, some))
  const bundles = [...bundleAfter.values()]
  const prints = `"files":{${listed(single)}},"bundles":{${listed(bundles)}}`
  const version = hash(prints + commit)
  return [
    ...all.flatMap((file) => {
      const bundle = bundleAfter.get(file)
      return bundle ? [file, bundle] : [file]
    }),
    { path: 'offline.json', make: () => `{"version":"${version}",${prints}}` },
    { path: 'sw.js', make: () => `const BOOK=${JSON.stringify({ version, commit })};${worker}` },
  ]
}

/** Made at the first call, and held until it is forgotten. */
function heldPage(file: OutputFile): Page {
  let held: string | Uint8Array | undefined
  return {
    file: {
      ...file,
      make() {
        held ??= file.make()
        return held
      },
    },
    forget() {
      held = undefined
    },
  }
}

/** Pages in order, as many in a bundle as it takes; one that is larger has its own. */
function packed(pages: readonly Page[], sizeOf: (path: string) => number): Page[][] {
  const bundles: Page[][] = []
  let room = 0
  for (const page of pages) {
    const size = sizeOf(page.file.path)
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
function bundle(path: string, pages: readonly Page[]): OutputFile {
  return {
    path,
    make() {
      const texts = pages.map(({ file }) => [file.path.replace(/index\.html$/, ''), textOf(file.make())])
      for (const page of pages) page.forget()
      return JSON.stringify(Object.fromEntries(texts))
    },
    key: lazy(() => hash(listed(pages.map(({ file }) => file)))),
  }
}

/** The content of a file as text. */
export const textOf = (content: string | Uint8Array): string =>
  typeof content === 'string' ? content : new TextDecoder().decode(content)

/** Files with a fingerprint each. Written by hand: an object with many keys is slow to build and print. */
const listed = (files: readonly OutputFile[]): string =>
  files.map((file) => `${JSON.stringify(file.path)}:"${file.key?.() ?? hash(file.make())}"`).join(',')
