/** Numbers as Go reads them: `strconv.ParseInt` and `ParseUint` with base 0, and `strconv.ParseFloat`. */

/** Underscores may separate digits, and follow a base prefix. */
function underscoresFine(text: string): boolean {
  if (!text.includes('_')) return true
  const body = text.replace(/^[+-]/, '')
  const hex = /^0x/i.test(body)
  const prefixed = /^0[box]/i.test(body)
  let last = prefixed ? '0' : '^'
  for (const char of prefixed ? body.slice(2) : body) {
    if (/[0-9]/.test(char) || (hex && /[a-f]/i.test(char))) last = '0'
    else if (char === '_') {
      if (last !== '0') return false
      last = '_'
    } else {
      if (last === '_') return false
      last = '!'
    }
  }
  return last !== '_'
}

/** Longest integer literal of 64 bits, without leading zeros. */
const maxDigits = 64

/** The value of a Go integer literal in any base; undefined where it is not one, or far too large. */
export function parseInteger(text: string): bigint | undefined {
  const parts = /^([+-]?)(0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|0[0-7_]*|[1-9][0-9_]*)$/.exec(text)
  if (parts === null || !underscoresFine(text)) return undefined
  const digits = parts[2]!.replaceAll('_', '')
  if (digits.replace(/^0[xob]?0*/i, '').length > maxDigits) return undefined
  const octal = /^0[0-7]+$/.test(digits)
  const magnitude = BigInt(octal ? `0o${digits}` : digits.toLowerCase())
  return parts[1] === '-' ? -magnitude : magnitude
}

const maxInt64 = (1n << 63n) - 1n
const maxUint64 = (1n << 64n) - 1n

/** Whether an integer fits Go's `int64`. */
export const isInt64 = (value: bigint): boolean => value >= -maxInt64 - 1n && value <= maxInt64
/** Whether an integer fits Go's `uint64`. */
export const isUint64 = (value: bigint): boolean => value >= 0n && value <= maxUint64

function hexFloat(text: string): number | undefined {
  const parts = /^([+-]?)0[xX]([0-9a-fA-F_]*)(?:\.([0-9a-fA-F_]*))?[pP]([+-]?[0-9_]+)$/.exec(text)
  if (parts === null) return undefined
  const whole = parts[2]!.replaceAll('_', '')
  const fraction = (parts[3] ?? '').replaceAll('_', '')
  if (whole + fraction === '') return undefined
  const exponent = Number(parts[4]!.replaceAll('_', '')) - 4 * fraction.length
  const magnitude = Number(BigInt(`0x${whole}${fraction}`)) * 2 ** exponent
  return parts[1] === '-' ? -magnitude : magnitude
}

/** The result of `strconv.ParseFloat`: a number, or the last words of its error. */
export type ParsedFloat =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly error: 'invalid syntax' | 'value out of range' }

/** A Go floating-point number: decimal or hexadecimal, `Inf` and `NaN` in any case. */
export function parseFloat64(text: string): ParsedFloat {
  const special = /^([+-]?)(?:inf|infinity)$/i.exec(text)
  if (special !== null) return { ok: true, value: special[1] === '-' ? -Infinity : Infinity }
  if (/^nan$/i.test(text)) return { ok: true, value: Number.NaN }
  if (!underscoresFine(text)) return { ok: false, error: 'invalid syntax' }
  const decimal =
    /^[+-]?(?:[0-9_]+(?:\.[0-9_]*)?|\.[0-9_]+)(?:[eE][+-]?[0-9_]+)?$/.test(text) && /[0-9]/.test(text)
  const value = decimal ? Number(text.replaceAll('_', '')) : hexFloat(text)
  if (value === undefined || Number.isNaN(value)) return { ok: false, error: 'invalid syntax' }
  return Number.isFinite(value) ? { ok: true, value } : { ok: false, error: 'value out of range' }
}
