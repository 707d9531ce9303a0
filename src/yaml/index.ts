/**
 * YAML parsed where it stands. In: a text (masked where only a part of it is YAML). Out: a tree in which
 * every node has its range in that text and every scalar a map back to its characters, read as Prometheus'
 * YAML library (go-yaml v3) reads it, plus the problems that library would refuse the document for. js-yaml
 * parses (`events.ts`); what go-yaml does otherwise is in `go.ts`, `map.ts`, `tag.ts`.
 */
import type { Range } from '../text/source.ts'
import { readDocuments } from './documents.ts'
import type { YamlDocument } from './tree.ts'

/**
 * Parses the first document of a text; only what stands within the given ranges counts, and all of the text
 * when there are none. Never throws: a document that cannot be read has no root, and a problem says why.
 */
export function parseYaml(text: string, within?: readonly Range[]): YamlDocument {
  return readDocuments(text, within, 1)[0]!
}

/** Parses all documents of a text up to the first that cannot be read; there is at least one. */
export function parseYamlDocuments(text: string, within?: readonly Range[]): YamlDocument[] {
  return readDocuments(text, within, Number.POSITIVE_INFINITY)
}

export * from './look.ts'
export { kindName } from './map.ts'
export type * from './tree.ts'
