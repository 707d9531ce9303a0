/**
 * The search, in its own thread: neither building the index nor a query ever blocks the page. It receives the site's
 * root, fetches the catalogue, and answers queries with rows to show.
 */
import { type Catalogue, makeSearch } from './query.ts'

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

/** `failed`: the catalogue could not be loaded; the next query tries again. */
export interface Answer {
  readonly id: number
  readonly total: number
  readonly rows: readonly Row[]
  readonly failed?: true
}

type Ask = (question: Question) => Answer

let opened: Promise<Ask> | undefined

async function open(root: string): Promise<Ask> {
  const response = await fetch(new URL('search.json', root), { cache: 'no-cache' })
  if (!response.ok) throw new Error(`search.json: ${response.status}`)
  const catalogue = (await response.json()) as Catalogue
  const search = makeSearch(catalogue)
  const { name } = catalogue
  const everything = [...name.keys()].sort((a, b) => (name[a]! < name[b]! ? -1 : 1))
  const value = (list: 'severity' | 'group' | 'owner', i: number): string =>
    catalogue.lists[list][catalogue[list][i]!] ?? ''
  const today = new Date().toISOString().slice(0, 10)
  const matches = (facets: Facets, i: number): boolean => {
    const due = catalogue.due[i]!
    const review = facets.review === '' || (facets.review === 'none' ? due === '' : due !== '' && due < today)
    const lists = ['severity', 'group', 'owner'] as const
    return review && lists.every((list) => facets[list] === '' || facets[list] === value(list, i))
  }
  const row = (i: number): Row => ({
    name: name[i]!,
    href: catalogue.href[i]!,
    severity: value('severity', i),
    owner: value('owner', i),
    note: catalogue.text[i] || catalogue.title[i] || '',
  })
  return ({ id, query, facets, limit }) => {
    const hits = query.trim() === '' ? everything : search(query).map((hit) => hit.index)
    const kept = facets ? hits.filter((i) => matches(facets, i)) : hits
    return { id, total: kept.length, rows: kept.slice(0, limit).map(row) }
  }
}

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  opened ??= open(data.root)
  opened.then(
    (ask) => postMessage(ask(data)),
    () => {
      opened = undefined
      postMessage({ id: data.id, total: 0, rows: [], failed: true } satisfies Answer)
    },
  )
})
