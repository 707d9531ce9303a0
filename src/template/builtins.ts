/** The functions built into Go's text/template (text/template/funcs.go). */
import { fail } from './failure.ts'
import { type Parameter, type TemplateFunction, textOf } from './functions.ts'
import { decode } from './go/bytes.ts'
import { noFlags } from './go/pad.ts'
import { printArg, sprint, sprintln } from './go/print.ts'
import { sprintf } from './go/printf.ts'
import {
  bool,
  indirect,
  int,
  invalid,
  isTrue,
  string,
  typeName,
  typeNames,
  unwrap,
  type Value,
} from './go/value.ts'
import { escapeHtml, escapeJs, escapeQuery } from './text-functions.ts'

/** A value as the escaping functions print it: pointers followed, `<no value>` for nothing. */
const printable = (value: Value): Value => {
  const inner = unwrap(value)
  if (inner.kind === 'invalid') return string('<no value>')
  return inner.kind === 'pointer' ? (indirect(inner) ?? inner) : inner
}

const joined = (args: readonly Value[]): string =>
  args.length === 1 && args[0]!.kind === 'string' ? args[0]!.value : sprint(args.map(printable))

type Comparable = 'bool' | 'int' | 'uint' | 'float' | 'complex' | 'string'

/** The only kinds that Go compares; integers of either sign with each other. */
function comparable(value: Value): Comparable | undefined {
  switch (value.kind) {
    case 'bool':
    case 'int':
    case 'uint':
    case 'float':
    case 'complex':
    case 'string':
      return value.kind
    default:
      return undefined
  }
}

const integers = (a: Comparable | undefined, b: Comparable | undefined): boolean =>
  (a === 'int' && b === 'uint') || (a === 'uint' && b === 'int')

/** Compares values other than numbers, strings and booleans: equal are the same pointer, and nothing with nothing. */
function sameReference(a: Value, b: Value): boolean {
  if (a.kind === 'invalid' || b.kind === 'invalid') return a.kind === b.kind
  if (a.kind !== b.kind) {
    return fail(`non-comparable types ${shown(a)}: ${typeName(a)}, ${typeName(b)}: ${shown(b, 'v')}`)
  }
  if (b.kind === 'map' || b.kind === 'slice' || b.kind === 'struct') {
    return fail(`non-comparable type ${shown(b)}: ${typeName(b)}`)
  }
  if (a.kind === 'pointer' && b.kind === 'pointer') return a.type === b.type && a.to === b.to
  return a.kind === 'time' && b.kind === 'time' && a.value === b.value
}

const shown = (value: Value, verb = 's'): string => decode(printArg(noFlags(), value, verb))

/** Compares two values of the kinds that Go compares by content. */
function sameContent(a: Value, b: Value): boolean {
  if (a.kind === 'complex' && b.kind === 'complex')
    return a.value[0] === b.value[0] && a.value[1] === b.value[1]
  return 'value' in a && 'value' in b && a.value === b.value
}

/** `eq a b c…`: whether the first equals any of the others. */
function equal(args: readonly Value[]): boolean {
  const [first, ...others] = args.map(unwrap) as [Value, ...Value[]]
  if (others.length === 0) return fail('missing argument for comparison')
  const kind = comparable(first)
  return others.some((other) => {
    const otherKind = comparable(other)
    if (kind === otherKind)
      return kind === undefined ? sameReference(first, other) : sameContent(first, other)
    if (integers(kind, otherKind)) return sameContent(first, other)
    if (first.kind === 'invalid' || other.kind === 'invalid') return false
    return fail('incompatible types for comparison')
  })
}

function less(args: readonly Value[]): boolean {
  const [a, b] = args.map(unwrap) as [Value, Value]
  const [kindA, kindB] = [comparable(a), comparable(b)]
  if (kindA === undefined || kindB === undefined) return fail('invalid type for comparison')
  if (kindA !== kindB && !integers(kindA, kindB)) return fail('incompatible types for comparison')
  if (kindA === 'bool' || kindA === 'complex') return fail('invalid type for comparison')
  return 'value' in a && 'value' in b && (a.value as number) < (b.value as number)
}

const lessOrEqual = (args: readonly Value[]): boolean => less(args) || equal(args)

/** An index into something of `length`, read as Go's `index` and `slice` do. */
function position(given: Value, length: number): number {
  const value = unwrap(given)
  if (value.kind === 'invalid') return fail('cannot index slice/array with nil')
  if (value.kind !== 'int' && value.kind !== 'uint') {
    return fail(`cannot index slice/array with type ${typeName(value)}`)
  }
  return value.value < 0n || value.value > BigInt(length)
    ? fail(`index out of range: ${value.value}`)
    : Number(value.value)
}

