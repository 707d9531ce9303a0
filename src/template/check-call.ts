/** Errors in one call of a function or method, as far as its arguments are known. */

import { count } from '../text/count.ts'
import { countProblem } from './eval.ts'
import { isFailure } from './failure.ts'
import { type Parameter, parameterTypes } from './functions.ts'
import { decode } from './go/bytes.ts'
import { noFlags } from './go/pad.ts'
import { printArg } from './go/print.ts'
import { sprintf } from './go/printf.ts'
import { invalid, typeNames } from './go/value.ts'
import { toFloat } from './humanize.ts'
import { comparedAs, describeType, exampleOf, type Known } from './known.ts'
import { groupReferences, type Regexps } from './regexps.ts'
import { parseDuration } from './text-functions.ts'

/** A finding without its range. */
export interface Finding {
  readonly code: 'template-type' | 'template-value'
  /** Index of the argument at fault; undefined for the call as a whole. */
  readonly argument?: number
  readonly message: string
  readonly hint?: string
}

const finding =
  (code: Finding['code']) =>
  (argument: number | undefined, message: string, hint?: string): Finding => ({
    code,
    ...(argument !== undefined && { argument }),
    message,
    ...(hint !== undefined && { hint }),
  })

const fails = finding('template-type')
const misleads = finding('template-value')

export interface Call {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly rest?: Parameter | undefined
  /** Written arguments, then the one that came through `|`. */
  readonly args: readonly Known[]
  readonly piped: boolean
}

function checkCount({ name, parameters, rest, args, piped }: Call): Finding | undefined {
  const callee = { name, parameters, ...(rest && { rest }) }
  if (countProblem(callee, args.length - (piped ? 1 : 0), piped) === undefined) return undefined
  const wanted = `${rest === undefined ? '' : 'at least '}${count(parameters.length, 'argument')}`
  return fails(undefined, `\`${name}\` takes ${wanted}, found ${args.length}`)
}

/** Whether a parameter takes a value: some types are accepted besides its own. */
function accepts(parameter: Parameter, { type, literal }: Known): boolean {
  if (parameter === 'any' || parameter === 'value' || type === undefined) return true
  // Go accepts a nil sample, and the function then crashes.
  if (type === 'nil') return parameter === 'samples'
  const wanted = parameterTypes[parameter]
  if (type === wanted || type === `*${wanted}`) return true
  return (
    (parameter === 'duration' || parameter === 'int') &&
    literal?.kind === 'number' &&
    literal.int !== undefined
  )
}

function checkTypes({ name, parameters, rest, args }: Call): Finding[] {
  return args.flatMap((given, argument) => {
    const parameter = parameters[argument] ?? rest
    if (parameter === undefined || given.type === undefined || accepts(parameter, given)) return []
    const wanted = describeType(parameterTypes[parameter])
    const message = `\`${name}\` takes ${wanted}, found ${describeType(given.type)}`
    const printable = parameter === 'string' && given.type !== 'nil'
    return [
      fails(argument, message, printable ? 'Turn it into a string with `print` or `printf`' : undefined),
    ]
  })
}

const text = (given: Known | undefined): string | undefined =>
  given?.literal?.kind === 'string' ? decode(given.literal.value) : undefined

/** Types that the number functions can never convert. */
const noNumbers: ReadonlySet<string> = new Set([
  'nil',
  'bool',
  'complex128',
  'uint8',
  'template.HTML',
  'struct',
  'time.Time',
  '*time.Time',
  'time.Month',
  'time.Weekday',
  ...Object.values(typeNames),
])

function checkNumber({ name, args }: Call): Finding[] {
  const [given] = args
  if (given?.type === undefined) return []
  if (noNumbers.has(given.type)) {
    return [fails(0, `\`${name}\` takes a number, found ${describeType(given.type)}`)]
  }
  if (given.literal?.kind !== 'string') return []
  try {
    toFloat({ kind: 'string', type: 'string', value: given.literal.value }, true)
    return []
  } catch (error) {
    if (!isFailure(error)) throw error
    return [fails(0, `\`${name}\` takes a number, found the string ${given.literal.text}`)]
  }
}

function checkDuration({ args }: Call): Finding[] {
  const [given] = args
  if (given?.literal?.kind !== 'string') return []
  try {
    parseDuration(given.literal.value)
    return []
  } catch (error) {
    if (!isFailure(error)) throw error
    const hint = 'Write a Prometheus duration: `90s`, `1h30m`, `1d`'
    return [fails(0, `${given.literal.text} is not a duration`, hint)]
  }
}

/** Whether Go compares two values other than numbers, strings and booleans: pointers and times. */
function sameReference(a: string, b: string): boolean {
  const pointers = a.startsWith('*') && b.startsWith('*')
  return pointers || (a === 'time.Time' && b === 'time.Time')
}

function checkComparison({ name, args }: Call): Finding[] {
  const [first, ...others] = args
  if (others.length === 0) return [fails(undefined, `\`${name}\` compares with nothing`)]
  const ordered = name !== 'eq' && name !== 'ne'
  return others.flatMap((other, i): Finding[] => {
    if (first?.type === undefined || other.type === undefined) return []
    const [a, b] = [comparedAs(first.type), comparedAs(other.type)]
    const nothing = first.type === 'nil' || other.type === 'nil'
    if (a === undefined || b === undefined) {
      const refused = ordered || (!nothing && (a !== b || !sameReference(first.type, other.type)))
      if (!refused) return []
      const bad = a === undefined ? first.type : other.type
      return [fails(i + 1, `\`${name}\` cannot compare ${describeType(bad)}`)]
    }
    if (a === b && !(ordered && (a === 'bool' || a === 'complex128'))) return []
    return [unlike(name, [first, other], i + 1)]
  })
}

