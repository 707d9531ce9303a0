/** Random expressions over the series of `data.ts`: every function, aggregation and operator that a version has. */
import {
  aggregators,
  type FunctionInfo,
  functions,
  type ParseOptions,
  parseExpr,
  versionNumber,
} from '../../../src/promql/index.ts'
import { baseTime, length } from './data.ts'
import { createRandom, type Random } from './random.ts'

interface Grammar {
  readonly random: Random
  readonly options: ParseOptions
  readonly native: boolean
  readonly vectorFunctions: readonly FunctionInfo[]
  readonly scalarFunctions: readonly FunctionInfo[]
}

const apart = new Set(['label_replace', 'label_join', 'vector', 'info', 'histogram_quantiles'])

/** A source of expressions that the version accepts. */
export function expressions(seed: number, options: ParseOptions, native: boolean): () => string {
  const random = createRandom(seed)
  const known = [...functions.values()].filter(({ name }) => !apart.has(name))
  const grammar = {
    random,
    options,
    native,
    vectorFunctions: known.filter(({ returns }) => returns === 'vector'),
    scalarFunctions: known.filter(({ returns }) => returns === 'scalar'),
  }
  return () => {
    for (;;) {
      const text = top(grammar)
      if (parseExpr(text, options).problems.length === 0) return text
    }
  }
}

function top(g: Grammar): string {
  if (g.random.chance(0.04)) return matrix(g, 1)
  if (g.random.chance(0.05)) return scalar(g, 2)
  return vector(g, 1 + g.random.below(3))
}

const floats = [
  'c_total',
  'c_total',
  'g',
  'g',
  'k',
  'up',
  'req_bucket',
  'req_count',
  'req_sum',
  's',
  'target_info',
]
const natives = ['n', 'n', 'nc', 'ng', 'mix']

function metric({ random, native }: Grammar): string {
  return random.pick(native && random.chance(0.45) ? natives : floats)
}

const matchers = [
  'job="a"',
  'job!="a"',
  'instance=~"1|2"',
  'instance!~"[23]"',
  'code="500"',
  'code=~"5.."',
  'le="1"',
  'le!="+Inf"',
  'instance=""',
  'job=~".+"',
  'job=~"a|"',
  'nothing=""',
]

function selector(g: Grammar): string {
  const { random } = g
  if (random.chance(0.04)) return `{__name__=~"${random.pick(['g|k', 'req_.*', 'c.*|up', '.+_total'])}"}`
  const name = metric(g)
  const found = Array.from({ length: random.chance(0.4) ? 1 + random.below(2) : 0 }, () =>
    random.pick(matchers),
  )
  return found.length === 0 ? name : `${name}{${found.join(',')}}`
}

function modifiers({ random }: Grammar): string {
  let text = ''
  if (random.chance(0.12)) {
    const time = (baseTime + random.below(length / 1000) * 1000) / 1000
    text += ` @ ${random.pick([String(time), `${time}.5`, 'start()', 'end()'])}`
  }
  if (random.chance(0.15))
    text += ` offset ${random.pick(['1m', '30s', '-1m', '7m', '90s', '15001ms', '-30s'])}`
  return text
}

const windows = ['1m', '2m', '5m', '90s', '30s', '15s', '10m', '1m1s', '61001ms']

function matrix(g: Grammar, depth: number): string {
  const { random } = g
  if (depth > 0 && random.chance(0.2)) {
    const step = random.pick(['', '30s', '1m', '15s', '7s'])
    return `${closed(vector(g, depth - 1))}[${random.pick(windows)}:${step}]${modifiers(g)}`
  }
  return `${selector(g)}[${random.pick(windows)}]${modifiers(g)}`
}

/** An operand that no neighbour can pull apart. */
function closed(text: string): string {
  return /^[a-z_]+(?:\{[^}]*\})?$/.test(text) ? text : `(${text})`
}

const numbers = ['0', '1', '2', '0.5', '-1', '10', '100', '0.9', '1e3', 'NaN', 'Inf', '-Inf', '3.7', '0.1']

function scalar(g: Grammar, depth: number): string {
  const { random } = g
  if (depth <= 0 || random.chance(0.5)) return random.pick(numbers)
  const kind = random.below(4)
  if (kind === 0) return `scalar(${vector(g, depth - 1)})`
  if (kind === 1) return 'time()'
  if (kind === 2 && g.scalarFunctions.length > 0) {
    const { name, args } = random.pick(g.scalarFunctions)
    if (args.length === 0) return `${name}()`
  }
  return `(${scalar(g, depth - 1)} ${random.pick(arithmetic)} ${scalar(g, depth - 1)})`
}

const arithmetic = ['+', '-', '*', '/', '%', '^', 'atan2']
const comparison = ['==', '!=', '>', '<', '>=', '<=']

