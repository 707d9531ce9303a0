/** Random series and expressions over them; the same for the same seed. */
import { mulberry32 } from '../../mulberry32.ts'

export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** Some of the items in order, each with this probability. */
  some<T>(from: readonly T[], probability: number): T[]
}

/** The generator `mulberry32`. */
export function random(seed: number): Random {
  const next = mulberry32(seed)
  const r: Random = {
    below: (limit) => Math.floor(next() * limit),
    chance: (probability) => next() < probability,
    pick: (from) => from[r.below(from.length)] as (typeof from)[number],
    some: (from, probability) => from.filter(() => r.chance(probability)),
  }
  return r
}

export const metrics: readonly string[] = ['a', 'b', 'c', 'h_bucket']
/** Labels of the series; functions write them too. */
export const labels: readonly string[] = ['x', 'y', 'z', 'le', 'd', 'e', '__name__']
const grouped = ['x', 'y', 'z']
const values = ['p', 'q', 'p:q', ':q', 'p:']

export type Labels = Readonly<Record<string, string>>

/** Label sets at one moment, including names; no two are equal. Each metric has and lacks labels at random. */
export function randomSeries(r: Random): Labels[] {
  const found = new Map<string, Labels>()
  for (const metric of metrics) {
    const habit: readonly (readonly [string, number])[] = [
      ...grouped.map((label) => [label, r.pick([0, 0.5, 0.9, 1])] as const),
      ...['d', 'e'].map((label) => [label, r.pick([0, 0.3])] as const),
    ]
    const count = 1 + r.below(7)
    for (let i = 0; i < count; i++) {
      const series: Record<string, string> = { __name__: metric }
      for (const [label, often] of habit) if (r.chance(often)) series[label] = r.pick(values)
      const isHistogram = r.chance(metric === 'h_bucket' ? 0.9 : 0.15)
      const bounds = isHistogram ? ['1', '5', '+Inf'] : ['']
      for (const le of bounds) {
        const whole = le === '' ? series : { ...series, le }
        found.set(JSON.stringify(whole), whole)
      }
    }
  }
  return [...found.values()]
}

/**
 * An expression that Prometheus 2.42 accepts; it may still fail on the data, for instance with two equal label sets.
 */
export function randomExpr(r: Random): string {
  const text = vector(r, 1 + r.below(4))
  return r.chance(0.04) ? `scalar(${text})` : r.chance(0.03) ? range(r, 0) : text
}

function list(r: Random, probability = 0.4): string {
  return `(${r.some([...grouped, 'le', 'd', '__name__'], probability).join(', ')})`
}

const matchers = (
  '="p" ="" !="" !="p" =~".+" =~".*" =~"p|q" =~"p|" =~"p.*" =~"(p:)?q?" =~"" =~"^p$|q" =~"[pq:]+" ' +
  '=~".{2,}" !~".+" !~"p|" !~"p" !~"" !~"(?i:.|..+)" !~".??.+"'
).split(' ')

function selector(r: Random): string {
  const found = r.some([...grouped, 'le'], 0.3).map((label) => label + r.pick(matchers))
  if (r.chance(0.05)) found.push('x!~"q"')
  if (r.chance(0.1)) return `{${['__name__=~"a|b|c"', ...found].join(',')}}`
  return r.pick(metrics) + (found.length > 0 ? `{${found.join(',')}}` : '')
}

function range(r: Random, depth: number): string {
  if (depth > 0 && r.chance(0.3)) return `${r.chance(0.5) ? selector(r) : `(${vector(r, depth - 1)})`}[5m:1m]`
  return `${selector(r)}[5m]${r.chance(0.1) ? ' offset 1m' : ''}`
}

const plainAggregators = [
  'sum',
  'min',
  'max',
  'avg',
  'count',
  'group',
  'stddev',
  'quantile(0.5, ',
  'topk(2, ',
  'bottomk(1, ',
]

function aggregate(r: Random, depth: number): string {
  const op = r.chance(0.12) ? `count_values("${r.pick(['d', 'x', 'e'])}", ` : r.pick(plainAggregators)
  const [name, open] = op.includes('(')
    ? [op.slice(0, op.indexOf('(')), op.slice(op.indexOf('('))]
    : [op, '(']
  const grouping = r.pick([`by ${list(r)}`, `by ${list(r)}`, `without ${list(r, 0.3)}`, ''])
  return `${name} ${grouping}${open}${vector(r, depth)})`
}

