/** The building blocks of `fmt`: padding, integers, characters and strings, under the flags of one verb. */

import { type FloatVerb, formatFloat } from '../../text/go-float.ts'
import { type Bytes, encodeRune, runeCount, truncate } from './bytes.ts'
import { canBackquote, isPrint, quote, quoteRune } from './quote.ts'

/** The flags of one verb; width and precision are undefined where the verb has none. */
export interface Flags {
  minus: boolean
  plus: boolean
  sharp: boolean
  space: boolean
  zero: boolean
  /** `%+v`: field names. */
  plusV: boolean
  /** `%#v`: Go syntax. */
  sharpV: boolean
  /** Within `%!verb(…)`: values are printed without their own methods. */
  isPlain: boolean
  width: number | undefined
  precision: number | undefined
}

export const noFlags = (): Flags => ({
  minus: false,
  plus: false,
  sharp: false,
  space: false,
  zero: false,
  plusV: false,
  sharpV: false,
  isPlain: false,
  width: undefined,
  precision: undefined,
})

const filler = (flags: Flags, count: number): string => (flags.zero ? '0' : ' ').repeat(Math.max(count, 0))

/** Pads the text to the width of the verb, counted in characters. */
export function pad(flags: Flags, text: Bytes): Bytes {
  if (flags.width === undefined || flags.width === 0) return text
  const fill = filler(flags, flags.width - runeCount(text))
  return flags.minus ? text + fill : fill + text
}

const padSpaces = (flags: Flags, text: Bytes): Bytes => pad({ ...flags, zero: false }, text)

/** Formats an integer in a base, with sign, prefix and zeros (Go: `fmtInteger`). */
export function padInteger(flags: Flags, value: bigint, base: 2 | 8 | 10 | 16, verb: string): Bytes {
  const negative = value < 0n
  if (flags.precision === 0 && value === 0n) return padSpaces(flags, '')
  let digits = (negative ? -value : value).toString(base)
  if (verb === 'X') digits = digits.toUpperCase()
  const signed = negative || flags.plus || flags.space
  const wanted =
    flags.precision ?? (flags.zero && flags.width !== undefined ? flags.width - (signed ? 1 : 0) : 0)
  digits = digits.padStart(wanted, '0')
  if (flags.sharp) {
    if (base === 2) digits = `0b${digits}`
    if (base === 8 && digits[0] !== '0') digits = `0${digits}`
    if (base === 16) digits = (verb === 'X' ? '0X' : '0x') + digits
  }
  if (verb === 'O') digits = `0o${digits}`
  const sign = negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : ''
  return padSpaces(flags, sign + digits)
}

/** Formats a code point as `U+0041`; with `#` also the character. */
export function padUnicode(flags: Flags, value: bigint): Bytes {
  const width = Math.max(4, flags.precision ?? 0)
  const unsigned = BigInt.asUintN(64, value)
  const code = `U+${unsigned.toString(16).toUpperCase().padStart(width, '0')}`
  const known = unsigned <= 0x10ffffn && isPrint(Number(value))
  return padSpaces(flags, flags.sharp && known ? `${code} '${encodeRune(Number(value))}'` : code)
}

const runeOf = (value: bigint): number => (value >= 0n && value <= 0x10ffffn ? Number(value) : 0xfffd)

export const padRune = (flags: Flags, value: bigint): Bytes => pad(flags, encodeRune(runeOf(value)))
export const padQuotedRune = (flags: Flags, value: bigint): Bytes =>
  pad(flags, quoteRune(runeOf(value), flags.plus))

const cut = (flags: Flags, text: Bytes): Bytes =>
  flags.precision === undefined ? text : truncate(text, flags.precision)

export const padString = (flags: Flags, text: Bytes): Bytes => pad(flags, cut(flags, text))

export function padQuoted(flags: Flags, text: Bytes): Bytes {
  const part = cut(flags, text)
  return pad(flags, flags.sharp && canBackquote(part) ? `\`${part}\`` : quote(part, flags.plus))
}

/** The bytes of a string in hexadecimal (`%x`, `% x`, `%#x`). */
export function padHex(flags: Flags, text: Bytes, upper: boolean): Bytes {
  const bytes = flags.precision === undefined ? text : text.slice(0, flags.precision)
  const prefix = flags.sharp ? (upper ? '0X' : '0x') : ''
  const parts = [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0'))
  const cased = upper ? parts.map((part) => part.toUpperCase()) : parts
  if (cased.length === 0) return pad(flags, '')
  return pad(flags, flags.space ? cased.map((part) => prefix + part).join(' ') : prefix + cased.join(''))
}

/** With `#` a float keeps its decimal point and, for `%g`, its trailing zeros. */
function sharpen(digits: string, verb: string, precision: number): string {
  const [, body, tail] = /^(0[xX][^pP]*|[^epEP]*)([epEP].*)?$/.exec(digits) as unknown as [
    string,
    string,
    string?,
  ]
  let wanted = 'gGx'.includes(verb) ? (precision === -1 ? 6 : precision) : 0
  let out = body
  let seen = false
  for (const char of body) {
    if (char === '.') continue
    if (char !== '0') seen = true
    if (seen) wanted--
  }
  if (!body.includes('.')) {
    if (body === '0') wanted--
    out += '.'
  }
  return out + '0'.repeat(Math.max(wanted, 0)) + (tail ?? '')
}

/** Formats a float under the flags of its verb (Go: `fmtFloat`); `precision` is the verb's default. */
export function padFloat(flags: Flags, value: number, verb: FloatVerb, precision: number): Bytes {
  const wanted = flags.precision ?? precision
  const text = formatFloat(value, verb, wanted)
  const signed = text[0] === '-' || text[0] === '+'
  let sign = signed ? text[0]! : '+'
  let digits = signed ? text.slice(1) : text
  if (flags.space && sign === '+' && !flags.plus) sign = ' '
  if (digits === 'Inf' || digits === 'NaN') {
    const bare = digits === 'NaN' && !flags.space && !flags.plus
    return padSpaces(flags, bare ? digits : sign + digits)
  }
  if (flags.sharp && verb !== 'b') digits = sharpen(digits, verb, wanted)
  if (!flags.plus && sign === '+') return pad(flags, digits)
  if (flags.zero && !flags.minus && flags.width !== undefined && flags.width > digits.length + 1) {
    return sign + digits.padStart(flags.width - 1, '0')
  }
  return pad(flags, sign + digits)
}