function vector(g: Grammar, depth: number): string {
  const { random } = g
  if (depth <= 0) return `${selector(g)}${modifiers(g)}`
  const kind = random.below(20)
  if (kind < 7) return call(g, depth)
  if (kind < 11) return aggregate(g, depth)
  if (kind < 17) return binary(g, depth)
  if (kind === 17) return `-${closed(vector(g, depth - 1))}`
  return `${selector(g)}${modifiers(g)}`
}

function call(g: Grammar, depth: number): string {
  const { random } = g
  if (random.chance(0.12)) return textCall(g, depth)
  const { name, args, minArgs, maxArgs } = random.pick(g.vectorFunctions)
  const count = Math.min(minArgs + (random.chance(0.5) ? 1 : 0), maxArgs)
  const given = Array.from({ length: count }, (_, i) => {
    const type = args[Math.min(i, args.length - 1)]
    if (type === 'matrix') return matrix(g, depth - 1)
    if (type === 'scalar') return random.chance(0.8) ? random.pick(numbers) : scalar(g, depth - 1)
    if (type === 'string') return random.pick(['"job"', '"x"', '"instance"'])
    return vector(g, depth - 1)
  })
  return `${name}(${given.join(', ')})`
}

function textCall(g: Grammar, depth: number): string {
  const { random } = g
  const inner = vector(g, depth - 1)
  // Older versions compute it in ways that the engine refuses.
  const knowsInfo = (versionNumber(g.options.version ?? '') ?? 0) >= 3012
  switch (random.below(knowsInfo ? 5 : 4)) {
    case 4: {
      const matchers = random.pick([
        '',
        ', {version=~".+"}',
        ', {version="1.0"}',
        ', {__name__="target_info"}',
        ', {nothing=""}',
      ])
      return `info(${inner}${matchers})`
    }
    case 0: {
      const [to, by, from, pattern] = random.pick([
        ['x', '$1-y', 'job', '(.*)'],
        ['instance', '', 'instance', '.*'],
        ['job', 'z', 'job', 'a'],
        ['__name__', 'renamed', 'job', '(a|b)'],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a group of a regular expression
        ['x', '${n}', 'instance', '(?P<n>[0-9]+)'],
        ['instance', '1', 'instance', '(.*)'],
      ])
      return `label_replace(${inner}, "${to}", "${by}", "${from}", "${pattern}")`
    }
    case 1:
      return `label_join(${inner}, "${random.pick(['x', 'job', '__name__'])}", "-", "job", "instance")`
    case 2:
      return `vector(${scalar(g, depth - 1)})`
    default:
      return `histogram_quantile(${random.pick(['0.5', '0.9', '0', '1', '0.99'])}, ${random.pick([
        'req_bucket',
        'rate(req_bucket[5m])',
        'sum by (le) (rate(req_bucket[2m]))',
        inner,
      ])})`
  }
}

const grouping = ['job', 'instance', 'job, instance', '', 'code', 'le', '__name__', 'nothing']

function aggregate(g: Grammar, depth: number): string {
  const { random } = g
  const { name, param } = random.pick([...aggregators.values()])
  const by = random.chance(0.7) ? ` ${random.pick(['by', 'without'])} (${random.pick(grouping)})` : ''
  const inner = vector(g, depth - 1)
  if (param === undefined) return `${name}${by} (${inner})`
  const value =
    param === 'string'
      ? random.pick(['"v"', '"job"', '"value"'])
      : random.chance(0.8)
        ? random.pick(['1', '2', '0', '0.5', '-0.3', '3', '0.9', 'NaN', '-1'])
        : scalar(g, 1)
  return `${name}${by} (${value}, ${inner})`
}

const labels = ['job', 'instance', 'job, instance', '', 'job, instance, code']

function binary(g: Grammar, depth: number): string {
  const { random } = g
  if (random.chance(0.25)) {
    const op = random.pick(['and', 'or', 'unless'])
    const on = random.chance(0.5) ? ` ${random.pick(['on', 'ignoring'])} (${random.pick(labels)})` : ''
    return `${closed(vector(g, depth - 1))} ${op}${on} ${closed(vector(g, depth - 1))}`
  }
  const isComparison = random.chance(0.4)
  const op = random.pick(isComparison ? comparison : arithmetic)
  const bool = isComparison && random.chance(0.4) ? ' bool' : ''
  const left = closed(vector(g, depth - 1))
  if (random.chance(0.35)) {
    const number = scalar(g, 1)
    return random.chance(0.5) ? `${left} ${op}${bool} ${number}` : `${number} ${op}${bool} ${left}`
  }
  let matching = ''
  if (random.chance(0.75)) {
    matching = ` ${random.pick(['on', 'ignoring'])} (${random.pick(labels)})`
    if (random.chance(0.4))
      matching += ` ${random.pick(['group_left', 'group_right'])} (${random.pick(['', 'code', 'version'])})`
  }
  return `${left} ${op}${bool}${matching} ${closed(vector(g, depth - 1))}`
}
