/**
 * Strings and escapes, as `lexString` and `lexEscape` of Prometheus' `promql/parser/lex.go` accept and
 * `util/strutil/quote.go` decodes them. Single and double quotes are equivalent; back quotes have no escapes.
 */
import { decodeUtf8 } from '../text/bytes.ts'
import { isByte, unicodeRune } from './go.ts'

/** Single-letter escapes and their values. */
const letters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}

/** A lone surrogate, or a written U+FFFD, which Go cannot distinguish from a byte that is not UTF-8. */
function isBroken(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  if (unit === 0xfffd) return true
  if (unit < 0xd800 || unit > 0xdfff) return false
  return (text.codePointAt(at) as number) < 0x10000
}

/** An error in a string literal, and its place. */
export interface Broken {
  readonly error: string
  readonly at: number
}

/** The end of the string that opens at `start`, or its error. */
export function scanString(text: string, start: number): number | Broken {
  const mark = text[start] as string
  const raw = mark === '`'
  for (let at = start + 1; at < text.length; ) {
    const char = text[at] as string
    if (char === mark) return at + 1
    if (char === '\\' && !raw) {
      const end = scanEscape(text, at + 1, mark)
      if (typeof end === 'string') return { error: end, at }
      at = end
      continue
    }
    if (char === '\n' && !raw) break
    if (isBroken(text, at)) return { error: 'invalid UTF-8 rune', at }
    at += char >= '\ud800' && char <= '\udbff' ? 2 : 1
  }
  return { error: raw ? 'unterminated raw string' : 'unterminated quoted string', at: start }
}

/** Number of digits, base and largest value of a numeric escape; octal ones have no letter. */
function numeric(char: string): readonly [digits: number, base: number, most: number] | undefined {
  if (char >= '0' && char <= '7') return [3, 8, 255]
  if (char === 'x') return [2, 16, 255]
  if (char === 'u') return [4, 16, 0x10ffff]
  return char === 'U' ? [8, 16, 0x10ffff] : undefined
}

/** The end of the escape after the backslash before `start`, or its error. */
function scanEscape(text: string, start: number, mark: string): number | string {
  const char = text[start]
  if (char === undefined) return 'escape sequence not terminated'
  if (char === mark || letters[char] !== undefined) return start + 1
  const form = numeric(char)
  if (form === undefined) return `unknown escape sequence ${unicodeRune(codePoint(text, start))}`
  const [count, base, most] = form
  const from = base === 8 ? start : start + 1
  for (let at = from; at < from + count; at++) {
    if (at >= text.length) return 'escape sequence not terminated'
    const allowed = base === 8 ? /[0-7]/ : /[0-9a-fA-F]/
    if (!allowed.test(text[at] as string)) {
      return `illegal character ${unicodeRune(codePoint(text, at))} in escape sequence`
    }
  }
  const value = Number.parseInt(text.slice(from, from + count), base)
  if (value > most || (value >= 0xd800 && value < 0xe000)) {
    return 'escape sequence is an invalid Unicode code point'
  }
  return from + count
}

function codePoint(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) as number)
}

/** The value of a valid string literal, quotes included: decodes escapes and joins bytes. */
export function unquote(literal: string): string {
  const body = literal.slice(1, -1)
  if (literal[0] === '`' || !body.includes('\\')) return body
  const mark = literal[0] as string
  let out = ''
  let bytes = false
  for (let at = 0; at < body.length; ) {
    const char = body[at] as string
    if (char !== '\\') {
      out += char
      at++
      continue
    }
    const kind = body[at + 1] as string
    if (kind === mark || letters[kind] !== undefined) {
      out += kind === mark ? mark : letters[kind]
      at += 2
      continue
    }
    const [count, base, most] = numeric(kind) as readonly [number, number, number]
    const from = base === 8 ? at + 1 : at + 2
    const value = Number.parseInt(body.slice(from, from + count), base)
    // An octal or \x escape is a byte; \u and \U are characters.
    if (most === 255 && value > 127) bytes = true
    out += most === 255 && value > 127 ? String.fromCharCode(0xdc00 + value) : String.fromCodePoint(value)
    at = from + count
  }
  return bytes ? joinBytes(out) : out
}

/** Joins adjacent bytes that encode a character. */
function joinBytes(text: string): string {
  let out = ''
  let pending: number[] = []
  for (const char of text) {
    const code = char.codePointAt(0) as number
    if (isByte(code)) {
      pending.push(code - 0xdc00)
      continue
    }
    if (pending.length > 0) out += decodeUtf8(Uint8Array.from(pending))
    pending = []
    out += char
  }
  return out + decodeUtf8(Uint8Array.from(pending))
}
