/** Facts about a value that need no run of the template: its Go type, and where it comes from. */
import type { Value } from './go/value.ts'
import { bool, complex, duration, float, int, string, time, typeNames } from './go/value.ts'
import type { Operand } from './tree.ts'

export interface Known {
  /** Go type; undefined where any type is possible. */
  readonly type: string | undefined
  /** Which part of the alert's own data it is. */
  readonly origin?: 'root' | 'labels' | 'externalLabels' | 'value'
  /** The expression of the `query` that it is a result of, or a part of one. */
  readonly query?: string
  /** The literal as written. */
  readonly literal?: Operand
}

export const unknown: Known = { type: undefined }
export const nil: Known = { type: 'nil' }
export const known = (type: string | undefined): Known => ({ type })

/** A part of another value: of a `query`'s result it is one too. */
export const partOf = ({ query }: Known, type: string | undefined): Known => ({
  type,
  ...(query !== undefined && { query }),
})

/** The type of `.` and `$` at the start. */
export const root: Known = { type: 'struct', origin: 'root' }

/** The types of the variables that Prometheus declares, and of the fields of the root. */
export const rootFields: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['Labels', { type: typeNames.labels, origin: 'labels' }],
  ['ExternalLabels', { type: typeNames.labels, origin: 'externalLabels' }],
  ['ExternalURL', { type: 'string' }],
  ['Value', { type: 'float64', origin: 'value' }],
])

const words: Readonly<Record<string, string>> = {
  float64: 'a number',
  int: 'a whole number',
  int64: 'a whole number',
  uint8: 'a byte',
  bool: 'true or false',
  complex128: 'a complex number',
  string: 'a string',
  'template.HTML': 'HTML text',
  nil: 'nothing',
  struct: 'all data of the alert',
  [typeNames.labels]: 'a set of labels',
  [typeNames.args]: 'a map of arguments',
  [typeNames.samples]: 'the result of a query',
  [typeNames.sample]: 'a sample',
  [typeNames.samplePointer]: 'a sample',
}

/** Describes a Go type in words. */
export const describeType = (type: string): string => words[type] ?? `a \`${type.replace(/^\*/, '')}\``

/** The class in which Go compares a type: integers never compare with floats. */
export function comparedAs(type: string): string | undefined {
  switch (type) {
    case 'int':
    case 'int64':
    case 'uint8':
    case 'time.Duration':
    case 'time.Month':
    case 'time.Weekday':
      return 'integer'
    case 'string':
    case 'template.HTML':
      return 'string'
    case 'float64':
    case 'bool':
    case 'complex128':
      return type
    default:
      return undefined
  }
}

const examples: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['float64', float(1)],
  ['int', int(1)],
  ['int64', int(1, 'int64')],
  ['uint8', { kind: 'uint', type: 'uint8', value: 1n }],
  ['bool', bool(true)],
  ['complex128', complex(1, 1)],
  ['string', string('a')],
  ['time.Time', time(0n)],
  ['time.Duration', duration(1n)],
])

/** A sample value of a scalar type, to try functions on; undefined for other types. */
export const exampleOf = (type: string | undefined): Value | undefined =>
  type === undefined ? undefined : examples.get(type)

/** Types that `range` cannot loop over. */
export const noLoop: ReadonlySet<string> = new Set([
  'float64',
  'bool',
  'complex128',
  'string',
  'template.HTML',
  'struct',
  'time.Time',
  '*time.Time',
  typeNames.sample,
  typeNames.samplePointer,
])

/** The types of a loop's key and item. */
export function loopTypes(of: Known): readonly [Known, Known] {
  const { type } = of
  if (type === typeNames.labels) return [known('string'), known('string')]
  if (type === typeNames.samples) return [known('int'), partOf(of, typeNames.samplePointer)]
  return type === typeNames.args ? [known('string'), unknown] : [unknown, unknown]
}

/** Fields of Alertmanager's template data (`template.Data`), which authors mistakenly use in rules. */
const NOTIFICATION = new Set([
  'CommonLabels',
  'GroupLabels',
  'CommonAnnotations',
  'Alerts',
  'Annotations',
  'Status',
  'StartsAt',
  'GeneratorURL',
  'Receiver',
])

/** Whether a field read from a rule's data exists only in Alertmanager's notifications. */
export const isNotification = (origin: unknown, name: string): boolean =>
  origin === 'root' && NOTIFICATION.has(name)
