/**
 * Go strings. A Go string is a sequence of bytes, usually UTF-8, and templates can see the bytes (`len`, `slice`,
 * `index`, `%x`). Here it is a JavaScript string with one unit (0–255) per byte; texts are encoded when they enter the
 * library and decoded when they leave. ASCII looks the same in both. In a decoded text, a byte that is not UTF-8 is a lone
 * surrogate U+DC80 to U+DCFF (its value plus U+DC00), as in the library of PromQL.
 */

/** A Go string: every UTF-16 unit is one byte. */
export type Bytes = string

/** U+FFFD, which Go reads in place of bytes that are not UTF-8. */
const replacementRune = 0xfffd

const ascii = /^[\0-\x7f]*$/

/** UTF-8 bytes of a JavaScript string; a lone surrogate that represents no byte becomes U+FFFD. */
export function encode(text: string): Bytes {
  if (ascii.test(text)) return text
  let out = ''
  for (const char of text) {
    const code = char.codePointAt(0)!
    out += code >= 0xdc80 && code <= 0xdcff ? String.fromCharCode(code - 0xdc00) : encodeRune(code)
  }
  return out
}

/** UTF-8 bytes of a code point; one that cannot be encoded becomes U+FFFD, as in Go. */
export function encodeRune(rune: number): Bytes {
  if (rune < 0 || rune > 0x10ffff || (rune >= 0xd800 && rune < 0xe000)) return encodeRune(replacementRune)
  if (rune < 0x80) return String.fromCharCode(rune)
  const tail = (shift: number): number => 0x80 | ((rune >> shift) & 0x3f)
  if (rune < 0x800) return String.fromCharCode(0xc0 | (rune >> 6), tail(0))
  if (rune < 0x10000) return String.fromCharCode(0xe0 | (rune >> 12), tail(6), tail(0))
  return String.fromCharCode(0xf0 | (rune >> 18), tail(12), tail(6), tail(0))
}

/** One character of a Go string; `valid` is false where a byte is not part of UTF-8 text. */
export interface Rune {
  readonly rune: number
  readonly size: number
  readonly valid: boolean
}

const broken: Rune = { rune: replacementRune, size: 1, valid: false }

/** The character at byte `at`; where none starts, U+FFFD of size 1, as in Go. */
export function runeAt(bytes: Bytes, at: number): Rune {
  const first = bytes.charCodeAt(at)
  if (first < 0x80) return { rune: first, size: 1, valid: true }
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  if (first < 0xc2 || first > 0xf4 || at + size > bytes.length) return broken
  let rune = first & (0xff >> (size + 1))
  for (let i = 1; i < size; i++) {
    const byte = bytes.charCodeAt(at + i)
    if ((byte & 0xc0) !== 0x80) return broken
    rune = (rune << 6) | (byte & 0x3f)
  }
  const overlong = (size === 3 && rune < 0x800) || (size === 4 && (rune < 0x10000 || rune > 0x10ffff))
  if (overlong || (rune >= 0xd800 && rune < 0xe000)) return broken
  return { rune, size, valid: true }
}

/** All characters of a Go string in order. */
export function* runes(bytes: Bytes): Generator<Rune> {
  for (let at = 0; at < bytes.length; ) {
    const next = runeAt(bytes, at)
    yield next
    at += next.size
  }
}

/** Number of characters (Go: `utf8.RuneCountInString`). */
export function runeCount(bytes: Bytes): number {
  if (ascii.test(bytes)) return bytes.length
  let count = 0
  for (const _ of runes(bytes)) count++
  return count
}

/** The first `count` characters. */
export function truncate(bytes: Bytes, count: number): Bytes {
  let at = 0
  for (let n = 0; n < count && at < bytes.length; n++) at += runeAt(bytes, at).size
  return bytes.slice(0, at)
}

/** The text of a Go string. */
export function decode(bytes: Bytes): string {
  if (ascii.test(bytes)) return bytes
  let out = ''
  let at = 0
  for (const { rune, size, valid } of runes(bytes)) {
    out += valid ? String.fromCodePoint(rune) : String.fromCharCode(0xdc00 + bytes.charCodeAt(at))
    at += size
  }
  return out
}
