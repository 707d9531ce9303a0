/** The value of a number as Go parses it: `strconv.ParseInt(text, 0, 64)`, else `strconv.ParseFloat`. */
import { quote } from './go.ts'

/** The value, or Go's error. */
export type ParsedNumber =
  | { readonly value: number; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: string }

const mostInt64 = 0x7fff_ffff_ffff_ffffn

/** Underscores are allowed only between digits, or between a prefix and a digit. */
const integer = /^(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO]?(?:_?[0-7])+|[1-9](?:_?[0-9])*|0)$/
const float =
  /^(?:[0-9](?:_?[0-9])*(?:\.(?:[0-9](?:_?[0-9])*)?)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?$/

/**
 * Parses a number token. `0755` is octal; `08` is not, and is read as decimal 8; a prefix (`0x`) makes an integer of at
 * most 63 bits.
 */
export function parseNumber(text: string): ParsedNumber {
  if (plain.test(text)) return { value: Number(text) }
  const digits = text.replaceAll('_', '')
  if (integer.test(text)) {
    const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits)
    if (value <= mostInt64) return { value: Number(value) }
  }
  if (/^inf$/i.test(text)) return { value: Number.POSITIVE_INFINITY }
  if (/^nan$/i.test(text)) return { value: Number.NaN }
  if (!float.test(text)) return { error: numberError(text, 'invalid syntax') }
  const value = Number(digits)
  return Number.isFinite(value) ? { value } : { error: numberError(text, 'value out of range') }
}

/** Nearly all numbers: no octal, exponent or underscore. */
const plain = /^(?:[1-9][0-9]{0,14}|0)(?:\.[0-9]*)?$/

function numberError(text: string, why: string): string {
  return `error parsing number: strconv.ParseFloat: parsing ${quote(text)}: ${why}`
}
