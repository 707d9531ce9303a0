/** Random series and expressions over them; the same for the same seed. */

import { functions, versionNumber } from '../../src/promql/index.ts'
import { mulberry32 } from '../mulberry32.ts'

export interface Random {
  /** A whole number from 0 to below the limit. */
  below(limit: number): number
  pick<T>(list: readonly T[]): T
  chance(part: number): boolean
}

/** Mulberry32. */
export function createRandom(seed: number): Random {
  const next = mulberry32(seed)
  const below = (limit: number): number => Math.floor(next() * limit)
  return { below, pick: (list) => list[below(list.length)] as never, chance: (part) => next() < part }
}

const values = [
  '0',
  '1',
  '-1',
  '2.5',
  '1e10',
  '-3.25',
  '1e-7',
  '0.1',
  'NaN',
  '+Inf',
  '-Inf',
  '1e300',
  '-1e300',
  '7',
]

/** A sequence in series notation that covers at most an hour. */
function sequence(random: Random, isCounter: boolean, length: number): string {
  const parts: string[] = []
  let left = length
  while (left > 0) {
    const count = Math.min(left, 1 + random.below(12))
    left -= count + 1
    const kind = random.below(10)
    if (kind === 0) parts.push(`_x${count}`)
    else if (kind === 1) parts.push('stale', `_x${count}`)
    else if (isCounter)
      parts.push(`${random.below(100)}+${random.pick(['0', '1', '0.1', '13', '2.7'])}x${count}`)
    else if (kind < 5) parts.push(...new Array<string>(count).fill(random.pick(values)))
    else
      parts.push(
        `${random.below(50)}${random.pick(['+', '-'])}${random.pick(['1', '0.3', '17', '1e5'])}x${count}`,
      )
  }
  return parts.join(' ')
}

export interface RandomSeries {
  /** `15s`. */
  readonly interval: string
  /** Name and labels, and values in series notation. */
  readonly series: readonly (readonly [string, string])[]
}

/** A growing native histogram, with occasional resets. */
function histograms(random: Random, length: number): string {
  const parts: string[] = []
  const [head, tail] = random.pick([
    ['schema:0', ''],
    ['schema:1 z_bucket:3 z_bucket_w:0.001', 'n_buckets:[1 0 2]'],
    ['schema:0', 'n_buckets:[3 1]'],
    ['schema:-53 custom_values:[0.5 1 5]', ''],
  ] as const)
  let left = length
  while (left > 0) {
    const count = Math.min(left, 2 + random.below(12))
    left -= count + 1
    if (random.chance(0.15)) parts.push(random.chance(0.5) ? 'stale' : '_', `_x${count}`)
    else {
      const buckets = (): string => `[${random.below(5)} ${random.below(3)} ${random.below(9)}]`
      const one = (scale: number): string =>
        `{{${head} sum:${random.below(100) * scale} count:${(3 + random.below(30)) * scale} buckets:${buckets()} ${tail}}}`
      parts.push(`${one(2)}+${one(1)}x${count}`)
    }
  }
  return parts.join(' ')
}

export function randomSeries(random: Random, withHistograms: boolean = false): RandomSeries {
  const [interval, length] = random.pick([
    ['15s', 240],
    ['1m', 60],
    ['7s', 500],
    ['90s', 40],
  ] as const)
  const series: [string, string][] = []
  const add = (name: string, isCounter: boolean): void => {
    for (const job of ['api', 'db'])
      for (const instance of ['0', '1', '2'])
        if (random.chance(0.6))
          series.push([`${name}{instance="${instance}",job="${job}"}`, sequence(random, isCounter, length)])
  }
  add('requests_total', true)
  add('errors_total', true)
  add('temperature', false)
  add('load', false)
  for (const job of ['api', 'db'])
    for (const le of ['0.1', '0.5', '1', '+Inf'])
      if (random.chance(0.95))
        series.push([`latency_bucket{job="${job}",le="${le}"}`, sequence(random, true, length)])
  series.push(['up', `1x${length}`])
  if (withHistograms)
    for (const job of ['api', 'db'])
      for (const instance of ['0', '1'])
        series.push([`native{instance="${instance}",job="${job}"}`, histograms(random, length)])
  return { interval, series }
}

export interface QueryKind {
  /** Also selects native histogram series. */
  readonly histograms?: boolean
  readonly version: string
  readonly experimental: boolean
}

