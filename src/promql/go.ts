/**
 * Formats values as Go does in Prometheus' messages and canonical form: package `strconv` and the verbs of `fmt`.
 *
 * A JavaScript string represents a Go string of bytes: a byte that is not UTF-8 is a lone surrogate U+DC80 to U+DCFF
 * (its value plus U+DC00). Any other lone surrogate represents U+FFFD, as encoders write it.
 */
import { formatFloat as goFloat } from '../text/go-float.ts'

/** A literal in a function is read when it is used first: the tables of Unicode take longer than all else at a start. */
const isPrintable = (char: string): boolean => /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(char)
const plain = /^[ !#-[\]-~]*$/
const short: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
}

/** Whether a code point is one of the surrogates that represent a byte. */
export function isByte(code: number): boolean {
  return code >= 0xdc80 && code <= 0xdcff
}

/** Hexadecimal digits, zero-padded. */
function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0')
}

/** Escapes one character inside quotes. */
function escaped(char: string, mark: string): string {
  if (char === mark) return `\\${char}`
  const code = char.codePointAt(0) as number
  if (isByte(code)) return `\\x${hex(code - 0xdc00, 2)}`
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd'
  const known = short[char]
  if (known !== undefined) return known
  if (isPrintable(char)) return char
  if (code < 0x80) return `\\x${hex(code, 2)}`
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`
}

/** `strconv.Quote`: the text in double quotes. */
export function quote(text: string): string {
  if (plain.test(text)) return `"${text}"`
  let out = ''
  for (const char of text) out += escaped(char, '"')
  return `"${out}"`
}

/** `%q` of a rune; the empty string means the end of input, which Go prints as U+FFFD. */
export function quoteRune(char: string): string {
  if (char === '' || isByte(char.codePointAt(0) as number)) return "'\ufffd'"
  return `'${escaped(char, "'")}'`
}

/** `%#U` of a rune: `U+0071 'q'`, the character only if it is printable. */
export function unicodeRune(char: string): string {
  const code = char.codePointAt(0) as number
  const rune = code >= 0xd800 && code <= 0xdfff ? 0xfffd : code
  const number = `U+${rune.toString(16).toUpperCase().padStart(4, '0')}`
  const shown = String.fromCodePoint(rune)
  return isPrintable(shown) ? `${number} '${shown}'` : number
}

/** `strconv.FormatFloat(value, 'f', -1, 64)`: the fewest digits, never an exponent. */
export function formatFloat(value: number): string {
  return goFloat(value, 'f', -1)
}

/** `%v` and `%g` of a float64: the fewest digits, with an exponent below 1e-4 and from 1e+06. */
export function formatValue(value: number): string {
  return goFloat(value, 'g', -1)
}

/** `%f` of a float64: six digits after the point. */
export function formatFixed(value: number): string {
  if (!Number.isFinite(value)) return formatFloat(value)
  return fixed(value, 6)
}

/** `strconv.FormatFloat(value, 'f', digits, 64)` of a finite number, however large. */
export function fixed(value: number, digits: number): string {
  if (Math.abs(value) < 1e21) return Object.is(value, -0) ? `-${(0).toFixed(digits)}` : value.toFixed(digits)
  return `${BigInt(value)}.${'0'.repeat(digits)}`
}

/** Length in UTF-8 bytes of the text up to the offset; lone surrogates as described above. */
export function byteLength(text: string, end: number = text.length): number {
  let bytes = 0
  for (let i = 0; i < end; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) bytes++
    else if (unit < 0x800) bytes += 2
    else if (unit >= 0xd800 && unit < 0xdc00 && isLow(text.charCodeAt(i + 1))) {
      bytes += 4
      i++
    } else bytes += isByte(unit) ? 1 : 3
  }
  return bytes
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
