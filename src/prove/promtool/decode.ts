/**
 * Decodes YAML into the structs of promtool's test files, as strictly as promtool does: go-yaml v2's `UnmarshalStrict`,
 * whose messages are kept beside ours. In: a YAML tree. Out: values, and complaints with places.
 */
import { quote } from '../../promql/go.ts'
import { parseDuration, versionNumber } from '../../promql/index.ts'
import { didYouMean } from '../../text/nearest.ts'
import { lineColumn, type Range } from '../../text/source.ts'
import { bareKind, isNull, type YamlNode, type YamlScalar } from '../../yaml/index.ts'
import { floatOf, integerOf } from '../../yaml/tag.ts'

/** An error in a test file. */
export interface Complaint {
  readonly range: Range
  /** In words for the reader. */
  readonly message: string
  readonly hint?: string | undefined
  /** Promtool's message; `stops`: promtool prints nothing else. */
  readonly promtool: string
  readonly stops?: true
}

export interface Decoder {
  /** Offsets of line starts in the file. */
  readonly starts: readonly number[]
  /** Version of promtool, as `versionNumber` returns it. */
  readonly version: number
  readonly complaints: Complaint[]
}

const TAGS: Readonly<Record<YamlScalar['tag'], string>> = {
  str: '!!str',
  null: '!!null',
  bool: '!!bool',
  int: '!!int',
  float: '!!float',
  timestamp: '!!timestamp',
  binary: '!!binary',
  merge: '!!merge',
  other: '!!str',
}

/** Names of Go types in messages. */
const WORDS: Readonly<Record<string, string>> = {
  string: 'a string',
  float64: 'a number',
  bool: '`true` or `false`',
  '[]string': 'a list of strings',
  'map[string]string': 'a mapping of names to strings',
}

const lineOf = (decoder: Decoder, node: { range: Range }): number =>
  lineColumn(decoder.starts, node.range.start).line

function complain(
  decoder: Decoder,
  node: { readonly range: Range },
  message: string,
  promtool: string,
  hint?: string,
): void {
  const { start, end } = node.range
  decoder.complaints.push({
    range: { start, end },
    message,
    promtool: `line ${lineOf(decoder, node)}: ${promtool}`,
    ...(hint !== undefined && { hint }),
  })
}

/** Reports a value at which go-yaml gives up: nothing else is reported. */
export function refuse(
  decoder: Decoder,
  node: YamlNode,
  message: string,
  promtool: string,
  hint?: string,
): void {
  const { start, end } = node.range
  decoder.complaints.push({
    range: { start, end },
    message,
    promtool,
    stops: true,
    ...(hint !== undefined && { hint }),
  })
}

/** Reports a value of the wrong kind for the Go type. */
function mismatch(decoder: Decoder, node: YamlNode, type: string): void {
  const value = node.kind === 'scalar' ? node.text.value : ''
  const shown = value.length > 10 ? `${value.slice(0, 7)}...` : value
  const found =
    node.kind === 'seq' ? '!!seq' : node.kind === 'map' ? '!!map' : `${TAGS[node.tag]} \`${shown}\``
  const wanted = WORDS[type] ?? (type.startsWith('[]') ? 'a list' : 'a mapping')
  complain(
    decoder,
    node,
    `Unexpected ${bareKind(node)}, expected ${wanted}`,
    `cannot unmarshal ${found} into ${type}`,
  )
}

/** Reads a field of type `string`: any scalar as written, empty for null. */
export function readString(decoder: Decoder, node: YamlNode): string {
  if (node.kind === 'scalar') return isNull(node) ? '' : node.text.value
  mismatch(decoder, node, 'string')
  return ''
}

/** Reads a field of type `float64`. */
export function readFloat(decoder: Decoder, node: YamlNode): number {
  if (isNull(node)) return 0
  if (node.kind === 'scalar' && (node.tag === 'int' || node.tag === 'float')) {
    const whole = integerOf(node.text.value)
    return whole === undefined ? (floatOf(node.text.value) ?? 0) : Number(whole)
  }
  mismatch(decoder, node, 'float64')
  return 0
}

