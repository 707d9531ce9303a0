/** Random expressions over the series of `data.ts`, with every function, aggregation and operator of a version. */
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
  /** Whether the version has fills, extended ranges and computed lengths. */
  readonly isNewest: boolean
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
    isNewest: (versionNumber(options.version ?? '') ?? 0) >= 3014,
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
const natives = ['n', 'n', 'n', 'nc', 'nc', 'ng', 'mix', 'typed']

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
  '__type__="counter"',
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

function modifiers({ random, isNewest }: Grammar): string {
  let text = ''
  if (random.chance(0.12)) {
    const time = (baseTime + random.below(length / 1000) * 1000) / 1000
    text += ` @ ${random.pick([String(time), `${time}.5`, 'start()', 'end()'])}`
  }
  if (random.chance(0.15))
    text += ` offset ${random.pick(['1m', '30s', '-1m', '7m', '90s', '15001ms', '-30s'])}`
  else if (isNewest && random.chance(0.03))
    text += ` offset ${random.pick(['step()', '(1m + 7s)', '-(2 * 30s)', 'min_of(step(), 1m)', '45'])}`
  return text
}

const windows = ['1m', '2m', '5m', '90s', '30s', '15s', '10m', '1m1s', '61001ms']

/** Computed lengths, which newer versions support. */
const computed = [
  '2 * 1m',
  '1m + 15s',
  '90',
  'step() + 1ms',
  'max_of(step(), 1m)',
  'min_of(step() + 1s, 5m)',
  '2m - 30s',
  'range() + 1m',
  '10m % 4m',
  '1.5 * 1m',
]

function window({ random, isNewest }: Grammar): string {
  return random.pick(isNewest && random.chance(0.1) ? computed : windows)
}

function extension({ random, isNewest }: Grammar): string {
  return isNewest && random.chance(0.2) ? random.pick([' anchored', ' smoothed']) : ''
}

function matrix(g: Grammar, depth: number): string {
  const { random } = g
  if (depth > 0 && random.chance(0.2)) {
    const step = random.pick(['', '30s', '1m', '15s', '7s'])
    return `${closed(vector(g, depth - 1))}[${window(g)}:${step}]${modifiers(g)}`
  }
  return `${selector(g)}[${window(g)}]${extension(g)}${modifiers(g)}`
}

/** An operand that precedence cannot split. */
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
const trims = ['</', '>/']
const comparison = ['==', '!=', '>', '<', '>=', '<=']

function vector(g: Grammar, depth: number): string {
  const { random } = g
  if (depth <= 0) return instant(g)
  const kind = random.below(20)
  if (kind < 7) return call(g, depth)
  if (kind < 11) return aggregate(g, depth)
  if (kind < 17) return binary(g, depth)
  if (kind === 17) return `-${closed(vector(g, depth - 1))}`
  return instant(g)
}

function instant(g: Grammar): string {
  const smoothed = g.isNewest && g.random.chance(0.04) ? ' smoothed' : ''
  return `${selector(g)}${smoothed}${modifiers(g)}`
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
  switch (random.below(9)) {
    case 4: {
      if (!knowsInfo) return inner
      const matchers = random.pick([
        '',
        ', {version=~".+"}',
        ', {version="1.0"}',
        ', {__name__="target_info"}',
        ', {nothing=""}',
        ', {__name__=~".+_info"}',
        ', {__name__=~".+_info", build=~".+"}',
        ', {__name__!="target_info"}',
        ', {__name__=~".+_info", __name__!~"target.*", version=~".*"}',
        ', {build!=""}',
        ', {__name__="build_info", version="2.0"}',
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
        ['job', '$2$1', 'job', '(.)(.?)'],
        ['x', '$0', 'instance', '[^3]'],
        ['x', '$$1', 'job', '(a)'],
        ['x', '$1', 'nothing', '(.*)'],
        ['x', 'none', 'nothing', ''],
        ['__name__', '$1', '__name__', '(.+)_.*'],
        ['__name__', '', 'job', '.*'],
        ['le', '$1', 'le', '(?i)(\\\\+INF|\\\\d+)'],
        ['job', '$1x', 'job', '(?:(b)|a)'],
        ['x', '$name', 'job', '(?P<name>a|b)'],
        ['x', '$1_y', 'job', '(.)'],
        ['code', '$1', 'code', '([0-9])0*'],
      ])
      return `label_replace(${inner}, "${to}", "${by}", "${from}", "${pattern}")`
    }
    case 1:
      return `label_join(${inner}, "${random.pick(['x', 'job', '__name__'])}", "-", "job", "instance")`
    case 2:
      return `vector(${scalar(g, depth - 1)})`
    case 5:
      return `histogram_quantiles(${random.pick([
        'req_bucket',
        'rate(req_bucket[5m])',
        inner,
      ])}, ${random.pick(['"q"', '"job"'])}, ${Array.from({ length: 1 + random.below(3) }, () =>
        random.pick(['0.5', '0.9', '0', '1', 'NaN', '-1', '1e-7', 'scalar(s)']),
      ).join(', ')})`
    case 6:
      return `absent${random.chance(0.5) ? `(${selector(g)})` : `_over_time(${selector(g)}[${random.pick(windows)}])`}`
    case 7:
      return `sort_by_label${random.pick(['', '_desc'])}(${inner}, ${random.pick(['"job"', '"instance", "job"', '"nothing"', '"code", "__name__"'])})`
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
  const isTrim = g.isNewest && !isComparison && random.chance(0.1)
  const op = random.pick(isComparison ? comparison : isTrim ? trims : arithmetic)
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
      matching += ` ${random.pick(['group_left', 'group_right'])} (${random.pick(['', 'code', 'version', 'job', '__name__'])})`
  }
  if (g.isNewest && random.chance(0.15)) {
    const value = random.pick(['0', '1', '-2.5', 'NaN', 'Inf', '1e3'])
    matching += random.pick([
      ` fill (${value})`,
      ` fill_left (${value})`,
      ` fill_right (${value})`,
      ` fill_left (1) fill_right (${value})`,
    ])
  }
  return `${left} ${op}${bool}${matching} ${closed(vector(g, depth - 1))}`
}
