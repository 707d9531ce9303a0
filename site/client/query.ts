/** The search itself, independent of any page. */
import { distance } from 'fastest-levenshtein'
import MiniSearch, { type QueryCombination, type SearchResult } from 'minisearch'

/** A part of the catalogue. Columns keep it small: entry `i` is the `i`-th of each. */
export interface Part {
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
  /** How many of the last entries are documents; 0 where it is absent. */
  readonly documents?: number
}

/** What the site writes into `search.json`: the first part, and what all parts share. */
export interface Catalogue extends Part {
  readonly lists: Readonly<Record<'severity' | 'group' | 'owner', readonly string[]>>
  /** Words with the same meaning. */
  readonly synonyms: readonly (readonly string[])[]
  /** Files beside it with the other parts of a large book. */
  readonly rest: readonly string[]
}

export interface Hit {
  /** Its place among all entries that were added. */
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
const FORMS: ReadonlyMap<string, string> = new Map([
  ['sent', 'send'],
  ['lost', 'loss'],
  ['written', 'write'],
  ['errs', 'error'],
  ['err', 'error'],
])

/** A word without its ending: `expires`, `expired` and `expiration` become `expir`. */
function stemOf(word: string): string {
  const known = FORMS.get(word) ?? word
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

/** What the score of a document counts: whoever searches has been paged, and looks for an alert. */
const DOCUMENT = 0.25

const BOOST = { name: 8, title: 4, words: 2, facets: 1.5, text: 1 }
const FACETS = ['severity', 'group', 'owner'] as const
const SYNONYM_BOOST = { name: 4, title: 2, words: 1, facets: 0.5, text: 0.5 }

/** A search that grows by parts of a catalogue. */
export interface Search {
  /** Entries of a part, all or from one on up to another. */
  add(part: Part, from?: number, to?: number): void
  /** What is found among the entries so far, the best first. */
  find(query: string): Hit[]
}

/** In: what all parts share. Out: a search without entries. */
export function makeSearch({ lists, synonyms: groups }: Pick<Catalogue, 'lists' | 'synonyms'>): Search {
  const index = new MiniSearch<Document>({
    fields: Object.keys(BOOST),
    tokenize: wordsOf,
    processTerm(word) {
      const terms = termsOf(word)
      for (const term of terms) vocabulary.add(term)
      return terms
    },
  })
  const names: ReadonlySet<string>[] = []
  const documents = new Set<number>()
  const joinedNames: string[] = []
  const counts = new Map<string, number>()
  /** Every word of the book, and every stem. */
  const vocabulary = new Set<string>()
  const synonyms = readSynonyms(groups)
  /** How much a word tells: much when few names have it. */
  const rarity = (word: string): number =>
    Math.log(1 + (names.length - documents.size) / (counts.get(word) ?? 1))
  return {
    add(part, from = 0, to = part.name.length) {
      const firstDocument = part.name.length - (part.documents ?? 0)
      for (let at = from; at < Math.min(to, part.name.length); at++) {
        const name = part.name[at]!
        index.add({
          id: names.length,
          name,
          title: part.title[at]!,
          words: part.words[at]!,
          // Names of labels stand in every other text.
          text: part.text[at]!.replace(/<\w+>/g, ' '),
          facets: FACETS.map((list) => lists[list][part[list][at]!] ?? '').join(' '),
        })
        const words = new Set(wordsOf(name))
        if (at >= firstDocument) documents.add(names.length)
        else for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
        names.push(words)
        joinedNames.push(joined(name))
      }
    },
    find(query) {
      const terms = meantBy(wordsOf(query), synonyms)
      if (terms.length === 0) return []
      const run = (combineWith: 'AND' | 'OR'): SearchResult[] =>
        index.search(
          { combineWith, queries: terms.map((term) => termQuery(term, synonyms, vocabulary)) },
          { boost: BOOST },
        )
      const strict = run('AND')
      // Where few have all words, those that have some of them come behind.
      const isFew = strict.length < FEW
      const found = isFew ? withOthers(strict, run('OR')) : strict
      const asked = new Set(terms)
      const others = new Set(terms.flatMap((term) => [...(synonyms.words.get(stemOf(term)) ?? [])]))
      const weight = terms.reduce((total, term) => total + rarity(term), 0)
      /** How much of a name is what was asked for; rare words tell most. */
      const shared = (name: ReadonlySet<string>): number => {
        let whole = 0
        let own = 0
        for (const word of name) {
          const telling = rarity(word)
          whole += telling
          if (asked.has(word)) own += telling
          else if (others.has(word)) own += telling / 2
        }
        return Math.min(own / Math.max(whole, weight), 1)
      }
      const hits = found.map(({ id, score }, place): Hit => {
        // Nobody looks through hundreds, and they come in order.
        const factor = place < RANKED ? 1 + 2 * shared(names[id as number]!) : 1
        return { index: id as number, score: score * factor * (place < strict.length ? 1 : 0.1) }
      })
      return likelyFirst(hits, isFew)
        .map((hit) => (documents.has(hit.index) ? { ...hit, score: hit.score * DOCUMENT } : hit))
        .sort((a, b) => b.score - a.score || a.index - b.index)

      /** A name with a slip of the finger in it. All names are looked at where words alone have found little. */
      function likelyFirst(hits: readonly Hit[], everywhere: boolean): Hit[] {
        const best = hits.reduce((most, { score }) => Math.max(most, score), 1)
        const whole = wordsOf(query).join('')
        const bonus = (index: number): number => {
          const near = likeness(whole, joinedNames[index]!)
          return near > LIKE ? (2 * best * (near - LIKE)) / (1 - LIKE) : 0
        }
        const known = hits.map(({ index, score }) => ({ index, score: score + bonus(index) }))
        if (!everywhere) return known
        const seen = new Set(hits.map(({ index }) => index))
        const further = [...joinedNames.keys()].filter((index) => !seen.has(index) && bonus(index) > 0)
        return [...known, ...further.map((index) => ({ index, score: bonus(index) }))]
      }
    },
  }
}

/** So many hits are enough. */
const FEW = 3
/** So many hits are put into order by their names as well. */
const RANKED = 400

function withOthers(strict: readonly SearchResult[], some: readonly SearchResult[]): SearchResult[] {
  const known = new Set(strict.map(({ id }) => id as number))
  return [...strict, ...some.filter(({ id }) => !known.has(id as number))]
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

/** A word that the book has, in any form or by a synonym, is spelt as it is meant: no other is taken for it. */
function termQuery(
  term: string,
  { words, phrases }: Synonyms,
  vocabulary: ReadonlySet<string>,
): QueryCombination {
  const isKnown = [term, ...(words.get(stemOf(term)) ?? [])].some((word) => vocabulary.has(stemOf(word)))
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
        fuzzy: isKnown ? false : term.length > 3 ? 0.25 : term.length > 2 ? 1 : false,
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