function unlike(name: string, [first, other]: readonly [Known, Known], argument: number): Finding {
  const whole = [first, other].find(({ literal, type }) => type === 'int' && literal?.kind === 'number')
  const isFloat = first.type === 'float64' || other.type === 'float64'
  const written = whole?.literal?.kind === 'number' ? whole.literal.text : undefined
  const hint =
    isFloat && written !== undefined && /^[+-]?[0-9]+$/.test(written) ? `Write \`${written}.0\`` : undefined
  const types = `${describeType(first.type!)} with ${describeType(other.type!)}`
  return fails(argument, `\`${name}\` cannot compare ${types}`, hint)
}

/** Better verbs for a value that the verb in the format cannot print. */
const betterVerbs: Readonly<Record<string, string>> = {
  float64: '`%.2f`, `%.0f` or `%g`',
  int: '`%d`',
  string: '`%s` or `%q`',
}

function checkFormat({ args }: Call): Finding[] {
  const [format, ...operands] = args
  if (format?.literal?.kind !== 'string') return []
  const { value } = format.literal
  const { directives, extra } = sprintf(
    value,
    operands.map(({ type }) => exampleOf(type) ?? invalid),
  )
  const findings = directives.flatMap(({ start, end, verb, operand }): Finding[] => {
    const written = decode(value.slice(start, end))
    if (verb === '%') return []
    if (operand === undefined) return [misleads(0, `\`${written}\` has no value to print`)]
    const type = operands[operand]?.type
    const example = exampleOf(type)
    if (example === undefined || !printArg(noFlags(), example, verb).startsWith('%!')) return []
    const better = betterVerbs[type!]
    const hint = better === undefined ? undefined : `Use ${better}`
    return [misleads(0, `\`${written}\` cannot print ${describeType(type!)}`, hint)]
  })
  if (extra === undefined) return findings
  return [...findings, misleads(extra + 1, 'The format has no verb for this value')]
}

function checkPattern({ name, args }: Call, regexps: Regexps | undefined): Finding[] {
  const pattern = text(args[0])
  if (name === 'reReplaceAll' && pattern === undefined && text(args[2]) !== undefined) {
    const hint = 'Write the text last: `reReplaceAll ":.*" "" $labels.instance`'
    return [misleads(2, '`reReplaceAll` replaces in its last argument, which is always the same', hint)]
  }
  if (pattern === undefined || regexps === undefined) return []
  const compiled = regexps(pattern)
  if ('error' in compiled) return [fails(0, `The regular expression does not compile: ${compiled.error}`)]
  const replacement = name === 'reReplaceAll' ? text(args[1]) : undefined
  if (replacement === undefined) return []
  return groupReferences(replacement).flatMap(({ group }): Finding[] => {
    if (group === '' || compiled.regexp.groups.has(group)) return []
    const number = /^[0-9]+/.exec(group)?.[0]
    const meant = number !== undefined && compiled.regexp.groups.has(number)
    const message = `The replacement names the group \`${group}\`, which the expression does not have: it becomes empty`
    const hint = meant ? `Write \`\${${number}}${group.slice(number.length)}\`` : undefined
    return [misleads(1, message, hint)]
  })
}

const sequences: ReadonlySet<string> = new Set(['string', 'template.HTML', typeNames.samples])

/** Checks an argument of `index` or `slice`: a key where it looks into a map, else a position. */
function checkPlace(place: Known | undefined, argument: number, inMap: boolean): Finding[] {
  if (place?.type === undefined) return []
  const fits = inMap ? place.type === 'string' : comparedAs(place.type) === 'integer'
  if (fits) return []
  return [fails(argument, `Expected ${inMap ? 'a name' : 'a position'}, found ${describeType(place.type)}`)]
}

function checkContainer({ name, args }: Call): Finding[] {
  const [given, ...places] = args
  const type = given?.type
  if (type === undefined) return []
  const isMap = type.startsWith('map[')
  const holds = sequences.has(type) || (isMap && name !== 'slice')
  if (!holds && (name !== 'index' || places.length > 0 || type === 'nil')) {
    const what = name === 'slice' ? 'strings and lists' : 'strings, lists and maps'
    return [fails(0, `\`${name}\` works on ${what}, found ${describeType(type)}`)]
  }
  if (!holds || name === 'len') return []
  // Only the first argument of `index` looks into this value; the next looks into the element found.
  const own = name === 'index' ? places.slice(0, 1) : places
  return own.flatMap((place, i) => checkPlace(place, i + 1, isMap))
}

const checkers: ReadonlyMap<string, (call: Call, regexps: Regexps | undefined) => Finding[]> = new Map([
  ...['humanize', 'humanize1024', 'humanizeDuration', 'humanizePercentage', 'humanizeTimestamp'].map(
    (name) => [name, checkNumber] as const,
  ),
  ['toTime', checkNumber],
  ['toDuration', checkNumber],
  ['parseDuration', checkDuration],
  ...['eq', 'ne', 'lt', 'le', 'gt', 'ge'].map((name) => [name, checkComparison] as const),
  ['printf', checkFormat],
  ['reReplaceAll', checkPattern],
  ['match', checkPattern],
  ...['index', 'slice', 'len'].map((name) => [name, checkContainer] as const),
  ['call', () => [fails(undefined, '`call` has nothing to call: no value here is a function')]],
])

/** All errors of a call that are certain. */
export function checkCall(call: Call, regexps: Regexps | undefined): readonly Finding[] {
  const wrongCount = checkCount(call)
  if (wrongCount !== undefined) return [wrongCount]
  const wrongTypes = checkTypes(call)
  return wrongTypes.length > 0 ? wrongTypes : (checkers.get(call.name)?.(call, regexps) ?? [])
}
