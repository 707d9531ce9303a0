/**
 * How Go prints a value under a verb: `fmt`'s `printArg` and `printValue`. A value that the verb cannot print becomes
 * `%!verb(type=value)` in the text, never an error.
 */
import { type Bytes, decode, encode } from './bytes.ts'
import {
  type Flags,
  noFlags,
  pad,
  padFloat,
  padHex,
  padInteger,
  padQuoted,
  padQuotedRune,
  padRune,
  padString,
  padUnicode,
} from './pad.ts'
import { quote } from './quote.ts'
import { durationString, floorDivide, monthName, timeGoString, timeString, weekdayName } from './time.ts'
import { type MapValue, type SliceValue, sortedEntries, typeName, type Value } from './value.ts'

/** In Go, addresses differ from run to run; this one represents them all. */
const address = 0xc000000000n

/** Text of a type with a `String` method; undefined for others. */
export function stringer(value: Value): string | undefined {
  if (value.kind === 'pointer') return value.to === undefined ? undefined : stringer(value.to)
  // A template follows the pointer before it prints; `fmt` then finds the `String` method of the pointer again.
  if (value.kind === 'struct') return value.text === undefined ? undefined : decode(value.text)
  if (value.kind === 'time') return timeString(value.value)
  if (value.kind !== 'int') return undefined
  if (value.type === 'time.Duration') return durationString(value.value)
  if (value.type === 'time.Month') return monthName(Number(value.value))
  return value.type === 'time.Weekday' ? weekdayName(Number(value.value)) : undefined
}

function badVerb(flags: Flags, value: Value, verb: string): Bytes {
  // Go: `erroring`.
  const plain = { ...flags, isPlain: true }
  const inner = value.kind === 'invalid' ? '<nil>' : `${typeName(value)}=${printValue(plain, value, 'v', 0)}`
  return `%!${verb}(${inner})`
}

function printInteger(flags: Flags, value: bigint, verb: string): Bytes | undefined {
  switch (verb) {
    case 'v':
    case 'd':
      return padInteger(flags, value, 10, verb)
    case 'b':
      return padInteger(flags, value, 2, verb)
    case 'o':
    case 'O':
      return padInteger(flags, value, 8, verb)
    case 'x':
    case 'X':
      return padInteger(flags, value, 16, verb)
    case 'c':
      return padRune(flags, value)
    case 'q':
      return padQuotedRune(flags, value)
    case 'U':
      return padUnicode(flags, value)
    default:
      return undefined
  }
}

function printUnsigned(flags: Flags, value: bigint, verb: string): Bytes | undefined {
  return verb === 'v' && flags.sharpV
    ? padInteger({ ...flags, sharp: true }, value, 16, 'v')
    : printInteger(flags, value, verb)
}

function printFloat(flags: Flags, value: number, verb: string): Bytes | undefined {
  switch (verb) {
    case 'v':
      return padFloat(flags, value, 'g', -1)
    case 'b':
    case 'g':
    case 'G':
    case 'x':
    case 'X':
      return padFloat(flags, value, verb, -1)
    case 'f':
    case 'e':
    case 'E':
      return padFloat(flags, value, verb, 6)
    case 'F':
      return padFloat(flags, value, 'f', 6)
    default:
      return undefined
  }
}

function printComplex(flags: Flags, value: readonly [number, number], verb: string): Bytes | undefined {
  const real = printFloat(flags, value[0], verb)
  const imaginary = printFloat({ ...flags, plus: true }, value[1], verb)
  return real === undefined || imaginary === undefined ? undefined : `(${real}${imaginary}i)`
}

function printString(flags: Flags, value: Bytes, verb: string): Bytes | undefined {
  switch (verb) {
    case 'v':
      return flags.sharpV ? padQuoted(flags, value) : padString(flags, value)
    case 's':
      return padString(flags, value)
    case 'q':
      return padQuoted(flags, value)
    case 'x':
    case 'X':
      return padHex(flags, value, verb === 'X')
    default:
      return undefined
  }
}

function printPointer(flags: Flags, value: Value & { kind: 'pointer' }, verb: string): Bytes | undefined {
  const at = value.to === undefined ? 0n : address
  if (verb === 'v' && flags.sharpV) {
    return `(${value.type})(${at === 0n ? 'nil' : padInteger({ ...flags, sharp: true }, at, 16, 'v')})`
  }
  if (verb === 'v')
    return at === 0n ? pad(flags, '<nil>') : padInteger({ ...flags, sharp: true }, at, 16, 'v')
  if (verb === 'p') return padInteger({ ...flags, sharp: !flags.sharp }, at, 16, 'v')
  return 'bodxX'.includes(verb) ? printInteger(flags, at, verb) : undefined
}

function printMap(flags: Flags, value: MapValue, verb: string, depth: number): Bytes {
  const pairs = sortedEntries(value).map(
    ([key, item]) =>
      `${printString(flags, key, verb) ?? badKey(flags, key, verb)}:${printValue(flags, item, verb, depth + 1)}`,
  )
  return flags.sharpV ? `${value.type}{${pairs.join(', ')}}` : `map[${pairs.join(' ')}]`
}

const badKey = (flags: Flags, key: Bytes, verb: string): Bytes => `%!${verb}(string=${padString(flags, key)})`

