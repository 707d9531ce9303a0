/** The functions that Prometheus adds for alert labels and annotations (template/template.go). */
import { fail } from './failure.ts'
import { type Environment, type Parameter, type TemplateFunction, textOf } from './functions.ts'
import { decode, encode } from './go/bytes.ts'
import { quoted } from './go/print.ts'
import { canBackquote } from './go/quote.ts'
import {
  any,
  bool,
  duration,
  float,
  pointer,
  type SliceValue,
  string,
  time,
  typeNames,
  unwrap,
  type Value,
} from './go/value.ts'
import {
  humanize,
  humanize1024,
  humanizeDuration,
  humanizePercentage,
  humanizeTimestamp,
  toFloat,
  toInt64,
  toNanoseconds,
} from './humanize.ts'
import type { Regexp } from './regexps.ts'
import {
  escapeQuery,
  parseDuration,
  stripDomain,
  stripPort,
  title,
  toLower,
  toUpper,
} from './text-functions.ts'
import { titleWords } from './title.ts'
import { reaches, since } from './versions.ts'

const define = (
  parameters: readonly Parameter[],
  result: string,
  call: TemplateFunction['call'],
): TemplateFunction => ({
  parameters,
  result,
  call,
})

const text = (change: (given: string) => string): TemplateFunction =>
  define(['string'], 'string', ([given]) => string(change(textOf(given))))

const number = (
  format: (value: number) => string,
  durationsSince = since.durationsAsNumbers,
): TemplateFunction =>
  define(['any'], 'string', ([given], { version }) =>
    string(format(toFloat(given!, reaches(version, durationsSince)))),
  )

const numberOf = (given: Value | undefined, { version }: Environment): number =>
  toFloat(given!, reaches(version, since.durationsAsNumbers))

const nilPointer = 'runtime error: invalid memory address or nil pointer dereference'

/** A field of a sample. On a nil sample the function crashes, and Go reports the crash. */
function sampleField(sample: Value | undefined, name: 'Labels' | 'Value'): Value {
  const target = sample?.kind === 'pointer' ? sample.to : undefined
  return (target?.kind === 'struct' ? target.fields.get(name) : undefined) ?? fail(nilPointer)
}

function sampleLabel(sample: Value | undefined, name: string): Value {
  const labels = sampleField(sample, 'Labels')
  return (labels.kind === 'map' ? labels.entries.get(name) : undefined) ?? string('')
}

const samplesOf = (value: Value | undefined): readonly Value[] => (value?.kind === 'slice' ? value.items : [])

/** Compiles the pattern, and accounts for the work of running it over `text`. */
function compile(
  environment: Environment,
  pattern: string,
  text: string,
  describe: (error: string) => string,
): Regexp {
  const result = environment.regexp(decode(pattern))
  if ('error' in result) return fail(describe(result.error))
  environment.work((text.length * result.regexp.size) / 20)
  return result.regexp
}

/** How Go names a pattern in its panic. */
const named = (pattern: string): string =>
  canBackquote(pattern) ? `\`${decode(pattern)}\`` : quoted(decode(pattern))

const replaceAll = define(['string', 'string', 'string'], 'string', (args, environment) => {
  const [pattern, replacement, given] = args.map(textOf) as [string, string, string]
  const regexp = compile(
    environment,
    pattern,
    given,
    (error) => `regexp: Compile(${named(pattern)}): error parsing regexp: ${error}`,
  )
  return string(encode(regexp.replaceAll(decode(given), decode(replacement))))
})

const match = define(['string', 'string'], 'bool', ([pattern, given], environment) => {
  const regexp = compile(
    environment,
    textOf(pattern),
    textOf(given),
    (error) => `error parsing regexp: ${error}`,
  )
  return bool(regexp.test(decode(textOf(given))))
})

const sortByLabel = define(['string', 'samples'], typeNames.samples, ([label, samples]) => {
  const name = textOf(label)
  const key = (sample: Value): string => textOf(sampleLabel(sample, name))
  const items = [...samplesOf(samples)].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
  return { kind: 'slice', type: typeNames.samples, items } satisfies SliceValue
})