const TRUE = /^(?:true|y|yes|on)$/i
const FALSE = /^(?:false|n|no|off)$/i

/** Reads a field of type `bool`; go-yaml v2 follows YAML 1.1, where `yes` is true. */
export function readBool(decoder: Decoder, node: YamlNode): boolean {
  if (isNull(node)) return false
  if (node.kind === 'scalar' && node.style === 'plain') {
    if (TRUE.test(node.text.value)) return true
    if (FALSE.test(node.text.value)) return false
  }
  mismatch(decoder, node, 'bool')
  return false
}

/** Reads a field of type `model.Duration`, in milliseconds. */
export function readDuration(decoder: Decoder, node: YamlNode): number {
  if (isNull(node)) return 0
  if (node.kind !== 'scalar') {
    mismatch(decoder, node, 'string')
    return 0
  }
  const { ms, error } = parseDuration(node.text.value)
  if (error === undefined) return ms
  const value = node.text.value
  const hint = /^\d+$/.test(value) ? `write a unit: \`${value}s\`` : 'write for example `90s` or `1h30m`'
  refuse(
    decoder,
    node,
    `Unexpected \`${value}\`, expected a duration`,
    durationError(value, error, decoder),
    hint,
  )
  return 0
}

/** By 3.0 at the latest, `model.ParseDuration` of Prometheus reports unknown units separately. */
const TELLS_UNITS = versionNumber('3.0')!

function durationError(value: string, error: string, { version }: Decoder): string {
  if (version >= TELLS_UNITS) return error
  const inOrder = /^(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?$/
  if (value === '') return error
  return inOrder.test(value) ? 'duration out of range' : `not a valid duration string: ${quote(value)}`
}

/** Reads a list; empty for null. */
export function readList<T>(
  decoder: Decoder,
  node: YamlNode,
  type: string,
  read: (decoder: Decoder, node: YamlNode) => T,
): T[] {
  if (isNull(node)) return []
  if (node.kind === 'seq') return node.items.map((item) => read(decoder, item))
  mismatch(decoder, node, type)
  return []
}

/** Reads a field of type `map[string]string`; undefined for null. */
export function readStrings(decoder: Decoder, node: YamlNode): Map<string, string> {
  const read = new Map<string, string>()
  if (isNull(node)) return read
  if (node.kind !== 'map') {
    mismatch(decoder, node, 'map[string]string')
    return read
  }
  for (const { key, value, merged } of node.entries) {
    const name = readString(decoder, key)
    if (read.has(name) && merged !== true) {
      complain(
        decoder,
        key,
        `Key \`${name}\` appears twice, expected once`,
        `key ${JSON.stringify(name)} already set in map`,
      )
      continue
    }
    if (!read.has(name)) read.set(name, readString(decoder, value))
  }
  return read
}

/** The fields of a struct by YAML name, with a reader for each. */
export type Fields = Readonly<Record<string, (value: YamlNode, key: YamlScalar) => void>>

/** Reads a struct. Unknown and repeated fields are complaints. Returns false if the node is not a mapping. */
export function readStruct(decoder: Decoder, node: YamlNode, type: string, fields: Fields): boolean {
  if (isNull(node)) return true
  if (node.kind !== 'map') {
    mismatch(decoder, node, type)
    return false
  }
  const done = new Set<string>()
  for (const { key, value } of node.entries) {
    if (key.kind !== 'scalar') {
      mismatch(decoder, key, 'string')
      continue
    }
    const name = key.text.value
    const read = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (read === undefined) {
      const known = Object.keys(fields).map((one) => `\`${one}\``)
      complain(
        decoder,
        key,
        `Unexpected field \`${name}\`, which test files of promtool do not have here`,
        `field ${name} not found in type ${type}`,
        didYouMean(name, Object.keys(fields)) ?? `remove it, or use one of ${known.join(', ')}`,
      )
    } else if (done.has(name)) {
      complain(
        decoder,
        key,
        `Field \`${name}\` appears twice, expected once`,
        `field ${name} already set in type ${type}`,
      )
    } else {
      done.add(name)
      read(value, key)
    }
  }
  return true
}
