/**
 * YAML parsed where it stands. In: a text (masked where only a part of it is YAML). Out: a tree in which
 * every node has its range in that text and every scalar a map back to its characters, read as Prometheus'
 * YAML library (go-yaml v3) reads it, plus the problems that library would refuse the document for.
 */
import type { Range, Text } from './source.ts'

/** The type go-yaml v3 resolves a scalar to (`!!str`, `!!int`, …), explicit tags included. */
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
  /** The first document's root; `null` for an empty document or one that cannot be read. */
  readonly root: YamlNode | null
  readonly problems: readonly YamlProblem[]
  /** Where each document after the first begins (Prometheus ignores them). */
  readonly more: readonly Range[]
}
