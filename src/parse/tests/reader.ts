/** Reads the YAML of a test: values in the required shape, with reports for others. */

import type { Diagnostic, Labelled } from '../../model.ts'
import { parseDuration } from '../../promql/index.ts'
import { nearest } from '../../text/nearest.ts'
import { own } from '../../text/own.ts'
import type { Range, Text } from '../../text/source.ts'
import { parseTimestamp } from '../../text/timestamp.ts'
import { described, isNull, textOf, type YamlMap, type YamlNode } from '../../yaml/index.ts'
import { floatOf, integerOf } from '../../yaml/tag.ts'
import { PROMTOOL_KEYS } from './keys.ts'

export interface TestReader {
  readonly file: string
  readonly diagnostics: Diagnostic[]
}

export function report(reader: TestReader, { start, end }: Range, message: string, hint: string): void {
  reader.diagnostics.push({
    file: reader.file,
    range: { start, end },
    code: 'test-shape',
    severity: 'error',
    message,
    hint,
  })
}

/** Reports a value of the wrong shape. */
export function expect(
  reader: TestReader,
  node: YamlNode,
  what: string,
  expected: string,
  hint: string,
): undefined {
  report(reader, node.range, `Unexpected ${described(node)} for ${what}, expected ${expected}`, hint)
  return undefined
}

export type Reads = Readonly<Record<string, (value: YamlNode, key: Text) => void>>

/** Passes each entry of a mapping to its reader; reports unknown keys with the one that was probably meant. */
export function readMap(reader: TestReader, map: YamlMap, what: string, reads: Reads): void {
  for (const { key, value } of map.entries) {
    if (key.kind !== 'scalar') {
      expect(reader, key, `a key of ${what}`, 'a name', 'write `name: value`')
      continue
    }
    const name = key.text.value
    const read = Object.hasOwn(reads, name) ? reads[name] : undefined
    if (read !== undefined) read(value, key.text)
    else {
      const known = Object.keys(reads)
      const meant = own(PROMTOOL_KEYS, name)
      const near = meant !== undefined && known.includes(meant) ? meant : nearest(name, known)
      const hint =
        near === undefined ? `use one of ${known.map((one) => `\`${one}\``).join(', ')}` : `write \`${near}\``
      report(reader, key.range, `Unexpected key \`${name}\` in ${what}`, hint)
    }
  }
}

export function readText(reader: TestReader, node: YamlNode, what: string): Text | undefined {
  if (node.kind === 'scalar' && !isNull(node)) return node.text
  return expect(reader, node, what, 'a string', 'write a string')
}

export function readDuration(reader: TestReader, node: YamlNode, what: string): number | undefined {
  const hint = 'write for example `30s`, `5m` or `1h30m`'
  if (node.kind !== 'scalar') return expect(reader, node, what, 'a duration', hint)
  const { ms } = parseDuration(node.text.value)
  return ms ?? expect(reader, node, what, 'a duration', hint)
}

/** Milliseconds since 1970. */
export function readTime(reader: TestReader, node: YamlNode, what: string): number | undefined {
  const hint = 'write seconds since 1970, or `2024-01-01T00:00:00Z`'
  return parseTimestamp(textOf(node) ?? '') ?? expect(reader, node, what, 'a point in time', hint)
}

export function readNumber(reader: TestReader, node: YamlNode, what: string): number | undefined {
  if (node.kind === 'scalar') {
    const text = node.text.value
    const special = /^[-+]?(?:nan|inf)$/i.test(text)
      ? Number(text.replace(/inf/i, 'Infinity').replace(/nan/i, 'NaN'))
      : undefined
    const whole = integerOf(text)
    const value = special ?? (whole === undefined ? floatOf(text) : Number(whole))
    if (value !== undefined) return value
  }
  return expect(reader, node, what, 'a number', 'write a number')
}

export function readFlag(reader: TestReader, node: YamlNode, what: string): boolean {
  if (node.kind === 'scalar' && node.tag === 'bool') return node.text.value.toLowerCase() === 'true'
  expect(reader, node, what, '`true` or `false`', 'write `true`, or leave it out')
  return false
}

/** Names and texts. */
export function readPairs(reader: TestReader, node: YamlNode, what: string): Labelled[] {
  if (node.kind !== 'map') {
    if (!isNull(node))
      expect(reader, node, what, 'a mapping of names to strings', 'write `{ instance: web-1 }`')
    return []
  }
  return node.entries.flatMap(({ key, value }): Labelled[] => {
    if (key.kind === 'scalar' && value.kind === 'scalar') return [[key.text.value, value.text.value]]
    expect(reader, value, what, 'a string', 'write `{ instance: web-1 }`')
    return []
  })
}
