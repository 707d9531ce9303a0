/**
 * The type of a plain scalar, resolved as in go-yaml v3 (`resolve.go`): YAML 1.2 with remains of 1.1 (octals such as
 * `010`, `_` in numbers, timestamps, `<<`).
 */
import { decodeUtf8 } from '../text/bytes.ts'
import type { ScalarTag } from './tree.ts'

const NULLS = new Set(['', '~', 'null', 'Null', 'NULL'])
const BOOLS = new Set(['true', 'True', 'TRUE', 'false', 'False', 'FALSE'])
const FLOAT_NAMES = /^(?:\.(?:nan|NaN|NAN)|[-+]?\.(?:inf|Inf|INF))$/
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/
/** What Go's `ParseFloat` accepts among texts that begin with a dot. */
const DOT_FLOAT = /^\.\d+(?:[eE][-+]?\d+)?$/
/** Go's integer literals with their prefixes, after removing `_`. */
const INT = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/
/** The four layouts of timestamps: with a `T` they need a time zone, with a space they have none. */
const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+]\d{2}:\d{2})| (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)?$/

/** The value of an integer scalar, or undefined. */
export function integerOf(text: string): bigint | undefined {
  const match = INT.exec(text.replaceAll('_', ''))
  if (match === null) return undefined
  const digits = match[2]!.replace(/^0(?=[0-7]+$)/, '0o').replace(/^0O/, '0o')
  const value = match[1] === '-' ? -BigInt(digits) : BigInt(digits)
  return value >= -(2n ** 63n) && value < 2n ** 64n ? value : undefined
}

/** The value of a number scalar as a float; undefined for anything else, and for numbers beyond a double's range. */
export function floatOf(text: string): number | undefined {
  if (FLOAT_NAMES.test(text)) {
    if (/nan$/i.test(text)) return Number.NaN
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  }
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '')
  if (!(text.startsWith('.') ? DOT_FLOAT : FLOAT).test(plain)) return undefined
  const value = Number(plain)
  return Number.isFinite(value) ? value : undefined
}

/** Go's `time.Parse` with the layouts that go-yaml allows (`parseTimestamp`). */
function isTimestamp(text: string): boolean {
  const match = TIMESTAMP.exec(text)
  if (match === null) return false
  const [year, month, day, ...time] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ]
  const date = new Date(Date.UTC(year, month - 1, day))
  const [hour, minute, second] = [0, 1, 2].map((unit) => time[unit]! + time[unit + 3]!) as [
    number,
    number,
    number,
  ]
  return (
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  )
}

/** How scalars begin that may be anything but a text. */
const TYPED = /^(?:[-+.\d~nNtTfF]|<<$|$)/

/** The type of a plain scalar without a tag. */
export function resolvePlain(text: string): ScalarTag {
  if (!TYPED.test(text)) return 'str'
  if (text === '<<') return 'merge'
  if (NULLS.has(text)) return 'null'
  if (BOOLS.has(text)) return 'bool'
  if (!/^[-+.\d]/.test(text)) return 'str'
  if (FLOAT_NAMES.test(text)) return 'float'
  if (!text.startsWith('.')) {
    if (isTimestamp(text)) return 'timestamp'
    if (integerOf(text) !== undefined) return 'int'
  }
  return floatOf(text) === undefined ? 'str' : 'float'
}

const CORE = 'tag:yaml.org,2002:'

/** Shortens `tag:yaml.org,2002:str` to `!!str`. */
function shortTag(tag: string): string {
  return tag.startsWith(CORE) ? `!!${tag.slice(CORE.length)}` : tag
}

/** Tags that go-yaml checks the value against (`resolvableTag`); with any other the text is used as it is. */
const JUDGED = new Set(['!!bool', '!!int', '!!float', '!!null', '!!timestamp'])

/** The type of a scalar with a tag; `other` if the value does not fit the tag, which go-yaml refuses. */
export function resolveTagged(tag: string, text: string): ScalarTag {
  const short = shortTag(tag)
  if (short === '!!binary') return decodeBinary(text) === undefined ? 'other' : 'binary'
  if (short === '!!merge') return text === '<<' ? 'merge' : 'str'
  if (!JUDGED.has(short)) return 'str'
  const found = resolvePlain(text)
  if (short === '!!float' && (found === 'float' || found === 'int')) return 'float'
  return short === `!!${found}` ? found : 'other'
}

/**
 * The text of a `!!binary` scalar; undefined if it is not base64. Bytes that are not UTF-8 become lone surrogates
 * (`\uDC80` for 0x80 …), so that a later check can still see them.
 */
export function decodeBinary(text: string): string | undefined {
  const packed = text.replace(/[\r\n]/g, '')
  if (!/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(packed)) return undefined
  return decodeUtf8(Uint8Array.from(atob(packed), (character) => character.charCodeAt(0)))
}
