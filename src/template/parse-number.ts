/** Number and character literals as Go's parser reads them: under every type that can hold them. */
import { isInt64, isUint64, parseFloat64, parseInteger } from './go/number.ts'
import { unquoteChar } from './go/quote.ts'
import type { NumberNode } from './tree.ts'

type NumberValue = Pick<NumberNode, 'int' | 'uint' | 'float' | 'complex'>

/** A float is an integer too if it converts without loss. */
function fromFloat(value: number): NumberValue {
  const whole = Number.isInteger(value) ? BigInt(value) : undefined
  return {
    float: value,
    ...(whole !== undefined && isInt64(whole) && { int: whole }),
    ...(whole !== undefined && isUint64(whole) && { uint: whole }),
  }
}

function fromComplex(real: number, imaginary: number): NumberValue {
  const complex = [real, imaginary] as const
  return imaginary === 0 ? { complex, ...fromFloat(real) } : { complex }
}

function parseCharacter(text: string): NumberValue | string {
  const read = unquoteChar(text, 1, "'")
  if (read === undefined) return 'invalid syntax'
  if (text.slice(1 + read.length) !== "'") return `malformed character constant: ${text}`
  return { int: BigInt(read.rune), uint: BigInt(read.rune), float: read.rune }
}

function parseComplex(text: string): NumberValue | string {
  const split = Math.max(text.slice(1).search(/(?<![eEpP])[+-]/) + 1, 1)
  const parts = [text.slice(0, split), text.slice(split, -1)].map((part) => ({ part, ...parseFloat64(part) }))
  const values: number[] = []
  for (const part of parts) {
    if (!part.ok) return `strconv.ParseFloat: parsing "${part.part}": ${part.error}`
    values.push(part.value)
  }
  return fromComplex(values[0]!, values[1]!)
}

/** The values of a literal, or Go's error. */
export function parseNumber(kind: 'number' | 'complex' | 'character', text: string): NumberValue | string {
  if (kind === 'character') return parseCharacter(text)
  if (kind === 'complex') return parseComplex(text)
  if (text.endsWith('i')) {
    const imaginary = parseFloat64(text.slice(0, -1))
    if (imaginary.ok) return fromComplex(0, imaginary.value)
  }
  const integer = parseInteger(text)
  if (integer !== undefined && (isInt64(integer) || isUint64(integer))) {
    const unsigned = isUint64(integer) && !text.startsWith('+')
    return {
      ...(isInt64(integer) && { int: integer }),
      ...((unsigned || integer === 0n) && { uint: integer }),
      float: Number(integer),
    }
  }
  const float = parseFloat64(text)
  if (!float.ok) return `illegal number syntax: "${text}"`
  return /[.eEpP]/.test(text) ? fromFloat(float.value) : `integer overflow: "${text}"`
}
