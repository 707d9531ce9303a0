/**
 * Parses YAML in place. In: a text, masked where only part of it is YAML. Out: a tree in which every node has its range
 * in that text and every scalar is mapped to its characters, read as Prometheus' YAML library (go-yaml v3) does, plus
 * the problems for which that library would refuse the document. js-yaml parses (`events.ts`); differences in go-yaml
 * are in `go.ts`, `map.ts` and `tag.ts`.
 */
import type { Range } from '../text/source.ts'
import { readDocuments } from './documents.ts'
import type { YamlDocument } from './tree.ts'

/**
 * Parses the first document of a text: the given ranges only, or all of the text without any. Never throws: an invalid
 * document has no root, and a problem says why.
 */
export function parseYaml(text: string, within?: readonly Range[]): YamlDocument {
  return readDocuments(text, within, 1)[0]!
}

/** Parses all documents of a text up to the first invalid one; returns at least one. */
export function parseYamlDocuments(text: string, within?: readonly Range[]): YamlDocument[] {
  return readDocuments(text, within, Number.POSITIVE_INFINITY)
}

export { NOT_IN_FLOW } from './go.ts'
export * from './lookup.ts'
export { bareKind, described, kindName } from './map.ts'
export type * from './tree.ts'
