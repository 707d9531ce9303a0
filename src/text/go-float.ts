/**
 * Formats floating-point numbers as Go does (`strconv.FormatFloat`). JavaScript's own `toFixed` and `toPrecision` round
 * exact ties away from zero and stop at 100 digits; Go rounds them to even and does not stop. So the exact decimal
 * expansion is computed with integers.
 */

/** Decimal digits `0.d1d2d3… × 10^point`, without trailing zeros; no digits for zero. */
interface Decimal {
  readonly digits: string
  readonly point: number
}

const zero: Decimal = { digits: '', point: 0 }

/** Mantissa and exponent of a finite positive number: `value = mantissa × 2^exponent`. */
function binary(value: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  const bits = view.getBigUint64(0)
  const biased = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xfffffffffffffn
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 }
}

function trim(digits: string, point: number): Decimal {
  const kept = digits.replace(/0+$/, '')
  return kept === '' ? zero : { digits: kept, point }
}

function exact(value: number): Decimal {
  if (value === 0) return zero
  const { mantissa, exponent } = binary(value)
  if (exponent >= 0) {
    const digits = String(mantissa << BigInt(exponent))
    return trim(digits, digits.length)
  }
  const digits = String(mantissa * 5n ** BigInt(-exponent))
  return trim(digits, digits.length + exponent)
}

/** The fewest digits that parse back to the same number. */
function shortest(value: number): Decimal {
  if (value === 0) return zero
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string]
  return trim(mantissa.replace('.', ''), Number(exponent) + 1)
}

/** Rounds to `count` digits, ties to even. */
function round(decimal: Decimal, count: number): Decimal {
  const { digits, point } = decimal
  if (count < 0 || count >= digits.length) return decimal
  const tie = digits[count] === '5' && count + 1 === digits.length
  const up = tie ? count > 0 && Number(digits[count - 1]) % 2 === 1 : digits[count]! >= '5'
  const head = digits.slice(0, count)
  if (!up) return trim(head, point)
  const next = String(BigInt(head === '' ? '0' : head) + 1n).padStart(count, '0')
  return next.length > count ? trim(next, point + 1) : trim(next, point)
}

const digitAt = (decimal: Decimal, index: number): string => decimal.digits[index] ?? '0'

function plain(decimal: Decimal, precision: number): string {
  const { point } = decimal
  let out = ''
  for (let i = 0; i < point; i++) out += digitAt(decimal, i)
  if (out === '') out = '0'
  if (precision <= 0) return out
  const lead = Math.min(Math.max(-point, 0), precision)
  const from = Math.max(point, 0)
  const rest = point + precision > 0 ? decimal.digits.slice(from, point + precision) : ''
  return `${out}.${'0'.repeat(lead)}${rest.padEnd(precision - lead, '0')}`
}

function scientific(decimal: Decimal, precision: number, letter: string): string {
  const exponent = decimal.digits === '' ? 0 : decimal.point - 1
  const fraction = precision > 0 ? `.${decimal.digits.slice(1, precision + 1).padEnd(precision, '0')}` : ''
  const power = String(Math.abs(exponent)).padStart(2, '0')
  return `${digitAt(decimal, 0)}${fraction}${letter}${exponent < 0 ? '-' : '+'}${power}`
}

function general(decimal: Decimal, precision: number, letter: string): string {
  const { digits, point } = decimal
  const isShortest = precision < 0
  const wanted = isShortest ? digits.length : precision
  const limit = isShortest ? 6 : wanted > digits.length && digits.length >= point ? digits.length : wanted
  const exponent = point - 1
  if (exponent < -4 || exponent >= limit)
    return scientific(decimal, Math.min(wanted, digits.length) - 1, letter)
  return plain(decimal, Math.max(digits.length - point, 0))
}

/** Hexadecimal mantissa and power of two (`%x`). */
function hexadecimal(value: number, precision: number): string {
  let mantissa = 0n
  let exponent = 0
  if (value !== 0) {
    ;({ mantissa, exponent } = binary(value))
    exponent += 52
    while (mantissa < 1n << 52n) {
      mantissa <<= 1n
      exponent--
    }
  }
  if (precision >= 0 && precision < 13) {
    const shift = BigInt(52 - 4 * precision)
    const rest = mantissa & ((1n << shift) - 1n)
    const half = 1n << (shift - 1n)
    mantissa >>= shift
    if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa++
    mantissa <<= shift
    if (mantissa >= 1n << 53n) {
      mantissa >>= 1n
      exponent++
    }
  }
  const digits = mantissa.toString(16).padStart(14, '0')
  const fraction =
    precision < 0
      ? digits.slice(1).replace(/0+$/, '')
      : digits.slice(1).padEnd(precision, '0').slice(0, precision)
  const power = String(Math.abs(exponent)).padStart(2, '0')
  return `0x${digits[0]}${fraction === '' ? '' : `.${fraction}`}p${exponent < 0 ? '-' : '+'}${power}`
}

/** How to write a number: Go's verbs for floats. */
export type FloatVerb = 'b' | 'e' | 'E' | 'f' | 'g' | 'G' | 'x' | 'X'

/**
 * Formats a 64-bit float as Go does; with `precision` −1, uses the fewest digits that parse back to the same number.
 */
export function formatFloat(value: number, verb: FloatVerb, precision: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  return sign + formatMagnitude(Math.abs(value), verb, precision)
}

function formatMagnitude(value: number, verb: FloatVerb, precision: number): string {
  switch (verb) {
    case 'b': {
      const { mantissa, exponent } = binary(value)
      return `${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`
    }
    case 'x':
      return hexadecimal(value, precision)
    case 'X':
      return hexadecimal(value, precision).toUpperCase()
    case 'e':
    case 'E': {
      if (precision >= 0) return scientific(round(exact(value), precision + 1), precision, verb)
      const decimal = shortest(value)
      return scientific(decimal, decimal.digits.length - 1, verb)
    }
    case 'f': {
      if (precision >= 0) {
        const decimal = exact(value)
        return plain(round(decimal, decimal.point + precision), precision)
      }
      const decimal = shortest(value)
      return plain(decimal, Math.max(decimal.digits.length - decimal.point, 0))
    }
    case 'g':
    case 'G': {
      const letter = verb === 'g' ? 'e' : 'E'
      if (precision < 0) return general(shortest(value), -1, letter)
      const digits = precision === 0 ? 1 : precision
      return general(round(exact(value), digits), digits, letter)
    }
  }
}
