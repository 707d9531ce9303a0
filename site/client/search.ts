/**
 * The search, in a thread of its own: neither building the index nor a question ever holds up the page. It is told
 * the site's root, fetches the catalogue, and answers questions with the rows to be shown: of a large book first from
 * the part that is there, and says when there is more.
 */
import { type Catalogue, makeSearch, type Part, type Search } from './query.ts'

/** Filters of the list; `''` for all. */
export interface Facets {
  readonly severity: string
  readonly group: string
  readonly owner: string
  readonly review: string
}

export interface Question {
  readonly id: number
  /** Absolute address of the site's root. */
  readonly root: string
  readonly query: string
  readonly facets: Facets | undefined
  readonly limit: number
}

export interface Row {
  readonly name: string
  /** From the site's root. */
  readonly href: string
  readonly severity: string
  readonly owner: string
  readonly note: string
}

/** How much of the book an answer knows: `failed` where a part could not be loaded; the next question tries again. */
export type Extent = 'whole' | 'loading' | 'failed'

export interface Answer {
  readonly id: number
  readonly total: number
  readonly rows: readonly Row[]
  readonly extent: Extent
}

/** More of the book is there than at the last answer. */
export interface News {
  readonly news: true
}

/** The catalogue as far as it is loaded. */
interface Book {
  readonly search: Search
  readonly entries: Entry[]
  extent: Extent
}

interface Entry extends Row {
  readonly group: string
  readonly due: string
}

/** Entries that are put into the index at one go: some milliseconds, so that a question seldom waits. */
const AT_ONCE = 100

let opened: Promise<Book> | undefined

async function read<T>(name: string, root: string): Promise<T> {
  const response = await fetch(new URL(name, root), { cache: 'no-cache' })
  if (!response.ok) throw new Error(`${name}: ${response.status}`)
  return (await response.json()) as T
}

async function open(root: string): Promise<Book> {
  const catalogue = await read<Catalogue>('search.json', root)
  const book: Book = { search: makeSearch(catalogue), entries: [], extent: 'loading' }
  await add(book, catalogue, catalogue.lists)
  if (catalogue.rest.length === 0) book.extent = 'whole'
  else void readRest(book, catalogue, root)
  return book
}

/** The other parts in order; the next one is on its way while one is put into the index. */
async function readRest(book: Book, { lists, rest }: Catalogue, root: string): Promise<void> {
  try {
    let coming = read<Part>(rest[0]!, root)
    for (const [at] of rest.entries()) {
      const part = await coming
      const following = rest[at + 1]
      if (following !== undefined) coming = read<Part>(following, root)
      // If it fails, that is seen when its turn comes.
      coming.catch(() => undefined)
      await add(book, part, lists)
      postMessage({ news: true } satisfies News)
    }
    book.extent = 'whole'
  } catch {
    book.extent = 'failed'
  }
  postMessage({ news: true } satisfies News)
}

async function add({ search, entries }: Book, part: Part, lists: Catalogue['lists']): Promise<void> {
  const value = (list: 'severity' | 'group' | 'owner', i: number): string => lists[list][part[list][i]!] ?? ''
  for (let at = 0; at < part.name.length; at += AT_ONCE) {
    search.add(part, at, at + AT_ONCE)
    for (let i = at; i < Math.min(at + AT_ONCE, part.name.length); i++)
      entries.push({
        name: part.name[i]!,
        href: part.href[i]!,
        severity: value('severity', i),
        group: value('group', i),
        owner: value('owner', i),
        note: part.text[i] || part.title[i] || '',
        due: part.due[i]!,
      })
    await new Promise((resolve) => setTimeout(resolve))
  }
}

function answer({ search, entries, extent }: Book, { id, query, facets, limit }: Question): Answer {
  const found =
    query.trim() === ''
      ? [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))
      : search.find(query).map(({ index }) => entries[index]!)
  const kept = facets ? found.filter((entry) => matches(entry, facets)) : found
  const rows = kept
    .slice(0, limit)
    .map(({ name, href, severity, owner, note }) => ({ name, href, severity, owner, note }))
  return { id, total: kept.length, rows, extent }
}

function matches(entry: Entry, { review, ...facets }: Facets): boolean {
  const { due } = entry
  const today = new Date().toISOString().slice(0, 10)
  if (review === 'none' ? due !== '' : review !== '' && (due === '' || due >= today)) return false
  return (['severity', 'group', 'owner'] as const).every(
    (list) => facets[list] === '' || facets[list] === entry[list],
  )
}

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  opened ??= open(data.root)
  opened.then(
    (book) => {
      if (book.extent === 'failed') opened = undefined
      postMessage(answer(book, data))
    },
    () => {
      opened = undefined
      postMessage({ id: data.id, total: 0, rows: [], extent: 'failed' } satisfies Answer)
    },
  )
})
