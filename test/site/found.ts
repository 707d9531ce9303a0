/** The search of a site, with all parts of its catalogue. */
import { type Catalogue, type Hit, makeSearch, type Part } from '../../site/client/query.ts'
import type { OutputFile } from '../../src/model.ts'

export interface Found {
  /** Names of the entries, by place. */
  readonly names: readonly string[]
  /** Texts of the files it was read from. */
  readonly texts: readonly string[]
  find(query: string): Hit[]
}

export function searchOf(files: readonly OutputFile[]): Found {
  const text = (name: string): string => String(files.find(({ path }) => path === `site/${name}`)!.make())
  const first = text('search.json')
  const catalogue = JSON.parse(first) as Catalogue
  const texts = [first, ...catalogue.rest.map(text)]
  const parts = texts.map((one) => JSON.parse(one) as Part)
  const search = makeSearch(catalogue)
  for (const part of parts) search.add(part)
  return { names: parts.flatMap(({ name }) => name), texts, find: search.find }
}
