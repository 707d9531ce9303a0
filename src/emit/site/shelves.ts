/**
 * Every alert and every page on shelves, for the index. A large book's shelves are on pages of their own, so that no
 * file a reader loads grows with the book: the index then names the shelves alone.
 */

import type { BoundRule, OutputFile, Page } from '../../model.ts'
import { encodePath } from '../../text/address.ts'
import { append } from '../../text/append.ts'
import { byCodeUnits } from '../../text/compare.ts'
import { commonFolder, folderAbove } from '../../text/folder.ts'
import { groupBy } from '../../text/group-by.ts'
import { type Context, frame } from './context.ts'
import { isDocument } from './documents.ts'
import { addressOf } from './links.ts'
import { severityOf } from './rule.ts'
import type { EntryView, ShelfView } from './view.ts'

/** Folder of the pages of shelves. */
export const SHELVES = 'shelves/'

/** Most entries on the index itself; each is some 130 bytes. */
const LISTED = 1500
/** Entries of a page of shelves. */
const PAGE = 500

/** The shelves as the index shows them, and the pages of those that it only names. */
export interface Shelves {
  readonly index: readonly ShelfView[]
  readonly pages: readonly (readonly ShelfView[])[]
}

export function shelvesOf(context: Context): Shelves {
  const all = makeShelves(context)
  if (all.reduce((sum, { count }) => sum + count, 0) <= LISTED) return { index: all, pages: [] }
  const pages = packed(all)
  const addresses = new Map<string, string>()
  for (const [at, shelves] of pages.entries())
    for (const { id } of shelves)
      if (!addresses.has(id)) addresses.set(id, `${pathOf(at)}#${encodeURIComponent(id)}`)
  const index = all.map((shelf) => ({ ...shelf, entries: [], list: addresses.get(shelf.id)! }))
  return { index, pages }
}

/** The files of the pages of shelves; none for most books. */
export function shelfPages(context: Context, shelves: () => Shelves): OutputFile[] {
  const { layouts } = context.theme
  const { pages: runbooks, rules } = context.program
  // Most books are too small for it, whatever their shelves are.
  const pages = runbooks.length + rules.length <= LISTED ? [] : shelves().pages
  return pages.map((shelves, at) => ({
    path: pathOf(at),
    make: () => {
      const title = `Alerts, page ${at + 1} of ${pages.length}`
      const base = frame(context, pathOf(at), { title, description: title, kind: 'shelves', twin: undefined })
      const link = (to: number): string | undefined =>
        pages[to] === undefined ? undefined : `${to + 1}.html`
      return layouts.shelves({ ...base, shelves, previous: link(at - 1), next: link(at + 1) }, layouts).html
    },
  }))
}

const pathOf = (at: number): string => `${SHELVES}${at + 1}.html`

/** Whole shelves on a page where they fit; one that is larger than a page takes several. */
function packed(shelves: readonly ShelfView[]): ShelfView[][] {
  const pages: ShelfView[][] = []
  let room = 0
  for (const shelf of shelves) {
    for (let at = 0; at < shelf.entries.length; at += PAGE) {
      const entries = shelf.entries.slice(at, at + PAGE)
      if (entries.length > room) {
        pages.push([])
        room = PAGE
      }
      pages.at(-1)!.push({ ...shelf, entries })
      room -= entries.length
    }
  }
  return pages
}

/**
 * Pages by their folder; a page without alerts is an entry of its own, unless it is the page of a folder. Documents come
 * last, on one shelf.
 */
function makeShelves(context: Context): ShelfView[] {
  const pages = context.program.pages.filter((page) => page.path !== '' && !isDocument(page))
  const folders = new Set(pages.map(({ path }) => folderAbove(path)))
  const found = new Map<string, EntryView[]>()
  for (const page of pages) {
    const isFolder = folders.has(page.path)
    const alerts = page.rules.filter((rule) => rule.kind === 'alert' && rule.page === page.path)
    const entries =
      alerts.length > 0 ? alerts.map((rule) => entry(page, rule)) : isFolder ? [] : [entry(page)]
    const shelf = isFolder ? page.path : folderAbove(page.path)
    if (entries.length === 0) continue
    const known = found.get(shelf)
    if (known) append(known, entries)
    else found.set(shelf, entries)
  }
  const shared = folderAround([...found.keys()])
  const titles = groupBy(found.keys(), (folder) => context.pagesByPath.get(folder)?.title)
  const shown = [...found]
    .map(([folder, entries]) => {
      const page = folder === '' ? undefined : context.pagesByPath.get(folder)
      const name = folder.slice(shared.length).replace(/\/$/, '').replaceAll('/', ' / ') || 'General'
      // Where several shelves have one title, their folders tell them apart.
      const isAlone = titles.get(page?.title)?.length === 1
      return {
        name: page !== undefined && isAlone ? page.title : name,
        href: page && encodePath(page.path),
        entries: entries.sort(byName),
      }
    })
    .sort(byName)
  const documents = context.program.pages
    .filter((page) => isDocument(page) && !isListedAbove(page, context))
    .map((page) => entry(page))
    .sort(byName)
  if (documents.length > 0) shown.push({ name: 'Documentation', href: undefined, entries: documents })
  return shown.map((shelf, at) => ({
    ...shelf,
    id: `shelf-${at + 1}`,
    count: shelf.entries.length,
    list: undefined,
  }))
}

/** Whether a document is below one that is the page of a folder, which lists it. */
function isListedAbove({ path }: Page, { pagesByPath }: Context): boolean {
  for (let folder = folderAbove(path); folder !== ''; folder = folderAbove(folder)) {
    const above = pagesByPath.get(folder)
    if (above && isDocument(above)) return true
  }
  return false
}

/** The folder around all of these folders. */
function folderAround(folders: readonly string[]): string {
  const common = commonFolder(folders)
  return folders.includes(common) ? folderAbove(common) : common
}

/** Alphabetical, whatever the case; the same on every machine. */
const byName = (a: Named, b: Named): number =>
  byCodeUnits(a.name.toLowerCase(), b.name.toLowerCase()) || byCodeUnits(a.name, b.name)

type Named = Pick<EntryView, 'name'>

function entry(page: Page, rule?: BoundRule): EntryView {
  return {
    name: rule?.name ?? page.title,
    href: rule ? addressOf(rule) : encodePath(page.path),
    severity: rule ? severityOf(rule) : '',
    owner: page.runbook.frontmatter.owner?.value ?? '',
    group: rule?.group ?? '',
    title: rule && rule.name !== page.title ? page.title : '',
  }
}
