/** Answers of real Prometheus servers where the engine once differed; one per line, in the form of `compare.ts`. */
import { expect, test } from 'vitest'
import { createQuery, createStorage, type EvalTime } from '../../src/engine/index.ts'
import { loadInto } from '../../src/engine/promqltest/load.ts'
import { parseScript } from '../../src/engine/promqltest/parse.ts'
import { ourLines } from './judge/compare.ts'

interface Recorded {
  readonly what: string
  readonly version: string
  readonly features?: readonly string[]
  readonly load: string
  readonly expr: string
  readonly time: EvalTime
  readonly answer: readonly string[]
}

const buckets = `load 1m
  b{le="0.1"}  1 2 3 4 5
  b{le="1"}    4 1 7 7 9
  b{le="1.0"}  2 1 7 7 9
  b{le="10"}   3 3 3 3 3
  b{le="+Inf"} 9 10 8 10 11
  q            0 0.5 0.7 0.9 1`

const monotonicity =
  'PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)'

const names = `load 1m
  c{a="1"} 1
  c{a="2"} 1
  t{a="3"} 1
  t{a="4"} 1`

const rebound = `load 1m
  nc {{schema:-53 custom_values:[1 5] count:4 sum:4 buckets:[2 1 1]}} {{schema:-53 custom_values:[1 2 5] count:6 sum:6 buckets:[2 0 1 3]}} {{schema:-53 custom_values:[1 2 5] count:15 sum:15 buckets:[5 2 2 6]}}`

const minute = 60_000

const table: readonly Recorded[] = [
  {
    what: 'before 3.14 a part of a linear bucket is multiplied first, and divided then',
    version: '3.5',
    load: 'load 1m\n  h {{schema:-53 custom_values:[1 7] count:20 sum:40 buckets:[0 5 15]}}',
    expr: 'histogram_fraction(5.9, Inf, h)',
    time: { at: 0 },
    answer: ['{} 0 0.7958333333333334'],
  },
  {
    what: 'since 3.14 the other way round',
    version: '3.14',
    load: 'load 1m\n  h {{schema:-53 custom_values:[1 7] count:20 sum:40 buckets:[0 5 15]}}',
    expr: 'histogram_fraction(5.9, Inf, h)',
    time: { at: 0 },
    answer: ['{} 0 0.7958333333333333'],
  },
  {
    what: 'each step after the first doubles the count of the info',
    version: '3.14',
    load: buckets,
    expr: 'histogram_quantile(0.5, b)',
    time: { start: 0, end: 2 * minute, step: minute },
    answer: [
      '{} 0 0.73',
      '{} 120000 0.42727272727272725',
      '{} 60000 10',
      `${monotonicity}, from buckets 10 to +Inf, with a max diff of 11, over 6 samples from 1970-01-01T00:00:00Z to 1970-01-01T00:02:00Z (1:25)`,
    ],
  },
  {
    what: 'of several quantiles, the first one evens out the buckets of all',
    version: '3.14',
    load: buckets,
    expr: 'histogram_quantiles(b, "q", 0.1, 0.5)',
    time: { at: 0 },
    answer: [
      '{q="0.1"} 0 0.09000000000000001',
      '{q="0.5"} 0 10',
      `${monotonicity}, from buckets 10 to 10, with a max diff of 3, over 1 samples from 1970-01-01T00:00:00Z to 1970-01-01T00:00:00Z (1:21)`,
    ],
  },
  {
    what: 'the label of a quantile follows its value',
    version: '3.14',
    load: buckets,
    expr: 'histogram_quantiles(b{le=~"0.1|.Inf"}, "q", scalar(q))',
    time: { start: 0, end: 2 * minute, step: minute },
    answer: ['{q="0.0"} 0 0', '{q="0.5"} 60000 0.1', '{q="0.7"} 120000 0.1'],
  },
  {
    what: 'up to 3.8 a group loses its name as the series of its number does',
    version: '3.5',
    features: ['promql-delayed-name-removal'],
    load: names,
    expr: 'sum by (__name__) (t or cosh(c))',
    time: { at: 0 },
    answer: ['{__name__="c"} 0 3.0861612696304874', '{__name__="t"} 0 2'],
  },
  {
    what: 'since 3.9 as its own series do',
    version: '3.14',
    features: ['promql-delayed-name-removal'],
    load: names,
    expr: 'sum by (__name__) (t or cosh(c))',
    time: { at: 0 },
    answer: ['{__name__="t"} 0 2', '{} 0 3.0861612696304874'],
  },
  {
    what: 'before 3.0 a constant part of a subquery without steps is evaluated all the same',
    version: '2.42',
    load: 'load 15s\n  c 1 2 3 4 5 1 2',
    expr: 'delta((holt_winters(c[1m] @ start(), 0, 100))[15s:])',
    time: { at: 80_000 },
    answer: ['error: invalid smoothing factor. Expected: 0 < sf < 1, got: 0.000000'],
  },
  {
    what: 'before 3.8 other custom buckets are a reset',
    version: '3.5',
    features: ['native-histograms'],
    load: rebound,
    expr: 'resets(nc[5m])',
    time: { at: 2 * minute },
    answer: ['{} 120000 1'],
  },
  {
    what: 'since 3.8 they are one where a bucket they share holds less',
    version: '3.14',
    load: rebound,
    expr: 'resets(nc[5m])',
    time: { at: 2 * minute },
    answer: ['{} 120000 0'],
  },
  {
    what: 'before 3.11 a comparison with `bool` has no name in the end',
    version: '2.42',
    load: names,
    expr: 'c == bool on () group_left (__name__) count by (__name__) (t)',
    time: { at: 0 },
    answer: ['{a="1"} 0 0', '{a="2"} 0 0'],
  },
  {
    what: 'since then it takes the name that `group_left` asks for',
    version: '3.14',
    load: names,
    expr: 'c == bool on () group_left (__name__) count by (__name__) (t)',
    time: { at: 0 },
    answer: ['{__name__="t", a="1"} 0 0', '{__name__="t", a="2"} 0 0'],
  },
  {
    what: 'before 3.14 NaN in a native histogram is told of at the first argument',
    version: '3.5',
    features: ['native-histograms'],
    load: 'load 1m\n  n {{schema:0 sum:NaN count:3 buckets:[1 1]}}',
    expr: 'histogram_fraction(0, 1, n)',
    time: { at: 0 },
    answer: [
      '{} 0 0.3333333333333333',
      'PromQL info: input to histogram_fraction has NaN observations, which are excluded from all fractions for metric name "" (1:20)',
    ],
  },
  ...(
    [
      ['-{__name__=~"a|b"}', ['{x="1"} 60000 {count -1 sum -1 0 0.5 1 -1}']],
      ['sum(-{__name__=~"a|b"})', ['{} 60000 -2']],
      ['count_over_time((-{__name__=~"a|b"})[2m:1m])', ['{x="1"} 60000 3']],
    ] as const
  ).map(([expr, answer]) => ({
    what: `a float and a histogram may become one series: ${expr}`,
    version: '3.14',
    load: 'load 1m\n  a{x="1"} 1 2\n  b{x="1"} {{schema:0 sum:1 count:1 buckets:[1]}}x1',
    expr,
    time: { at: minute },
    answer,
  })),
]

