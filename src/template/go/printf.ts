/** `fmt.Sprintf`: reads a format and prints its operands. Format errors become text, as in Go. */
import { type Bytes, encodeRune, runeAt } from './bytes.ts'
import { type Flags, noFlags } from './pad.ts'
import { display, printArg } from './print.ts'
import { typeName, unwrap, type Value } from './value.ts'

/** Go's bound on widths: for an operand, and for a written number without its last digit. */
const maxWidth = 1_000_000

/** One directive of a format, for callers that examine the format. */
export interface Directive {
  /** Byte offsets in the format. */
  readonly start: number
  readonly end: number
  readonly verb: string
  /** Index of the operand printed; undefined where none is left or the format is malformed. */
  readonly operand: number | undefined
}

/** The text of `sprintf`, and how it read the format. */
export interface Formatted {
  readonly text: Bytes
  readonly directives: readonly Directive[]
  /** Index of the first unused operand (`%!(EXTRA …)`); undefined where all were used. */
  readonly extra: number | undefined
}

/** Position and state of the reader. */
interface Reader {
  readonly format: Bytes
  readonly operands: readonly Value[]
  at: number
  operand: number
  /** An explicit index `[n]` occurred: unused operands are then no error. */
  reordered: boolean
  /** `[n]` was the last thing read. */
  indexed: boolean
  goodIndex: boolean
}

/** Reads digits; a number too large swallows the rest of the format, as in Go. */
function readNumber(reader: Reader): number | undefined {
  const digits = /^[0-9]*/.exec(reader.format.slice(reader.at, reader.at + 16))![0]
  if (digits === '') return undefined
  if (Number(digits.slice(0, -1)) > maxWidth) {
    reader.at = reader.format.length
    return undefined
  }
  reader.at += digits.length
  return Number(digits)
}

/** Reads an explicit operand index `[n]`. */
function readIndex(reader: Reader): void {
  reader.indexed = false
  const { format, at } = reader
  if (format[at] !== '[') return
  reader.reordered = true
  const close = format.indexOf(']', at)
  const body = close < 0 ? undefined : format.slice(at + 1, close)
  const index = body !== undefined && /^[0-9]+$/.test(body) ? Number(body) - 1 : undefined
  reader.at = close < 0 ? at + 1 : close + 1
  reader.indexed = index !== undefined
  if (index !== undefined && index >= 0 && index < reader.operands.length) reader.operand = index
  else reader.goodIndex = false
}

/** Takes the operand for `*` as width or precision. */
function starOperand(reader: Reader): number | undefined {
  const value = reader.operands[reader.operand]
  if (value === undefined) return undefined
  reader.operand++
  const inner = unwrap(value)
  if (inner.kind !== 'int' && inner.kind !== 'uint') return undefined
  const size = inner.value < 0n ? -inner.value : inner.value
  return size > BigInt(maxWidth) ? undefined : Number(inner.value)
}

function readFlags(reader: Reader, flags: Flags): void {
  for (; ; reader.at++) {
    const char = reader.format[reader.at]
    if (char === '#') flags.sharp = true
    else if (char === '0') flags.zero = !flags.minus
    else if (char === '+') flags.plus = true
    else if (char === ' ') flags.space = true
    else if (char === '-') {
      flags.minus = true
      flags.zero = false
    } else return
  }
}

function readWidth(reader: Reader, flags: Flags): Bytes {
  if (reader.format[reader.at] !== '*') {
    flags.width = readNumber(reader)
    if (reader.indexed && flags.width !== undefined) reader.goodIndex = false
    return ''
  }
  reader.at++
  reader.indexed = false
  const width = starOperand(reader)
  if (width === undefined) return '%!(BADWIDTH)'
  flags.width = Math.abs(width)
  if (width < 0) {
    flags.minus = true
    flags.zero = false
  }
  return ''
}

function readPrecision(reader: Reader, flags: Flags): Bytes {
  // At the very end, the point is the verb.
  if (reader.format[reader.at] !== '.' || reader.at + 1 === reader.format.length) return ''
  reader.at++
  if (reader.indexed) reader.goodIndex = false
  readIndex(reader)
  if (reader.format[reader.at] !== '*') {
    flags.precision = readNumber(reader) ?? 0
    return ''
  }
  reader.at++
  reader.indexed = false
  const precision = starOperand(reader)
  if (precision === undefined || precision < 0) return '%!(BADPREC)'
  flags.precision = precision
  return ''
}

function extraOperands(values: readonly Value[]): Bytes {
  const parts = values.map((value) =>
    unwrap(value).kind === 'invalid' ? '<nil>' : `${typeName(unwrap(value))}=${display(value)}`,
  )
  return `%!(EXTRA ${parts.join(', ')})`
}

/**
 * Formats operands as Go does. `spend` gets the number of characters before they are made, so that a caller can stop a
 * format that makes too many.
 */
export function sprintf(
  format: Bytes,
  operands: readonly Value[],
  spend: (characters: number) => void = () => {},
): Formatted {
  const reader: Reader = {
    format,
    operands,
    at: 0,
    operand: 0,
    reordered: false,
    indexed: false,
    goodIndex: true,
  }
  const directives: Directive[] = []
  let text = ''
  while (reader.at < format.length) {
    const percent = format.indexOf('%', reader.at)
    const stop = percent < 0 ? format.length : percent
    text += format.slice(reader.at, stop)
    if (percent < 0) break
    reader.at = percent + 1
    reader.goodIndex = true
    const flags = noFlags()
    readFlags(reader, flags)
    readIndex(reader)
    text += readWidth(reader, flags) + readPrecision(reader, flags)
    if (!reader.indexed) readIndex(reader)
    spend((flags.width ?? 0) + (flags.precision ?? 0) + 1)
    if (reader.at >= format.length) {
      text += '%!(NOVERB)'
      directives.push({ start: percent, end: format.length, verb: '', operand: undefined })
      break
    }
    const { rune, size } = runeAt(format, reader.at)
    const verb = encodeRune(rune)
    reader.at += size
    const operand =
      verb !== '%' && reader.goodIndex && reader.operand < operands.length ? reader.operand : undefined
    directives.push({ start: percent, end: reader.at, verb, operand })
    if (verb === '%') text += '%'
    else if (!reader.goodIndex) text += `%!${verb}(BADINDEX)`
    else if (operand === undefined) text += `%!${verb}(MISSING)`
    else {
      if (verb === 'v') {
        Object.assign(flags, { sharpV: flags.sharp, sharp: false, plusV: flags.plus, plus: false })
      }
      text += printArg(flags, operands[operand]!, verb)
      reader.operand++
    }
  }
  const extra = !reader.reordered && reader.operand < operands.length ? reader.operand : undefined
  if (extra !== undefined) text += extraOperands(operands.slice(extra))
  return { text, directives, extra }
}