function printSlice(flags: Flags, value: SliceValue, verb: string, depth: number): Bytes {
  const items = value.items.map((item) => printValue(flags, item, verb, depth + 1))
  return flags.sharpV ? `${value.type}{${items.join(', ')}}` : `[${items.join(' ')}]`
}

function printStruct(flags: Flags, value: Value & { kind: 'struct' }, verb: string, depth: number): Bytes {
  const parts = [...value.fields].map(([name, field]) => {
    const text = printValue(flags, field, verb, depth + 1)
    return flags.plusV || flags.sharpV ? `${name}:${text}` : text
  })
  return flags.sharpV ? `${value.type}{${parts.join(', ')}}` : `{${parts.join(' ')}}`
}

/** The fields of a UTC time: nanoseconds of the second, seconds since the year 1, and no location. */
function timeStruct(nanos: bigint): Value & { kind: 'struct' } {
  const seconds = floorDivide(nanos, 1_000_000_000n)
  const wall = nanos - seconds * 1_000_000_000n
  const ext = seconds + 62_135_596_800n
  return {
    kind: 'struct',
    type: 'time.Time',
    fields: new Map<string, Value>([
      ['wall', { kind: 'uint', type: 'uint64', value: wall }],
      ['ext', { kind: 'int', type: 'int64', value: ext }],
      ['loc', { kind: 'pointer', type: '*time.Location', to: undefined }],
    ]),
  }
}

/** Prints a value, by its `String` and `GoString` methods where the verb asks for text. */
function printValue(flags: Flags, value: Value, verb: string, depth: number): Bytes {
  if (flags.isPlain) return printReflected(flags, value, verb, depth)
  if (flags.sharpV) {
    const at = value.kind === 'pointer' ? value.to : value
    if (at?.kind === 'time') return padString(flags, timeGoString(at.value))
  } else if ('vsxXq'.includes(verb)) {
    const own = stringer(value)
    if (own !== undefined) return printString(flags, encode(own), verb)!
  }
  return printReflected(flags, value, verb, depth)
}

function printReflected(flags: Flags, value: Value, verb: string, depth: number): Bytes {
  switch (value.kind) {
    case 'invalid':
      return verb === 'v' ? pad(flags, '<nil>') : badVerb(flags, value, verb)
    case 'interface':
      if (value.value.kind !== 'invalid') return printValue(flags, value.value, verb, depth)
      return flags.sharpV ? 'interface {}(nil)' : '<nil>'
    case 'map':
      return printMap(flags, value, verb, depth)
    case 'slice':
      return printSlice(flags, value, verb, depth)
    case 'struct':
      return printStruct(flags, value, verb, depth)
    case 'time':
      return printStruct(flags, timeStruct(value.value), verb, depth)
    case 'pointer': {
      const to = value.to?.kind
      if (depth === 0 && (to === 'map' || to === 'slice' || to === 'struct' || to === 'time')) {
        return `&${printValue(flags, value.to!, verb, 1)}`
      }
      return printPointer(flags, value, verb) ?? badVerb(flags, value, verb)
    }
    default:
      return printScalar(flags, value, verb) ?? badVerb(flags, value, verb)
  }
}

function printScalar(flags: Flags, value: Value, verb: string): Bytes | undefined {
  switch (value.kind) {
    case 'bool':
      return verb === 't' || verb === 'v' ? pad(flags, String(value.value)) : undefined
    case 'int':
      return printInteger(flags, value.value, verb)
    case 'uint':
      return printUnsigned(flags, value.value, verb)
    case 'float':
      return printFloat(flags, value.value, verb)
    case 'complex':
      return printComplex(flags, value.value, verb)
    case 'string':
      return printString(flags, value.value, verb)
    default:
      return undefined
  }
}

/** Prints one operand under one verb. */
export function printArg(flags: Flags, value: Value, verb: string): Bytes {
  if (value.kind === 'interface') return printArg(flags, value.value, verb)
  if (verb === 'T') return value.kind === 'invalid' ? pad(flags, '<nil>') : padString(flags, typeName(value))
  if (verb === 'p') {
    // A map and a list are pointers too.
    const isEmpty = value.kind === 'slice' && value.items.length === 0
    const at: Value | undefined =
      value.kind === 'map' || value.kind === 'slice'
        ? { kind: 'pointer', type: value.type, to: isEmpty ? undefined : value }
        : value
    return at.kind === 'pointer' ? printPointer(flags, at, 'p')! : badVerb(flags, value, verb)
  }
  // The verb of wrapped errors is wrong for a value as a whole.
  if (verb === 'w' && value.kind !== 'invalid') return badVerb(flags, value, verb)
  return printValue(flags, value, verb, 0)
}

/** Prints the value as an action and `%v` do. */
export const display = (value: Value): Bytes => printArg(noFlags(), value, 'v')

const isString = (value: Value): boolean =>
  value.kind === 'string' || (value.kind === 'interface' && isString(value.value))

/** `fmt.Sprint`: a space between two operands where neither is a string. */
export function sprint(values: readonly Value[]): Bytes {
  return values
    .map((value, i) => (i > 0 && !isString(value) && !isString(values[i - 1]!) ? ' ' : '') + display(value))
    .join('')
}

/** `fmt.Sprintln`: always a space, and a line break at the end. */
export const sprintln = (values: readonly Value[]): Bytes => `${values.map(display).join(' ')}\n`

/** A Go string literal of a text, for messages (`%q`). */
export const quoted = (text: string): string => decode(quote(encode(text)))
