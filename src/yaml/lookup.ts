/** Look-ups in a YAML tree. */
import type { YamlEntry, YamlMap, YamlNode } from './tree.ts'

/** The entry of a mapping with this key, or undefined; written entries take precedence over merged ones. */
export function entry(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.find((entry) => entry.key.kind === 'scalar' && entry.key.text.value === key)
}

/** The value of a key in a mapping; undefined if it is absent or null. */
export function valueAt(map: YamlMap, key: string): YamlNode | undefined {
  const value = entry(map, key)?.value
  return value === undefined || isNull(value) ? undefined : value
}

export function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.tag === 'null'
}

/** The text of a scalar; undefined for anything else. */
export const textOf = (node: YamlNode | undefined): string | undefined =>
  node?.kind === 'scalar' ? node.text.value : undefined

/** The items of a list; any other node is taken for a list of one. */
export const itemsOf = (node: YamlNode): readonly YamlNode[] => (node.kind === 'seq' ? node.items : [node])

/** The entries of a mapping whose key and value are scalars; none for any other node. */
export const pairsOf = (node: YamlNode | undefined): [key: string, value: string][] =>
  (node?.kind === 'map' ? node.entries : []).flatMap(({ key, value }): [string, string][] =>
    key.kind === 'scalar' && value.kind === 'scalar' ? [[key.text.value, value.text.value]] : [],
  )