/** Functions left out: their results depend on the storage's order of series, or on this build. */
const excluded: ReadonlySet<string> = new Set(['info', 'start', 'end', 'range', 'step', 'start_timestamp'])

const durations = ['1m', '5m', '90s', '30s', '10m', '7m30s', '1h', '17s']

interface Choices {
  readonly random: Random
  readonly kind: QueryKind
  readonly named: Readonly<Record<'v' | 'm' | 's', readonly string[]>>
}

function usable({ version, experimental }: QueryKind): string[] {
  const number = versionNumber(version) as number
  return [...functions.values()]
    .filter(({ name, since, until, stable, experimental: needsFlag }) => {
      if (excluded.has(name)) return false
      if (since !== undefined && (versionNumber(since) as number) > number) return false
      if (until !== undefined && (versionNumber(until) as number) <= number) return false
      const isStable = stable !== undefined && (versionNumber(stable) as number) <= number
      return !needsFlag || isStable || experimental
    })
    .map(({ name }) => name)
}

export function randomQuery(random: Random, kind: QueryKind): string {
  const names = usable(kind)
  const takes = (type: string): string[] =>
    names.filter((name) => functions.get(name)?.args.includes(type as never) === true)
  const named = {
    v: names.filter((name) => functions.get(name)?.returns === 'vector'),
    m: takes('matrix'),
    s: names.filter((name) => functions.get(name)?.returns === 'scalar'),
  }
  const choices: Choices = { random, kind, named }
  return random.chance(0.1) ? scalar(choices, 3) : vector(choices, 3)
}

function selector({ random, kind }: Choices): string {
  if (kind.histograms === true && random.chance(0.6))
    return random.pick(['native', 'native', 'native{job="api"}', 'native{instance="1"}'])
  const metric = random.pick([
    'requests_total',
    'errors_total',
    'temperature',
    'load',
    'latency_bucket',
    'up',
    'none',
  ])
  if (random.chance(0.1))
    return `{__name__=~"${random.pick(['requests_total|errors_total', '.+_total', 'l.*', 'up'])}"}`
  const matchers: string[] = []
  if (random.chance(0.3))
    matchers.push(`job${random.pick(['=', '!=', '=~', '!~'])}"${random.pick(['api', 'db', 'a.*', ''])}"`)
  if (random.chance(0.3)) matchers.push(`instance${random.pick(['=', '!='])}"${random.pick(['0', '1'])}"`)
  return matchers.length === 0 ? metric : `${metric}{${matchers.join(',')}}`
}

function modifiers({ random }: Choices): string {
  let out = ''
  if (random.chance(0.12)) out += ` offset ${random.chance(0.3) ? '-' : ''}${random.pick(durations)}`
  if (random.chance(0.08)) out += ` @ ${random.pick(['0', '600', '1234.5', 'start()', 'end()'])}`
  return out
}

function range(choices: Choices, depth: number): string {
  const { random } = choices
  if (depth > 0 && random.chance(0.25)) {
    const step = random.pick(['', '1m', '30s', '47s'])
    return `${operand(choices, depth - 1)}[${random.pick(['5m', '10m', '13m'])}:${step}]${modifiers(choices)}`
  }
  return `${selector(choices)}[${random.pick(durations)}]${modifiers(choices)}`
}

/** An expression that may be followed by a bracket. */
const operand = (choices: Choices, depth: number): string =>
  choices.random.chance(0.5) ? selector(choices) : `(${vector(choices, depth)})`

const scalars = ['0', '1', '2', '-1', '0.5', '10', '3.7', '1e3', 'NaN', 'Inf', '-Inf', '0.99', '100']

function scalar(choices: Choices, depth: number): string {
  const { random } = choices
  const which = depth <= 0 ? 0 : random.below(8)
  if (which === 1) return `scalar(${vector(choices, depth - 1)})`
  if (which === 2) return random.pick(['time()', 'pi()'])
  if (which === 3)
    return `(${scalar(choices, depth - 1)} ${random.pick(arithmetic)} ${scalar(choices, depth - 1)})`
  if (which === 4)
    return `(${scalar(choices, depth - 1)} ${random.pick(comparisons)} bool ${scalar(choices, depth - 1)})`
  if (which === 5 && choices.named.s.includes('max_of'))
    return `${random.pick(['max_of', 'min_of'])}(${scalar(choices, depth - 1)}, ${scalar(choices, depth - 1)})`
  return random.pick(scalars)
}

