/** Go's string literals: quoting as `strconv.Quote` does and reading back as `strconv.Unquote` does. */
import { type Bytes, encode, encodeRune, runes } from './bytes.ts'

const shortEscapes: ReadonlyMap<number, string> = new Map([
  [7, '\\a'],
  [8, '\\b'],
  [12, '\\f'],
  [10, '\\n'],
  [13, '\\r'],
  [9, '\\t'],
  [11, '\\v'],
])

const escapeValues: ReadonlyMap<string, number> = new Map(
  [...shortEscapes].map(([rune, text]) => [text[1]!, rune] as const),
)

/** `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrint(rune: number): boolean {
  if (rune < 0x80) return rune >= 0x20 && rune < 0x7f
  return /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(String.fromCodePoint(rune))
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

function quoteRuneInto(rune: number, quote: string, asciiOnly: boolean): Bytes {
  if (rune === quote.charCodeAt(0) || rune === 0x5c) return `\\${String.fromCharCode(rune)}`
  if (asciiOnly ? rune < 0x80 && isPrint(rune) : isPrint(rune)) return encodeRune(rune)
  const short = shortEscapes.get(rune)
  if (short !== undefined) return short
  if (rune < 0x20 || rune === 0x7f) return `\\x${hex(rune, 2)}`
  return rune < 0x10000 ? `\\u${hex(rune, 4)}` : `\\U${hex(rune, 8)}`
}

/** A Go string literal in double quotes; `asciiOnly` escapes everything beyond ASCII (`%+q`). */
export function quote(bytes: Bytes, asciiOnly = false): Bytes {
  let out = '"'
  let at = 0
  for (const { rune, size, valid } of runes(bytes)) {
    out += valid ? quoteRuneInto(rune, '"', asciiOnly) : `\\x${hex(bytes.charCodeAt(at), 2)}`
    at += size
  }
  return `${out}"`
}

/** A Go character literal in single quotes. */
export function quoteRune(rune: number, asciiOnly = false): Bytes {
  const known = rune >= 0 && rune <= 0x10ffff && !(rune >= 0xd800 && rune < 0xe000) ? rune : 0xfffd
  return `'${quoteRuneInto(known, "'", asciiOnly)}'`
}

/** Whether the text fits between back quotes unchanged (`strconv.CanBackquote`). */
export function canBackquote(bytes: Bytes): boolean {
  for (const { rune, valid } of runes(bytes)) {
    if (!valid || rune === 0xfeff || rune === 0x60 || rune === 0x7f || (rune < 0x20 && rune !== 9))
      return false
  }
  return true
}

/** A rune or byte from a literal, and the number of characters it took. */
interface Unescaped {
  readonly bytes: Bytes
  readonly rune: number
  readonly length: number
}

const hexLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** The character of a literal at `at` (Go: `strconv.UnquoteChar`); undefined where it is malformed. */
export function unquoteChar(text: string, at: number, quoteMark: string): Unescaped | undefined {
  const code = text.codePointAt(at)
  if (code === undefined) return undefined
  const char = String.fromCodePoint(code)
  if (char === quoteMark || char === '\n') return undefined
  if (char !== '\\') return { bytes: encode(char), rune: code, length: char.length }
  const kind = text[at + 1] ?? ''
  const simple = escapeValues.get(kind)
  if (simple !== undefined) return { bytes: String.fromCharCode(simple), rune: simple, length: 2 }
  if (kind === '\\' || kind === quoteMark) return { bytes: kind, rune: kind.charCodeAt(0), length: 2 }
  const digits = hexLengths[kind]
  if (digits !== undefined) {
    const body = text.slice(at + 2, at + 2 + digits)
    if (!new RegExp(`^[0-9a-fA-F]{${digits}}$`).test(body)) return undefined
    const rune = Number.parseInt(body, 16)
    if (kind === 'x') return { bytes: String.fromCharCode(rune), rune, length: 4 }
    if (rune > 0x10ffff || (rune >= 0xd800 && rune < 0xe000)) return undefined
    return { bytes: encodeRune(rune), rune, length: 2 + digits }
  }
  const octal = text.slice(at + 1, at + 4)
  if (!/^[0-3][0-7]{2}$/.test(octal)) return undefined
  const rune = Number.parseInt(octal, 8)
  return { bytes: String.fromCharCode(rune), rune, length: 4 }
}

/** The value of a Go string literal (`"…"` or `` `…` ``), or undefined where Go says `invalid syntax`. */
export function unquote(literal: string): Bytes | undefined {
  const mark = literal[0]
  const end = literal.length - 1
  if (end < 1 || literal[end] !== mark) return undefined
  if (mark === '`') return encode(literal.slice(1, end).replaceAll('\r', ''))
  let out = ''
  for (let at = 1; at < end; ) {
    const next = unquoteChar(literal, at, '"')
    if (next === undefined || at + next.length > end) return undefined
    out += next.bytes
    at += next.length
  }
  return out
}

/** How Go names a character in an error: `U+002D '-'`. */
export function describeRune(rune: number): string {
  const code = `U+${rune.toString(16).toUpperCase().padStart(4, '0')}`
  return isPrint(rune) ? `${code} '${String.fromCodePoint(rune)}'` : code
}
