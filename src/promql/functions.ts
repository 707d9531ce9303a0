/**
 * All functions and aggregation operators: arguments, result, flag and first version. From Prometheus'
 * `promql/parser/functions.go`; versions from its changelog.
 */
import type { AggregateOp, ValueType } from './ast.ts'

/** The signature of a function, and since when it exists. */
export interface FunctionInfo {
  readonly name: string
  /** Argument types; where further arguments are allowed, they have the last type. */
  readonly args: readonly ValueType[]
  readonly minArgs: number
  readonly maxArgs: number
  readonly returns: ValueType
  /** Needs `--enable-feature=promql-experimental-functions`. */
  readonly experimental: boolean
  /** The first version that has it; undefined if every supported version does. */
  readonly since: string | undefined
  /** The first version without it. */
  readonly until: string | undefined
  /** The first version in which an experimental function needs no flag. */
  readonly stable: string | undefined
}

/** The signature of an aggregation operator, and since when it exists. */
export interface AggregatorInfo {
  readonly name: AggregateOp
  /** Type of the parameter before the aggregated vector; undefined without one. */
  readonly param: ValueType | undefined
  readonly experimental: boolean
  readonly since: string | undefined
}

/**
 * One signature per line: names | arguments | result | notes. Arguments are letters (`v` instant vector, `m` range
 * vector, `s` scalar, `t` string); those in brackets are optional, and the last may be repeated a number of times or
 * (`*`) any number of times. Notes: `experimental`, the first version, and `until` or `stable` with a version.
 */
const signatures = `
abs absent ceil exp floor ln log10 log2 sgn sort sort_desc sqrt timestamp | v | v
acos acosh asin asinh atan atanh cos cosh deg rad sin sinh tan tanh | v | v | 2.31
absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate | m | v
last_over_time max_over_time min_over_time present_over_time rate resets | m | v
stddev_over_time stdvar_over_time sum_over_time | m | v
clamp | vss | v
clamp_max clamp_min | vs | v
day_of_month day_of_week days_in_month hour minute month year | [v] | v
day_of_year | [v] | v | 2.37
double_exponential_smoothing | mss | v | 3.0 experimental
start end range step | | s | 3.12 experimental
first_over_time | m | v | 3.7 experimental stable 3.14
histogram_avg | v | v | 2.51
histogram_count histogram_sum | v | v | 2.40
histogram_fraction | ssv | v | 2.40
histogram_quantile | sv | v
histogram_quantiles | vts[s9] | v | 3.11 experimental
histogram_stddev histogram_stdvar | v | v | 2.47
holt_winters | mss | v | until 3.0
info | v[v] | v | 3.0 experimental
label_join | vtt[t*] | v
label_replace | vtttt | v
mad_over_time | m | v | 2.49 experimental
max_of min_of | ss | s | 3.13 experimental
pi | | s | 2.31
predict_linear | ms | v
quantile_over_time | sm | v
round | v[s] | v
scalar | v | s
sort_by_label sort_by_label_desc | v[t*] | v | 2.49 experimental
start_timestamp | v | v | 3.14 experimental
time | | s
ts_of_first_over_time | m | v | 3.7 experimental
ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time | m | v | 3.5 experimental
vector | s | v
`

const types: Readonly<Record<string, ValueType>> = { v: 'vector', m: 'matrix', s: 'scalar', t: 'string' }

function readSignatures(): Map<string, FunctionInfo> {
  const table = new Map<string, FunctionInfo>()
  for (const line of signatures.trim().split('\n')) {
    const [names, args, result, notes = ''] = line.split('|').map((cell) => cell.trim()) as [
      string,
      string,
      string,
    ]
    const [, fixed, optional = '', times] = /^(\w*)(?:\[(\w)(\d|\*)?\])?$/.exec(args) as unknown as string[]
    const least = (fixed as string).length
    const info = {
      args: [...(fixed as string), ...optional].map((letter) => types[letter] as ValueType),
      minArgs: least,
      maxArgs:
        optional === '' ? least : times === '*' ? Number.POSITIVE_INFINITY : least + Number(times ?? 1),
      returns: types[result] as ValueType,
      experimental: notes.includes('experimental'),
      since: /^\d\S*/.exec(notes)?.[0],
      until: /until (\S+)/.exec(notes)?.[1],
      stable: /stable (\S+)/.exec(notes)?.[1],
    }
    for (const name of names.split(' ')) table.set(name, { name, ...info })
  }
  return table
}

/** All functions by name; names are case-sensitive. */
export const functions: ReadonlyMap<string, FunctionInfo> = /* @__PURE__ */ readSignatures()

const plainAggregators: readonly AggregateOp[] = [
  'avg',
  'count',
  'group',
  'max',
  'min',
  'stddev',
  'stdvar',
  'sum',
]

/** All aggregation operators by lower-case name. */
export const aggregators: ReadonlyMap<string, AggregatorInfo> = /* @__PURE__ */ new Map(
  [
    ...plainAggregators.map((name) => aggregator(name)),
    aggregator('bottomk', 'scalar'),
    aggregator('topk', 'scalar'),
    aggregator('quantile', 'scalar'),
    aggregator('count_values', 'string'),
    aggregator('limitk', 'scalar', '2.54'),
    aggregator('limit_ratio', 'scalar', '2.54'),
  ].map((info) => [info.name, info]),
)

/** An aggregator with a first version is experimental. */
function aggregator(name: AggregateOp, param?: ValueType, since?: string): AggregatorInfo {
  return { name, param, since, experimental: since !== undefined }
}

type Syntax =
  | 'quotedName'
  | 'colonLabel'
  | 'namedGroup'
  | 'durationAsNumber'
  | 'underscore'
  | 'zeroDuration'
  | 'durationExpr'
  | 'durationStep'
  | 'durationRange'
  | 'durationMinMax'
  | 'signedOffset'
  | 'extended'
  | 'fill'
  | 'trim'

/** First version that refuses a range after `@ start()` and `offset step()`; after `@ 0` and `offset 5m` all do. */
export const noRangeAfterStart = '3.15'

/** First version to which `(5m)` is a computation; to earlier ones it is the number. */
export const parenIsComputed = '3.15'

/** First version in which a sign and a parenthesis make a whole offset: earlier, arithmetic goes on after them. */
export const signedParenIsOffset = '3.6'

/** Syntax newer than the oldest supported version, with its first version. */
export const syntaxSince: Readonly<Record<Syntax, string>> = {
  quotedName: '3.0',
  colonLabel: '3.0',
  namedGroup: '2.50',
  durationAsNumber: '3.0',
  underscore: '2.54',
  zeroDuration: '3.0',
  durationExpr: '3.4',
  durationStep: '3.6',
  durationRange: '3.12',
  durationMinMax: '3.13',
  signedOffset: '3.13',
  extended: '3.7',
  fill: '3.10',
  trim: '3.11',
}