const arithmetic = ['+', '-', '*', '/', '%', '^', 'atan2']
const comparisons = ['==', '!=', '<', '<=', '>', '>=']

function vector(choices: Choices, depth: number): string {
  const { random } = choices
  if (depth <= 0)
    return random.chance(0.9)
      ? `${selector(choices)}${modifiers(choices)}`
      : `vector(${random.pick(scalars)})`
  const which = random.below(12)
  if (which < 4) return call(choices, depth)
  if (which < 7) return aggregation(choices, depth)
  if (which < 10) return binary(choices, depth)
  if (which === 10) return `-(${vector(choices, depth - 1)})`
  return `${selector(choices)}${modifiers(choices)}`
}

const strings: Readonly<Record<string, readonly string[]>> = {
  label_replace: ['"x"', '"$1-y"', '"job"', '"(.)(.*)"'],
  label_join: ['"x"', '"-"', '"job"', '"instance"'],
  sort_by_label: ['"job"', '"instance"'],
  sort_by_label_desc: ['"instance"'],
  histogram_quantiles: ['"q"'],
}

function call(choices: Choices, depth: number): string {
  const { random, named } = choices
  const name = random.chance(0.5) ? random.pick(named.m) : random.pick(named.v)
  const info = functions.get(name)
  if (info === undefined) return 'up'
  const texts = [...(strings[name] ?? [])]
  const args = info.args.slice(0, Math.max(info.minArgs, random.below(info.args.length + 1))).map((type) => {
    if (type === 'string') return texts.shift() ?? '"a"'
    if (type === 'matrix') return range(choices, depth - 1)
    return type === 'scalar' ? scalar(choices, depth - 1) : vector(choices, depth - 1)
  })
  if (name === 'label_join') args.push('"instance"')
  return `${name}(${args.join(', ')})`
}

function aggregation(choices: Choices, depth: number): string {
  const { random } = choices
  const op = random.pick([
    'sum',
    'avg',
    'min',
    'max',
    'count',
    'group',
    'stddev',
    'stdvar',
    'quantile',

    'count_values',
    'sum',
    'avg',
  ])
  const grouping = random.pick([
    '',
    '',
    ' by (job)',
    ' by (instance)',
    ' without (instance)',
    ' by (job, le)',
    ' by ()',
    ' without ()',
  ])
  const inner = vector(choices, depth - 1)
  if (op === 'quantile')
    return `quantile${grouping}(${random.pick(['0.5', '0.9', '0', '1', '-1', '2', 'NaN'])}, ${inner})`
  if (op === 'topk' || op === 'bottomk')
    return `${op}${grouping}(${random.pick(['1', '2', '3', '0', '10'])}, ${inner})`
  if (op === 'count_values') return `count_values${grouping}("value", ${inner})`
  return `${op}${grouping}(${inner})`
}

function binary(choices: Choices, depth: number): string {
  const { random } = choices
  const left = `(${vector(choices, depth - 1)})`
  if (random.chance(0.3)) {
    const other = scalar(choices, depth - 1)
    const isComparison = random.chance(0.5)
    const op = isComparison
      ? random.pick(comparisons) + (random.chance(0.3) ? ' bool' : '')
      : random.pick(arithmetic)
    return random.chance(0.5) ? `${left} ${op} ${other}` : `${other} ${op} ${left}`
  }
  const right = `(${vector(choices, depth - 1)})`
  const matching = random.pick([
    '',
    ' on (job)',
    ' on (job, instance)',
    ' ignoring (instance)',
    ' on ()',
    ' ignoring (le)',
  ])
  if (random.chance(0.3)) return `${left} ${random.pick(['and', 'or', 'unless'])}${matching} ${right}`
  const group =
    matching !== '' && random.chance(0.5)
      ? random.pick([' group_left ()', ' group_right ()', ' group_left (instance)'])
      : ''
  // A label must not be in both lists.
  const safe = matching.includes('on (job, instance)') && group.includes('instance') ? '' : group
  const op = random.chance(0.4)
    ? random.pick(comparisons) + (random.chance(0.3) ? ' bool' : '')
    : random.pick(arithmetic)
  return `${left} ${op}${matching}${safe} ${right}`
}
