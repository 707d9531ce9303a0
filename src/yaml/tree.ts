/** The tree of a YAML document: nodes with their ranges, and its problems. Types only. */
import type { Range, Text } from '../text/source.ts'

/**
 * The type that go-yaml v3 resolves a scalar to (`!!str`, `!!int`, …), explicit tags included; `other` if the value
 * does not fit its explicit tag, which go-yaml refuses to decode.
 */
export type ScalarTag = 'str' | 'null' | 'bool' | 'int' | 'float' | 'timestamp' | 'binary' | 'merge' | 'other'

export interface YamlScalar {
  readonly kind: 'scalar'
  readonly range: Range
  /** The value that a Go `string` field receives: decoded text, also for `010`, `true`, `5m`; `''` for null. */
  readonly text: Text
  readonly tag: ScalarTag
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded'
}

export interface YamlMap {
  readonly kind: 'map'
  readonly range: Range
  /** In written order; entries added by a `<<` merge follow, marked `merged`. */
  readonly entries: readonly YamlEntry[]
}

export interface YamlEntry {
  readonly key: YamlNode
  readonly value: YamlNode
  /** From the key to the end of the value as written: for an alias, the alias itself. */
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
  /** The text as parsed: spaces where it was masked. Offsets are those of the author's file. */
  readonly text: string
  /** The part of the text that is YAML (all its documents). */
  readonly range: Range
  /** The document's root; `null` if it is empty or invalid. */
  readonly root: YamlNode | null
  readonly problems: readonly YamlProblem[]
  /** Its comments, from `#` to the end of their line; includes those within two tokens after its end. */
  readonly comments: readonly Range[]
  /** The start of each further document, its `---` (Prometheus ignores them). */
  readonly more: readonly Range[]
  /** Of the first document: where Prometheus, which reads two tokens of the next one, refuses that. */
  readonly ahead: number | undefined
}