/** The element of a string or list at an index, or of a map under a key. */
function element(item: Value, place: Value): Value {
  if (item.kind === 'string' || item.kind === 'slice') {
    const size = item.kind === 'string' ? item.value.length : item.items.length
    const at = position(place, size)
    if (at === size) return fail(`reflect: ${item.kind} index out of range`)
    if (item.kind === 'slice') return item.items[at]!
    return { kind: 'uint', type: 'uint8', value: BigInt(item.value.charCodeAt(at)) }
  }
  if (item.kind !== 'map') return fail(`can't index item of type ${typeName(item)}`)
  const key = unwrap(place)
  const found = key.kind === 'string' && key.type === 'string' ? item.entries.get(key.value) : wrongKey(key)
  return found ?? (item.type === typeNames.labels ? string('') : invalid)
}

const wrongKey = (key: Value): never =>
  fail(
    key.kind === 'invalid'
      ? 'value is nil; should be of type string'
      : `value has type ${typeName(key)}; should be string`,
  )

function index([first, ...places]: readonly Value[]): Value {
  let item = unwrap(first!)
  if (item.kind === 'invalid') return fail('index of untyped nil')
  for (const place of places) item = element(indirect(item) ?? fail('index of nil pointer'), place)
  return item
}

function slice(args: readonly Value[]): Value {
  const [first, ...places] = args
  const item = unwrap(first!)
  if (item.kind === 'invalid') return fail('slice of untyped nil')
  if (places.length > 3) return fail(`too many slice indexes: ${places.length}`)
  if (item.kind === 'string' && places.length === 3) return fail('cannot 3-index slice a string')
  if (item.kind !== 'string' && item.kind !== 'slice')
    return fail(`can't slice item of type ${typeName(item)}`)
  const size = item.kind === 'string' ? item.value.length : item.items.length
  const [from = 0, to = size, capacity = size] = places.map((place) => position(place, size))
  if (from > to) return fail(`invalid slice index: ${from} > ${to}`)
  if (to > capacity) return fail(`invalid slice index: ${to} > ${capacity}`)
  return item.kind === 'string'
    ? { ...item, value: item.value.slice(from, to) }
    : { ...item, items: item.items.slice(from, to) }
}

function length(args: readonly Value[]): Value {
  const item = indirect(args[0]!)
  if (item?.kind === 'string') return int(item.value.length)
  if (item?.kind === 'map') return int(item.entries.size)
  if (item?.kind === 'slice') return int(item.items.length)
  if (item === undefined) return fail('len of nil pointer')
  return item.kind === 'invalid'
    ? fail('reflect: call of reflect.Value.Type on zero Value')
    : fail(`len of type ${typeName(item)}`)
}

function call(args: readonly Value[]): Value {
  const fn = unwrap(args[0]!)
  return fail(fn.kind === 'invalid' ? 'call of nil' : `non-function of type ${typeName(fn)}`)
}

const builtin = (
  parameters: readonly Parameter[],
  rest: Parameter | undefined,
  result: string | undefined,
  run: TemplateFunction['call'],
): TemplateFunction => ({
  parameters,
  ...(rest && { rest }),
  ...(result && { result }),
  builtin: true,
  call: run,
})

const compare = (test: (args: readonly Value[]) => boolean): TemplateFunction =>
  builtin(['value', 'value'], undefined, 'bool', (args) => bool(test(args)))

/** Go's own functions by name. `and` and `or` are here for their signatures only: the executor stops early. */
export const builtins: ReadonlyMap<string, TemplateFunction> = new Map([
  ['and', builtin(['value'], 'value', undefined, (args) => args.find((arg) => !isTrue(arg)) ?? args.at(-1)!)],
  ['or', builtin(['value'], 'value', undefined, (args) => args.find(isTrue) ?? args.at(-1)!)],
  ['not', builtin(['value'], undefined, 'bool', ([value]) => bool(!isTrue(value!)))],
  ['eq', builtin(['value'], 'value', 'bool', (args) => bool(equal(args)))],
  ['ne', compare((args) => !equal(args))],
  ['lt', compare(less)],
  ['le', compare(lessOrEqual)],
  ['gt', compare((args) => !lessOrEqual(args))],
  ['ge', compare((args) => !less(args))],
  ['index', builtin(['value'], 'value', undefined, index)],
  ['slice', builtin(['value'], 'value', undefined, slice)],
  ['len', builtin(['value'], undefined, 'int', length)],
  ['call', builtin(['value'], 'value', undefined, call)],
  ['print', builtin([], 'any', 'string', (args) => string(sprint(args)))],
  ['println', builtin([], 'any', 'string', (args) => string(sprintln(args)))],
  [
    'printf',
    builtin(['string'], 'any', 'string', ([format, ...operands], { spend }) =>
      string(sprintf(textOf(format), operands, spend).text),
    ),
  ],
  ['html', builtin([], 'any', 'string', (args) => string(escapeHtml(joined(args))))],
  ['js', builtin([], 'any', 'string', (args) => string(escapeJs(joined(args))))],
  ['urlquery', builtin([], 'any', 'string', (args) => string(escapeQuery(joined(args))))],
])