const regexes = (
  '(.*) (.+) p(.*) (p|q) (.*):(.*) p? (p)?.* (?P<n>.+) [pq] ^(.*)$ ((p)|(q)) (.)(.*) .* .+ (?:(.*)) ' +
  '(p*)q* ([^:]*):?.* (.+)|(.*) (.*?):(.+) .{0,} \\\\w+(.*) (.*)(.+) (p{0}) (?:p|(q))+ .?.? \\\\Qp:\\\\E(.*)'
).split(' ')
// biome-ignore lint/suspicious/noTemplateCurlyInString: these are Go's templates
const replacements = '$1 $1 $1 $2 c ${1}-c $n $0 $1x $$ $1$2 ${n}$3'.split(' ')

function relabel(r: Random, depth: number): string {
  const dst = r.pick(['d', 'd', 'e', 'x', 'y', 'le', '__name__'])
  const inner = vector(r, depth)
  if (r.chance(0.35)) {
    const sources = r.some(['x', 'y', 'd', 'le', '__name__'], 0.35)
    return `label_join(${[inner, `"${dst}"`, r.pick(['""', '"-"']), ...sources.map((label) => `"${label}"`)].join(', ')})`
  }
  const src = r.pick(['x', 'y', 'z', 'd', 'le', '', '__name__', dst])
  return `label_replace(${inner}, "${dst}", "${r.pick([...replacements, ''])}", "${src}", "${r.pick([...regexes, ''])}")`
}

const ofVector = ['abs', 'ceil', 'ln', 'sort', 'sort_desc', 'timestamp', 'hour', 'round', 'sgn', 'deg']
const ofRange = [
  'rate',
  'increase',
  'last_over_time',
  'sum_over_time',
  'changes',
  'present_over_time',
  'irate',
  'delta',
]

function call(r: Random, depth: number): string {
  switch (r.below(7)) {
    case 0:
      return `absent(${r.chance(0.7) ? selector(r) : vector(r, depth)})`
    case 1:
      return `absent_over_time(${r.chance(0.5) ? `(${range(r, depth)})` : range(r, depth)})`
    case 2:
      return `histogram_quantile(0.5, ${r.chance(0.5) ? `rate(h_bucket[5m])` : vector(r, depth)})`
    case 3:
      return `${r.pick(ofVector)}(${vector(r, depth)})`
    case 4:
      return r.pick(['vector(1)', 'minute()', 'vector(time())', `clamp_max(${vector(r, depth)}, 3)`])
    default:
      return `${r.pick(ofRange)}(${range(r, depth)})`
  }
}

/** Arithmetic and comparisons mostly match one to one, so both sides often have the same grouping. */
function binary(r: Random, depth: number): string {
  const op = r.pick(['+', '-', '/', '%', 'atan2', '==', '!=', '>', '>=', '< bool', '!= bool', '^'])
  if (r.chance(0.2)) {
    const [left, right] = [`(${vector(r, depth)})`, r.pick(['2', 'pi()', 'scalar(a)'])]
    return r.chance(0.5) ? `${left} ${op} ${right}` : `${right} ${op} ${left}`
  }
  const [left, right] = [vector(r, depth), vector(r, depth)]
  const on = r.some(grouped, 0.5)
  switch (r.below(5)) {
    case 0:
      return `(${left}) ${op} (${right})`
    case 1:
      return `sum by (${on}) (${left}) ${op} avg by (${r.chance(0.7) ? on : r.some(grouped, 0.6)}) (${right})`
    case 2:
      return `max by (x, y, __name__) (${left}) ${op} ${r.pick(['on', 'ignoring'])}${list(r)} (${right})`
    default: {
      const taken = r.some(['y', 'z', 'd', '__name__'], 0.5).filter((label) => !on.includes(label))
      const one = r.chance(0.5) ? `topk by (${on}) (1, ${right})` : right
      const take = r.chance(0.3) ? '()' : `(${taken})`
      if (r.chance(0.2)) return `(${left}) ${op} ignoring (z, d) group_left${take} (${one})`
      return r.chance(0.7)
        ? `(${left}) ${op} on (${on}) group_left${take} (${one})`
        : `(${one}) ${op} on (${on}) group_right${take} (${left})`
    }
  }
}

function set(r: Random, depth: number): string {
  const matching = r.pick(['', '', `on ${list(r, 0.3)}`, `ignoring ${list(r, 0.5)}`])
  return `(${vector(r, depth)}) ${r.pick(['and', 'or', 'or', 'unless'])} ${matching} (${vector(r, depth)})`
}

function vector(r: Random, depth: number): string {
  if (depth === 0 || r.chance(0.08)) return selector(r)
  const kind = r.pick([
    aggregate,
    aggregate,
    relabel,
    relabel,
    call,
    call,
    binary,
    binary,
    binary,
    set,
    set,
    sign,
  ])
  return kind(r, depth - 1)
}

function sign(r: Random, depth: number): string {
  return `${r.pick(['-', '+', ''])}(${vector(r, depth)})`
}
