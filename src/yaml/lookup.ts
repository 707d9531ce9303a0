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