test.each(table)('$version: $what', ({ version, features = [], load, expr, time, answer }) => {
  const { commands, error } = parseScript(load)
  expect(error).toBeUndefined()
  const storage = createStorage()
  for (const command of commands)
    if (command.kind === 'load') expect(loadInto(storage, command)).toBeUndefined()
  const all = ['promql-experimental-functions', ...features]
  const { lines, notes } = ourLines(createQuery(expr, { version, features: all }).evaluate(storage, time))
  expect([...lines, ...notes]).toEqual(answer)
})

const refused: readonly (readonly [string, string])[] = [
  [
    'n {{schema:0 count:3 custom_values:[1] buckets:[1]}}',
    'histogram with exponential schema must not have custom bounds',
  ],
  [
    'n {{schema:-53 count:3 buckets:[1 2]}}',
    'custom buckets: only 0 custom bounds defined which is insufficient to cover total span length of 2: histogram custom bounds are too few',
  ],
  ['n {{count:-1}}', "observation count is  -1: histogram's observation count is negative"],
  [
    'n {{schema:9 count:1}}',
    'histogram has an invalid schema, which must be between -4 and 8 for exponential buckets, or -53 for custom buckets, got schema 9',
  ],
  ['n{a="x",a="y"} 1', 'label name "a" is not unique: invalid sample'],
]

test.each(refused)('%s cannot be loaded', (series, message) => {
  const { commands } = parseScript(`load 1m\n  ${series}`)
  const said = commands.map((command) => command.kind === 'load' && loadInto(createStorage(), command))
  expect(said).toEqual([
    expect.stringMatching(new RegExp(`${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)),
  ])
})
