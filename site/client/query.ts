/** The search itself, without a page around it. */
import { distance } from 'fastest-levenshtein'
import MiniSearch, { type QueryCombination, type SearchResult } from 'minisearch'

/** What the site writes into `search.json`. Columns keep it small: entry `i` is the `i`-th of each. */
export interface Catalogue {
  /** Names of alerts, or titles of pages without one. */
  readonly name: readonly string[]
  /** Addresses from the site's root. */
  readonly href: readonly string[]
  /** Index into `lists.severity`, and so on; -1 for none. */
  readonly severity: readonly number[]
  readonly group: readonly number[]
  readonly owner: readonly number[]
  /** Title of the page where it differs from the name, else `''`. */
  readonly title: readonly string[]
  /** First words of the meaning. */
  readonly text: readonly string[]
  /** Metric names, headings and keywords, separated by spaces. */
  readonly words: readonly string[]
  /** The day a review is due; `''` where none is. */
  readonly due: readonly string[]
  readonly lists: Readonly<Record<'severity' | 'group' | 'owner', readonly string[]>>
  /** Words that stand for each other. */
  readonly synonyms: readonly (readonly string[])[]
}

export interface Hit {
  readonly index: number
  readonly score: number
}

/** Words of a text: split at what is no letter or digit and at case changes, in lower case. */
export function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z\d])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$& ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
}

const joined = (text: string): string => wordsOf(text).join('')

interface Document {
  readonly id: number
  readonly name: string
  readonly title: string
  readonly words: string
  readonly text: string
  readonly facets: string
}

const BOOST = { name: 8, title: 4, words: 2, facets: 1.5, text: 1 }

/** A search over a catalogue. */
export function makeSearch(catalogue: Catalogue): (query: string) => Hit[] {
  const { lists, synonyms } = catalogue
  const index = new MiniSearch<Document>({
    fields: Object.keys(BOOST),
    tokenize: wordsOf,
    processTerm: (term) => term,
  })
  const names = catalogue.name.map((name) => new Set(wordsOf(name)))
  const joinedNames = catalogue.name.map(joined)
  index.addAll(
    catalogue.name.map((name, id) => ({
      id,
      name,
      title: catalogue.title[id]!,
      words: catalogue.words[id]!,
      text: catalogue.text[id]!,
      facets: (['severity', 'group', 'owner'] as const)
        .map((list) => lists[list][catalogue[list][id]!] ?? '')
        .join(' '),
    })),
  )
  const others = new Map<string, Set<string>>()
  for (const group of synonyms) {
    for (const word of group) others.set(word, new Set([...(others.get(word) ?? []), ...group]))
  }
  const termQuery = (term: string): QueryCombination => ({
    combineWith: 'OR',
    queries: [
      {
        queries: [term],
        prefix: term.length > 1,
        fuzzy: term.length > 3 ? 0.25 : term.length > 2 ? 1 : false,
        maxFuzzy: 2,
        weights: { fuzzy: 0.35, prefix: 0.6 },
      },
      ...[...(others.get(term) ?? [])]
        .filter((word) => word !== term)
        .map((word) => ({
          queries: [word],
          boost: { name: 4, title: 2, words: 1, facets: 0.5, text: 0.5 },
        })),
    ],
  })
  return (query) => {
    const terms = wordsOf(query)
    if (terms.length === 0) return []
    const run = (combineWith: 'AND' | 'OR'): SearchResult[] =>
      index.search({ combineWith, queries: terms.map(termQuery) }, { boost: BOOST })
    const strict = run('AND')
    const found =
      strict.length >= 3
        ? strict
        : [...strict, ...run('OR').filter(({ id }) => !strict.some((hit) => hit.id === id))]
    const scores = new Map<number, number>()
    const asked = new Set(terms)
    for (const [place, { id, score }] of found.entries()) {
      const name = names[id as number]!
      const shared = [...name].filter((word) => asked.has(word)).length / Math.max(name.size, asked.size)
      // A name made of just the words that were asked for is what was meant.
      scores.set(id as number, score * (1 + 2 * shared) * (place < strict.length ? 1 : 0.1))
    }
    const best = Math.max(1, ...scores.values())
    const whole = terms.join('')
    for (const [id, name] of joinedNames.entries()) {
      const near = likeness(whole, name)
      if (near > LIKE) scores.set(id, (scores.get(id) ?? 0) + (2 * best * (near - LIKE)) / (1 - LIKE))
    }
    return [...scores]
      .map(([index, score]) => ({ index, score }))
      .sort((a, b) => b.score - a.score || a.index - b.index)
  }
}

/** From here on two names are taken for one with a slip of the finger in it. */
const LIKE = 0.7

/** 1 for the same text, less for each letter that differs; 0 where the lengths alone say no. */
function likeness(a: string, b: string): number {
  const longer = Math.max(a.length, b.length)
  if (Math.abs(a.length - b.length) > (1 - LIKE) * longer) return 0
  return 1 - distance(a, b) / longer
}