/** Approximate number of characters of a value when printed. Maps within maps could grow without bound. */
function weightOf(value: Value): number {
  const inner = unwrap(value)
  if (inner.kind === 'string') return inner.value.length
  return inner.kind === 'map' ? (weights.get(inner) ?? 16 * inner.entries.size) : 16
}

const weights = new WeakMap<Value, number>()

const args: TemplateFunction = {
  parameters: [],
  rest: 'any',
  result: typeNames.args,
  call: (given, { spend }) => {
    const weight = given.reduce((sum, value) => sum + weightOf(value) + 8, 0)
    spend(weight)
    const entries = new Map(
      given.map((value, i) => [`arg${i}`, value.kind === 'interface' ? value : any(value)]),
    )
    const result: Value = { kind: 'map', type: typeNames.args, entries }
    weights.set(result, weight)
    return result
  },
}

const link = (tab: 0 | 1): TemplateFunction =>
  text((expression) => `/graph?g0.expr=${escapeQuery(expression)}&g0.tab=${tab}`)

const served = (externalURL: string | undefined): string => externalURL ?? fail(nilPointer)

/** The path of a URL, unescaped, like `url.URL.Path`. */
function pathOf(address: string): string {
  const path = /^(?:[a-z][a-z0-9+.-]*:)?(?:\/\/[^/?#]*)?([^?#]*)/i.exec(address)![1]!
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Prometheus' functions by name. */
export const prometheusFunctions: ReadonlyMap<string, TemplateFunction> = new Map([
  [
    'query',
    define(['string'], typeNames.samples, ([expression], { query }) => ({
      kind: 'slice',
      type: typeNames.samples,
      items: query(decode(textOf(expression))),
    })),
  ],
  [
    'first',
    define(
      ['samples'],
      typeNames.samplePointer,
      ([samples]) => samplesOf(samples)[0] ?? fail('first() called on vector with no elements'),
    ),
  ],
  ['label', define(['string', 'sample'], 'string', ([name, sample]) => sampleLabel(sample, textOf(name)))],
  ['value', define(['sample'], 'float64', ([sample]) => sampleField(sample, 'Value'))],
  ['strvalue', define(['sample'], 'string', ([sample]) => sampleLabel(sample, '__value__'))],
  ['sortByLabel', sortByLabel],
  ['args', args],
  ['reReplaceAll', replaceAll],
  ['match', match],
  [
    'safeHtml',
    define(['string'], 'template.HTML', ([given]) => ({
      kind: 'string',
      type: 'template.HTML',
      value: textOf(given),
    })),
  ],
  [
    'title',
    define(['string'], 'string', ([given], { version }) => {
      const change = reaches(version, since.titleWords) ? titleWords : title
      return string(change(textOf(given)))
    }),
  ],
  ['toUpper', text(toUpper)],
  ['toLower', text(toLower)],
  ['stripPort', text(stripPort)],
  ['stripDomain', text(stripDomain)],
  ['graphLink', link(0)],
  ['tableLink', link(1)],
  ['urlQueryEscape', text(escapeQuery)],
  ['humanize', number(humanize)],
  ['humanize1024', number(humanize1024)],
  ['humanizeDuration', number(humanizeDuration, since.durationsHumanized)],
  ['humanizePercentage', number(humanizePercentage)],
  ['humanizeTimestamp', number(humanizeTimestamp)],
  [
    'toTime',
    define(['any'], '*time.Time', ([given], environment) => {
      const seconds = numberOf(given, environment)
      return Number.isFinite(seconds) ? pointer(time(toNanoseconds(seconds))) : fail('value is NaN or Inf')
    }),
  ],
  [
    'toDuration',
    define(['any'], '*time.Duration', ([given], environment) =>
      pointer(duration(toInt64(numberOf(given, environment) * 1e9))),
    ),
  ],
  ['now', define([], 'float64', (_, { now }) => float(now))],
  [
    'parseDuration',
    define(['string'], 'float64', ([given], { version }) => float(parseDuration(textOf(given), version))),
  ],
  ['pathPrefix', define([], 'string', (_, { externalURL }) => string(encode(pathOf(served(externalURL)))))],
  ['externalURL', define([], 'string', (_, { externalURL }) => string(encode(served(externalURL))))],
])
