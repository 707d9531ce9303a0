/** The search itself, independent of any page. */
import { distance } from 'fastest-levenshtein'
import MiniSearch, { type QueryCombination, type SearchResult } from 'minisearch'

/** The format of `search.json`. Columns keep it small: entry `i` is the `i`-th item of each. */
export interface Catalogue {
  /** Names of alerts, or titles of pages without alerts. */
  readonly name: readonly string[]
  /** Addresses from the site's root. */
  readonly href: readonly string[]
  /** Index into `lists.severity`, and so on; -1 for none. */
  readonly severity: readonly number[]
  readonly group: readonly number[]
  readonly owner: readonly number[]
  /** Title of the page if it differs from the name, else `''`. */
  readonly title: readonly string[]
  /** First words of the section Meaning. */
  readonly text: readonly string[]
  /** Metric names, headings and keywords, separated by spaces. */
  readonly words: readonly string[]
  /** Due date of the review; `''` without one. */
  readonly due: readonly string[]
  readonly lists: Readonly<Record<'severity' | 'group' | 'owner', readonly string[]>>
  /** Words with the same meaning. */
  readonly synonyms: readonly (readonly string[])[]
}

export interface Hit {
  readonly index: number
  readonly score: number
}

/** Words of a text in lower case: split at everything but letters and digits, and at case changes. */
export function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z\d])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$& ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
}

const joined = (text: string): string => wordsOf(text).join('')

/** Endings without meaning for the search, longest first. */
const ENDINGS = ['ations', 'ation', 'ings', 'ing', 'ies', 'ed', 'es', 's', 'e', 'y']

/** Irregular forms. */
const FORMS: Readonly<Record<string, string>> = {
  sent: 'send',
  lost: 'loss',
  written: 'write',
  errs: 'error',
  err: 'error',
}

/** A word without its ending: `expires`, `expired` and `expiration` become `expir`. */
export function stemOf(word: string): string {
  const known = FORMS[word] ?? word
  const ending = ENDINGS.find((one) => known.endsWith(one) && known.length - one.length >= 3)
  return ending === undefined || known.endsWith('ss') ? known : known.slice(0, -ending.length)
}

const termsOf = (word: string): string[] => [...new Set([word, stemOf(word)])]

/** Filler words in queries. */
const FILLER = new Set(
  'a an and are be by can cannot do does for from has have i in is it its keep keeps many much my not of on or our out some that the this to too very was we what when why with'.split(
    ' ',
  ),
)

interface Document {
  readonly id: number
  readonly name: string
  readonly title: string
  readonly words: string
  readonly text: string
  readonly facets: string
}

const BOOST = { name: 8, title: 4, words: 2, facets: 1.5, text: 1 }
const SYNONYM_BOOST = { name: 4, title: 2, words: 1, facets: 0.5, text: 0.5 }

