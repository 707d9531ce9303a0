/** Search results on a page. Loaded when the search is first used. */
import { make } from './dom.ts'
import { type Catalogue, makeSearch } from './query.ts'

export interface Facets {
  readonly severity: string
  readonly group: string
  readonly owner: string
  readonly review: string
}

export interface Finder {
  /** Shows what is found in `list`; returns how many. `suffix` is added to each address. */
  show(list: HTMLElement, query: string, facets: Facets | undefined, limit: number, suffix?: string): number
}

/** Loads the catalogue. Rejects when it cannot be fetched. */
export async function open(root: URL): Promise<Finder> {
  const response = await fetch(new URL('search.json', root), { cache: 'no-cache' })
  if (!response.ok) throw new Error(`search.json: ${response.status}`)
  const catalogue = (await response.json()) as Catalogue
  const search = makeSearch(catalogue)
  const everything = [...catalogue.name.keys()].sort((a, b) =>
    catalogue.name[a]! < catalogue.name[b]! ? -1 : 1,
  )
  const value = (list: 'severity' | 'group' | 'owner', i: number): string =>
    catalogue.lists[list][catalogue[list][i]!] ?? ''
  const today = new Date().toISOString().slice(0, 10)
  const matches = (facets: Facets, i: number): boolean => {
    const due = catalogue.due[i]!
    const review = facets.review === '' || (facets.review === 'none' ? due === '' : due !== '' && due < today)
    return (
      review &&
      (['severity', 'group', 'owner'] as const).every(
        (list) => facets[list] === '' || facets[list] === value(list, i),
      )
    )
  }
  const item = (i: number, suffix: string): HTMLElement => {
    const severity = value('severity', i)
    const href = catalogue.href[i]!
    const [path, anchor] = href.split('#')
    const url = new URL((path || './') + suffix + (anchor ? `#${anchor}` : ''), root)
    const name = make('a', { href: url.href }, ...breakable(catalogue.name[i]!))
    const line = make('p', { class: 'line' }, name)
    if (severity) line.append(' ', make('span', { class: 'severity', 'data-severity': severity }, severity))
    const owner = value('owner', i)
    if (owner) line.append(' ', make('span', { class: 'note' }, owner))
    return make('li', {}, line, make('p', { class: 'note' }, catalogue.text[i] || catalogue.title[i] || ''))
  }
  return {
    show(list, query, facets, limit, suffix = '') {
      const hits = query.trim() === '' ? everything : search(query).map((hit) => hit.index)
      const kept = facets ? hits.filter((i) => matches(facets, i)) : hits
      list.replaceChildren(...kept.slice(0, limit).map((i) => item(i, suffix)))
      list.hidden = kept.length === 0
      return kept.length
    },
  }
}

function breakable(name: string): (string | Node)[] {
  return name
    .split(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[_:])(?=\w)/)
    .flatMap((part, i) => (i ? [make('wbr'), part] : [part]))
}
