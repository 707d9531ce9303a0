/**
 * Reading values out of a YAML tree: each reader returns what it found in the wanted kind, and reports any
 * other kind with its place. A value that is absent or null is undefined, without a report.
 */
import type { Range, Text } from './source.ts'
import type { YamlEntry, YamlMap, YamlNode } from './yaml.ts'
import { kindName } from './yaml-map.ts'

/** Receives what is wrong with a value. */
export type Report = (range: Range, message: string, hint?: string) => void

/** The entry of a mapping with the key, or undefined; written entries come before merged ones. */
export function entry(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.find((entry) => entry.key.kind === 'scalar' && entry.key.text.value === key)
}

/** The value under a key of a mapping; undefined when it is absent or null. */
export function valueAt(map: YamlMap, key: string): YamlNode | undefined {
  const value = entry(map, key)?.value
  return value === undefined || isNull(value) ? undefined : value
}

export function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.tag === 'null'
}

/** The mapping that a node is; `what` names the value in the report. */
export function readMap(node: YamlNode | undefined, what: string, report: Report): YamlMap | undefined {
  if (node === undefined || isNull(node)) return undefined
  if (node.kind === 'map') return node
  report(node.range, `${what} is a mapping, found ${kindName(node)}`)
  return undefined
}

/** The text of a scalar, of whatever type. */
export function readText(node: YamlNode | undefined, what: string, report: Report): Text | undefined {
  if (node === undefined || isNull(node)) return undefined
  if (node.kind === 'scalar') return node.text
  const isTemplate = node.kind === 'map' && node.entries[0]?.key.kind === 'map'
  report(
    node.range,
    `${what} is a string, found ${kindName(node)}`,
    isTemplate ? 'put the value in quotes: YAML reads `{{` as the beginning of a mapping' : undefined,
  )
  return undefined
}

/** The texts of a list; a single scalar counts as a list of one. Null items are left out. */
export function readTexts(node: YamlNode | undefined, what: string, report: Report): Text[] {
  if (node === undefined || isNull(node)) return []
  if (node.kind === 'map') {
    report(node.range, `${what} is a list of strings, found a mapping`)
    return []
  }
  const items = node.kind === 'seq' ? node.items : [node]
  return items
    .map((item) => readText(item, `an item of ${what}`, report))
    .filter((text) => text !== undefined)
}

/** The value of a boolean (`true`, `false` as YAML spells them). */
export function readBoolean(node: YamlNode | undefined, what: string, report: Report): boolean | undefined {
  if (node === undefined || isNull(node)) return undefined
  if (node.kind === 'scalar' && node.tag === 'bool') return node.text.value.toLowerCase() === 'true'
  report(node.range, `${what} is \`true\` or \`false\`, found ${kindName(node)}`)
  return undefined
}

/** The value of a number. */
export function readNumber(node: YamlNode | undefined, what: string, report: Report): number | undefined {
  if (node === undefined || isNull(node)) return undefined
  if (node.kind === 'scalar' && (node.tag === 'int' || node.tag === 'float')) {
    return Number(node.text.value.replaceAll('_', ''))
  }
  report(node.range, `${what} is a number, found ${kindName(node)}`)
  return undefined
}
