/**
 * YAML parsed where it stands. In: a text (masked where only a part of it is YAML). Out: a tree in which
 * every node has its range in that text and every scalar a map back to its characters, read as Prometheus'
 * YAML library (go-yaml v3) reads it, plus the problems that library would refuse the document for. js-yaml
 * parses (`yaml-events.ts`); what go-yaml does otherwise is in `yaml-go.ts`, `yaml-map.ts`, `yaml-tag.ts`.
 */
import type { Range, Text } from './source.ts'
import { readDocuments } from './yaml-documents.ts'

/**
 * The type go-yaml v3 resolves a scalar to (`!!str`, `!!int`, …), explicit tags included; `other` when the
 * value does not fit its explicit tag, which go-yaml refuses to decode.
 */
export type ScalarTag = 'str' | 'null' | 'bool' | 'int' | 'float' | 'timestamp' | 'binary' | 'merge' | 'other'

export interface YamlScalar {
  readonly kind: 'scalar'
  readonly range: Range
  /** Value as a Go `string` field receives it: decoded text, also of `010`, `true`, `5m`; `''` for null. */
  readonly text: Text
  readonly tag: ScalarTag
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded'
}

export interface YamlMap {
  readonly kind: 'map'
  readonly range: Range
  /** In written order; entries that came through a `<<` merge follow, with `merged`. */
  readonly entries: readonly YamlEntry[]
}

export interface YamlEntry {
  readonly key: YamlNode
  readonly value: YamlNode
  /** From the key to the end of the value as written: an alias here, not what it stands for. */
  readonly range: Range
  readonly merged?: true
}

export interface YamlSeq {
  readonly kind: 'seq'
  readonly range: Range
  readonly items: readonly YamlNode[]
}

export type YamlNode = YamlScalar | YamlMap | YamlSeq

export interface YamlProblem {
  /** `yaml-syntax`, `yaml-duplicate-key`, `yaml-alias` (unknown anchor, bomb). */
  readonly code: 'yaml-syntax' | 'yaml-duplicate-key' | 'yaml-alias'
  readonly range: Range
  readonly message: string
  readonly hint?: string
  /** A second place: where the key was first defined. */
  readonly related?: { readonly range: Range; readonly message: string }
}

export interface YamlDocument {
  /** The text as it was read: spaces where it was masked. Offsets are those of the author's file. */
  readonly text: string
  /** The part of the text that was read as YAML (all documents of it). */
  readonly range: Range
  /** The document's root; `null` for an empty document or one that cannot be read. */
  readonly root: YamlNode | null
  readonly problems: readonly YamlProblem[]
  /** Its comments, from `#` to the end of their line; up to two tokens after its end are seen as well. */
  readonly comments: readonly Range[]
  /** Where each further document begins, its `---` (Prometheus ignores them). */
  readonly more: readonly Range[]
}

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

export { kindName } from './yaml-map.ts'
export * from './yaml-read.ts'
