/** Text functions: escaping as in Go, letter case, host names, durations. All take and return Go strings. */

import { fail } from './failure.ts'
import { type Bytes, decode, encode, encodeRune, runes } from './go/bytes.ts'
import { isPrint, quote } from './go/quote.ts'
import { capital } from './title.ts'
import { reaches, since } from './versions.ts'

const htmlEscapes: Readonly<Record<string, string>> = {
  '\0': encode('\ufffd'),
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
}

/** `template.HTMLEscapeString`. */
export const escapeHtml = (text: Bytes): Bytes => text.replace(/[\0"'&<>]/g, (char) => htmlEscapes[char]!)

const hex = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, '0')

/** `template.JSEscapeString`. */
export function escapeJs(text: Bytes): Bytes {
  let out = ''
  let at = 0
  for (const { rune, size } of runes(text)) {
    const char = text.slice(at, at + size)
    at += size
    if (char === '\\' || char === "'" || char === '"') out += `\\${char}`
    else if ('<>&='.includes(char) || rune < 0x20) out += `\\u${hex(rune, 4)}`
    else if (rune < 0x80) out += char
    else out += isPrint(rune) ? char : `\\u${hex(rune, 4)}`
  }
  return out
}

/** `url.QueryEscape`: a space is `+`, everything but letters, digits and `-_.~` is escaped. */
export function escapeQuery(text: Bytes): Bytes {
  return text.replace(/[^A-Za-z0-9\-_.~]/g, (char) => (char === ' ' ? '+' : `%${hex(char.charCodeAt(0), 2)}`))
}

/** One character in another case. Where Unicode maps it to several, Go leaves it alone. */
const oneOf = (rune: number, changed: string): Bytes =>
  [...changed].length === 1 ? encode(changed) : encodeRune(rune)

const mapRunes = (text: Bytes, change: (rune: number, char: string) => Bytes): Bytes =>
  [...runes(text)].map(({ rune }) => change(rune, String.fromCodePoint(rune))).join('')

export const toUpper = (text: Bytes): Bytes =>
  mapRunes(text, (rune, char) => {
    const upper = char.toUpperCase()
    return oneOf(rune, upper.length > char.length ? capital(char) : upper)
  })
export const toLower = (text: Bytes): Bytes =>
  mapRunes(text, (rune, char) => oneOf(rune, rune === 0x130 ? 'i' : char.toLowerCase()))

/** `strings.Title`: capitalises the first letter of each word. Beyond ASCII only white space separates words. */
export function title(text: Bytes): Bytes {
  let previous = 0x20
  return mapRunes(text, (rune, char) => {
    const separated = previous < 0x80 ? !/\w/.test(String.fromCharCode(previous)) : isSpace(previous)
    previous = rune
    return separated ? oneOf(rune, capital(char)) : encodeRune(rune)
  })
}

const isSpace = (rune: number): boolean => /[\p{Z}\u0085]/u.test(String.fromCodePoint(rune))

/** Go's `net.SplitHostPort`; undefined where it fails. */
function splitHostPort(text: Bytes): { host: Bytes; port: Bytes } | undefined {
  const colon = text.lastIndexOf(':')
  if (colon < 0) return undefined
  const bracketed = text[0] === '['
  const close = text.indexOf(']')
  if (bracketed && close + 1 !== colon) return undefined
  const host = bracketed ? text.slice(1, close) : text.slice(0, colon)
  const port = text.slice(colon + 1)
  if (!bracketed && host.includes(':')) return undefined
  return /[[\]]/.test(host + port) ? undefined : { host, port }
}

export const stripPort = (text: Bytes): Bytes => splitHostPort(text)?.host ?? text

function isIPv4(text: string): boolean {
  const parts = text.split('.')
  return (
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256)
  )
}

/** Whether Go's `net.ParseIP` accepts the text. */
function isIP(text: string): boolean {
  if (!text.includes(':')) return isIPv4(text)
  const [head, tail, more] = text.split('::')
  if (more !== undefined) return false
  const groups = (part: string | undefined): string[] =>
    part === undefined || part === '' ? [] : part.split(':')
  const all = [...groups(head), ...groups(tail)]
  const last = all.at(-1)
  const embedded = last?.includes('.') === true
  if (embedded && !isIPv4(last!)) return false
  const hexGroups = embedded ? all.slice(0, -1) : all
  const size = hexGroups.length + (embedded ? 2 : 0)
  return (
    hexGroups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) && (tail === undefined ? size === 8 : size < 8)
  )
}

/** The first label of a host name, its port kept; IP addresses stay as they are. */
export function stripDomain(text: Bytes): Bytes {
  const { host, port } = splitHostPort(text) ?? { host: text, port: '' }
  if (isIP(host)) return text
  const name = host.split('.')[0]!
  if (port === '') return name
  return name.includes(':') ? `[${name}]:${port}` : `${name}:${port}`
}

const unitMillis: ReadonlyMap<string, bigint> = new Map([
  ['y', 31_536_000_000n],
  ['w', 604_800_000n],
  ['d', 86_400_000n],
  ['h', 3_600_000n],
  ['m', 60_000n],
  ['s', 1000n],
  ['ms', 1n],
])
const unitNames = [...unitMillis.keys()]
const longest = (1n << 63n) - 1n

/** Seconds of a Prometheus duration (`1h30m`); newer versions also know `-5m` (model.ParseDuration of its common library). */
export function parseDuration(bytes: Bytes, version?: string): number {
  if (bytes.startsWith('-') && reaches(version, since.negativeDurations))
    return -parseDuration(bytes.slice(1), version)
  if (bytes === '0') return 0
  if (bytes === '') return fail('empty duration string')
  const named = decode(quote(bytes))
  const isNew = reaches(version, since.unitsNamed)
  const parts = [...bytes.matchAll(/(\d+)(\D+)/g)]
  let [nanoseconds, last] = [0n, -1]
  const isWhole = parts.reduce((sum, [part]) => sum + part.length, 0) === bytes.length
  // Older versions look at the whole before they count.
  if (!isNew && !(isWhole && isOrdered(parts.map(([, , unit]) => unit!))))
    return fail(`not a valid duration string: ${named}`)
  if (!/^\d/.test(bytes)) return fail(`not a valid duration string: ${named}`)
  for (const [, digits, unit] of parts) {
    const count = BigInt(digits!)
    if (isNew && count >= 1n << 64n) return fail(`not a valid duration string: ${named}`)
    const millis = unitMillis.get(unit!)
    if (millis === undefined) return fail(`unknown unit ${decode(quote(unit!))} in duration ${named}`)
    const at = unitNames.indexOf(unit!)
    if (at <= last) return fail(`not a valid duration string: ${named}`)
    last = at
    nanoseconds += count * millis * 1_000_000n
    if (nanoseconds > longest) return fail('duration out of range')
  }
  return isWhole ? Number(nanoseconds) / 1e9 : fail(`not a valid duration string: ${named}`)
}

const isOrdered = (units: readonly string[]): boolean =>
  units.every((unit, i) => unitNames.indexOf(unit) > (i === 0 ? -1 : unitNames.indexOf(units[i - 1]!)))
