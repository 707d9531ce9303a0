/**
 * Texts and fields, packed for the cache: lists in place of objects, without what follows from the rest. A book has
 * tens of thousands of them, so their number and size tell in the time of a build that reads them all.
 */
import type { Field } from '../model.ts'
import type { Range, Text } from '../text/source.ts'

/** A value and where it starts; the end and the runs follow unless it stands in the file as it is. */
type PackedText = readonly [value: string, start: number, ...endAndRuns: number[]]

/** Two such texts in one list where both stand in the file as they are. */
export type PackedField =
  | readonly [key: string, start: number, value: string, start: number]
  | readonly [key: PackedText, value: PackedText, isNull: 0 | 1]

export type PackedRange = readonly [start: number, end: number]

/** `0` stands for what is not there. */
export type Maybe<T> = T | 0

const isPlain = ({ value, range: { start, end }, runs }: Text): boolean =>
  end === start + value.length && runs.length === 2 && runs[0] === 0 && runs[1] === start

const packText = (text: Text): PackedText =>
  isPlain(text)
    ? [text.value, text.range.start]
    : [text.value, text.range.start, text.range.end, ...text.runs]

function unpackText(packed: PackedText): Text {
  if (packed.length === 2) return new PlainText(packed[0], packed[1])
  const [value, start, end, ...runs] = packed
  return { value, range: { start, end: end! }, runs }
}

/** A text that stands in the file as it is: its place is made when it is asked for, which few are. */
class PlainText implements Text {
  readonly value: string
  readonly #start: number

  constructor(value: string, start: number) {
    this.value = value
    this.#start = start
  }

  get range(): Range {
    return { start: this.#start, end: this.#start + this.value.length }
  }

  get runs(): readonly number[] {
    return [0, this.#start]
  }

  toJSON(): Text {
    return { value: this.value, range: this.range, runs: this.runs }
  }
}

export const packRange = ({ start, end }: Range): PackedRange => [start, end]
export const unpackRange = (packed: PackedRange): Range => ({ start: packed[0], end: packed[1] })

export function packField({ key, value, isNull }: Field): PackedField {
  return isPlain(key) && isPlain(value) && !isNull
    ? [key.value, key.range.start, value.value, value.range.start]
    : [packText(key), packText(value), isNull ? 1 : 0]
}

export function unpackField(packed: PackedField): Field {
  if (packed.length === 4) {
    return { key: new PlainText(packed[0], packed[1]), value: new PlainText(packed[2], packed[3]) }
  }
  const field = { key: unpackText(packed[0]), value: unpackText(packed[1]) }
  return packed[2] === 1 ? { ...field, isNull: true } : field
}

/** With what is missing as undefined, so that all values of a kind have one shape. */
export type Every<T> = { readonly [K in keyof T]-?: T[K] | undefined }

/** Packs what may be missing. */
export const maybe = <T, P>(value: T | undefined, pack: (value: T) => P): Maybe<P> =>
  value === undefined ? 0 : pack(value)
export const perhaps = <P, T>(packed: Maybe<P>, unpack: (packed: P) => T): T | undefined =>
  packed === 0 ? undefined : unpack(packed)
