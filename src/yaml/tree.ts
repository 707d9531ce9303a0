/** The tree of a YAML document: nodes with their ranges, and its problems. Types only. */
import type { Range, Text } from '../text/source.ts'

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
