/**
 * The Go values that a template can hold. The Go type decides what may be done with a value, how it compares and how it
 * prints, so each value carries the name of its type as `%T` prints it.
 */
import { byCodeUnits } from '../../text/compare.ts'
import type { Bytes } from './bytes.ts'

export type Value =
  /** No value at all: Go's zero `reflect.Value`, also an untyped nil. */
  | { readonly kind: 'invalid' }
  | { readonly kind: 'bool'; readonly type: 'bool'; readonly value: boolean }
  /** Signed integers of 64 bits, `time.Duration` (nanoseconds), `time.Month`, `time.Weekday`. */
  | { readonly kind: 'int'; readonly type: string; readonly value: bigint }
  | { readonly kind: 'uint'; readonly type: string; readonly value: bigint }
  | { readonly kind: 'float'; readonly type: 'float64'; readonly value: number }
  | { readonly kind: 'complex'; readonly type: 'complex128'; readonly value: readonly [number, number] }
  | { readonly kind: 'string'; readonly type: 'string' | 'template.HTML'; readonly value: Bytes }
  | { readonly kind: 'map'; readonly type: string; readonly entries: ReadonlyMap<Bytes, Value> }
  | { readonly kind: 'slice'; readonly type: string; readonly items: readonly Value[] }
  /** `text`: output of the `String` method of its pointer, if it has one. */
  | {
      readonly kind: 'struct'
      readonly type: string
      readonly fields: ReadonlyMap<string, Value>
      readonly text?: Bytes
    }
  /** `time.Time` in UTC, as nanoseconds since 1970. */
  | { readonly kind: 'time'; readonly type: 'time.Time'; readonly value: bigint }
  | { readonly kind: 'pointer'; readonly type: string; readonly to: Value | undefined }
  /** A value of type `interface{}` found in a field or map, with what it holds. */
  | { readonly kind: 'interface'; readonly type: 'interface {}'; readonly value: Value }

export type Kind = Value['kind']
export type StringValue = Extract<Value, { kind: 'string' }>
export type MapValue = Extract<Value, { kind: 'map' }>
export type SliceValue = Extract<Value, { kind: 'slice' }>

export const invalid: Value = { kind: 'invalid' }
export const bool = (value: boolean): Value => ({ kind: 'bool', type: 'bool', value })
export const int = (value: bigint | number, type = 'int'): Value => ({
  kind: 'int',
  type,
  value: BigInt(value),
})
export const float = (value: number): Value => ({ kind: 'float', type: 'float64', value })
export const complex = (real: number, imaginary: number): Value => ({
  kind: 'complex',
  type: 'complex128',
  value: [real, imaginary],
})
export const string = (value: Bytes): StringValue => ({ kind: 'string', type: 'string', value })
export const duration = (nanoseconds: bigint): Value => int(nanoseconds, 'time.Duration')
export const time = (nanoseconds: bigint): Value => ({ kind: 'time', type: 'time.Time', value: nanoseconds })
export const pointer = (to: Value): Value => ({ kind: 'pointer', type: `*${typeName(to)}`, to })
export const any = (value: Value): Value => ({ kind: 'interface', type: 'interface {}', value })

/** Named Go types that templates meet. */
export const typeNames = {
  labels: 'map[string]string',
  args: 'map[string]interface {}',
  samples: 'template.queryResult',
  sample: 'template.sample',
  samplePointer: '*template.sample',
  histogram: 'histogram.FloatHistogram',
} as const

/** Name of the Go type, as `%T` prints it; `<nil>` where there is no value. */
export function typeName(value: Value): string {
  return value.kind === 'invalid' ? '<nil>' : value.type
}

/** The value inside an `interface{}`; other values are returned as they are. */
export function unwrap(value: Value): Value {
  return value.kind === 'interface' ? value.value : value
}

/** Follows pointers and interfaces; undefined where one is nil (Go: `indirect`). */
export function indirect(value: Value): Value | undefined {
  let at: Value = value
  while (at.kind === 'pointer' || at.kind === 'interface') {
    const next: Value | undefined = at.kind === 'pointer' ? at.to : at.value
    if (next === undefined || next.kind === 'invalid') return undefined
    at = next
  }
  return at
}

/** Whether `if` treats the value as true (Go: `isTrue`). */
export function isTrue(value: Value): boolean {
  switch (value.kind) {
    case 'invalid':
      return false
    case 'bool':
      return value.value
    case 'int':
    case 'uint':
      return value.value !== 0n
    case 'float':
      return value.value !== 0
    case 'complex':
      return value.value[0] !== 0 || value.value[1] !== 0
    case 'string':
      return value.value !== ''
    case 'map':
      return value.entries.size > 0
    case 'slice':
      return value.items.length > 0
    case 'pointer':
      return value.to !== undefined
    case 'interface':
      return value.value.kind !== 'invalid'
    case 'struct':
    case 'time':
      return true
  }
}

/** Entries of a map in Go's order of walking and printing: by the bytes of the key. */
export function sortedEntries(value: MapValue): [Bytes, Value][] {
  return [...value.entries].sort(([a], [b]) => byCodeUnits(a, b))
}