/** A search over a catalogue. */
export function makeSearch(catalogue: Catalogue): (query: string) => Hit[] {
  const { lists } = catalogue
  const index = new MiniSearch<Document>({
    fields: Object.keys(BOOST),
    tokenize: wordsOf,
    processTerm: termsOf,
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
  const rarity = rarityOf(names)
  const synonyms = readSynonyms(catalogue.synonyms)
  return (query) => {
    const terms = meantBy(wordsOf(query), synonyms)
    if (terms.length === 0) return []
    const run = (combineWith: 'AND' | 'OR'): SearchResult[] =>
      index.search({ combineWith, queries: terms.map((term) => termQuery(term, synonyms)) }, { boost: BOOST })
    const strict = run('AND')
    const found =
      strict.length >= 3
        ? strict
        : [...strict, ...run('OR').filter(({ id }) => !strict.some((hit) => hit.id === id))]
    const scores = new Map<number, number>()
    const asked = new Set(terms)
    const others = new Set(terms.flatMap((term) => [...(synonyms.words.get(stemOf(term)) ?? [])]))
    const sum = (words: Iterable<string>): number =>
      [...words].reduce((total, word) => total + rarity(word), 0)
    const weight = sum(terms)
    for (const [place, { id, score }] of found.entries()) {
      const name = names[id as number]!
      const own = sum([...name].filter((word) => asked.has(word)))
      const similar = sum([...name].filter((word) => others.has(word) && !asked.has(word)))
      const shared = (own + similar / 2) / Math.max(sum(name), weight)
      // A name that consists of exactly the searched words is the likeliest result; rare words count most.
      scores.set(id as number, score * (1 + 2 * Math.min(shared, 1)) * (place < strict.length ? 1 : 0.1))
    }
    const best = Math.max(1, ...scores.values())
    const whole = wordsOf(query).join('')
    for (const [id, name] of joinedNames.entries()) {
      const near = likeness(whole, name)
      if (near > LIKE) scores.set(id, (scores.get(id) ?? 0) + (2 * best * (near - LIKE)) / (1 - LIKE))
    }
    return [...scores]
      .map(([index, score]) => ({ index, score }))
      .sort((a, b) => b.score - a.score || a.index - b.index)
  }
}

/** Weight of a word: high if few names contain it. */
function rarityOf(names: readonly ReadonlySet<string>[]): (word: string) => number {
  const counts = new Map<string, number>()
  for (const name of names) for (const word of name) counts.set(word, (counts.get(word) ?? 0) + 1)
  return (word) => Math.log(1 + names.length / (counts.get(word) ?? 1))
}

interface Synonyms {
  /** By stem: single words with the same meaning. A search for `restarting` also finds `crash`. */
  readonly words: ReadonlyMap<string, ReadonlySet<string>>
  /** Phrases with the meaning of a word, each as its words. */
  readonly phrases: ReadonlyMap<string, readonly (readonly string[])[]>
  /** Phrases that a query may contain, with their word; longest first. */
  readonly asked: readonly (readonly [phrase: readonly string[], word: string])[]
}

function readSynonyms(groups: readonly (readonly string[])[]): Synonyms {
  const words = new Map<string, Set<string>>()
  const phrases = new Map<string, string[][]>()
  const asked: [string[], string][] = []
  for (const group of groups) {
    const single = group.filter((one) => !one.includes(' '))
    const long = group.filter((one) => one.includes(' ')).map((one) => one.split(' '))
    for (const word of single) {
      const key = stemOf(word)
      words.set(key, new Set([...(words.get(key) ?? []), ...single.filter((one) => one !== word)]))
      phrases.set(key, [...(phrases.get(key) ?? []), ...long])
    }
    if (single[0] !== undefined) for (const phrase of long) asked.push([phrase, single[0]])
  }
  return { words, phrases, asked: asked.sort(([a], [b]) => b.length - a.length) }
}

/** The meaning of a query: phrases are replaced by their word; filler is dropped unless nothing else is left. */
function meantBy(words: readonly string[], { asked }: Synonyms): string[] {
  let rest = [...words]
  for (const [phrase, word] of asked) {
    // `does not answer` and `not answering` count as the same phrase.
    const at = rest.findIndex((_, i) => phrase.every((part, k) => stemOf(rest[i + k] ?? '') === stemOf(part)))
    if (at >= 0) rest = [...rest.slice(0, at), word, ...rest.slice(at + phrase.length)]
  }
  const telling = rest.filter((word) => !FILLER.has(word))
  return telling.length > 0 ? telling : rest
}

function termQuery(term: string, { words, phrases }: Synonyms): QueryCombination {
  const as = (word: string): QueryCombination => ({
    queries: [stemOf(word)],
    processTerm: (stem) => stem,
    boost: SYNONYM_BOOST,
  })
  return {
    combineWith: 'OR',
    queries: [
      {
        queries: [term],
        prefix: term.length > 1,
        fuzzy: term.length > 3 ? 0.25 : term.length > 2 ? 1 : false,
        maxFuzzy: 2,
        weights: { fuzzy: 0.35, prefix: 0.6 },
        processTerm: termsOf,
      },
      ...[...(words.get(stemOf(term)) ?? [])].map(as),
      ...(phrases.get(stemOf(term)) ?? []).map(
        (phrase): QueryCombination => ({ combineWith: 'AND', queries: phrase.map(as) }),
      ),
    ],
  }
}

/** From this likeness, a name counts as another one with a typo. */
const LIKE = 0.7

/** 1 for equal texts, less for each different letter; 0 if the lengths differ too much. */
function likeness(a: string, b: string): number {
  const longer = Math.max(a.length, b.length)
  if (Math.abs(a.length - b.length) > (1 - LIKE) * longer) return 0
  return 1 - distance(a, b) / longer
}
