/** Random texts in series notation, most of them valid. */
import fc from 'fast-check'

const oneOf = (...texts: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...texts)
const joined = (parts: readonly fc.Arbitrary<string>[], by = ''): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(by))
const several = (part: fc.Arbitrary<string>, by: string, most: number): fc.Arbitrary<string> =>
  fc.array(part, { maxLength: most }).map((texts) => texts.join(by))

const digits = oneOf(
  '0',
  '1',
  '2',
  '10',
  '3.5',
  '.25',
  '1e3',
  '1e-2',
  '007',
  '08',
  '1_000',
  'Inf',
  'NaN',
  '5_',
  '1.',
)
const number = joined([oneOf('', '', '-', '+'), digits])
const metric = joined([
  oneOf('m', 'm', 'a:b', 'sum', 'offset', ''),
  oneOf(
    '',
    '{}',
    '{a="b"}',
    '{a="b", c="d",}',
    "{'x.y', b='c'}",
    '{"m", "k.l"="v"}',
    '{a="\\u00e9"}',
    '{a=~"b"}',
    '{a}',
  ),
])
const times = joined([oneOf('x', 'x', 'x', 'X'), oneOf('0', '1', '2', '3', '1.5', '')])
const float = fc.oneof(
  number,
  joined([number, times]),
  joined([number, oneOf('+', '-'), digits, times]),
  oneOf('_', '_x2', 'stale', 'stale x2', 'stale+1x2', '_a', 'Stale', 'sum'),
)

const list = joined([
  oneOf('[', '[', '['),
  several(oneOf('1', '0', '2.5', '-1', 'Inf', 'nan', 'ab'), ' ', 4),
  oneOf(']', ']', ']', ' ]'),
])
const field = fc.oneof(
  joined([oneOf('schema:', 'offset:', 'n_offset:'), oneOf('0', '1', '-1', '2', '1.5')]),
  joined([
    oneOf('sum:', 'count:', 'z_bucket:', 'z_bucket_w:'),
    oneOf('0', '1', '2.5', '-3', 'Inf', '1e3', '.5'),
  ]),
  joined([oneOf('buckets:', 'n_buckets:', 'custom_values:'), list]),
  joined([oneOf('counter_reset_hint:'), oneOf('reset', 'gauge', 'unknown', 'not_reset', 'none')]),
  oneOf('sum :1', 'sum: 1', 'foo:1', 'schema', 'SUM:1', 'x'),
)
const histogram = joined([
  oneOf('{{', '{{', '{{', '{{ ', '{'),
  fc
    .uniqueArray(field, { maxLength: 4, selector: (text) => text.split(':')[0] })
    .map((texts) => texts.join(' ')),
  oneOf('}}', '}}', '}}', ' }}', '}'),
])
const histograms = fc.oneof(
  histogram,
  joined([histogram, times]),
  joined([histogram, oneOf('+', '-'), histogram, times]),
)

/** One line: a metric with float and histogram values, occasionally with a superfluous character. */
export const seriesText: fc.Arbitrary<string> = fc
  .tuple(
    metric,
    several(fc.oneof({ weight: 5, arbitrary: float }, { weight: 2, arbitrary: histograms }), ' ', 4),
    fc.option(
      fc.tuple(fc.nat(40), oneOf(' ', 'x', '-', '+', '}', '{', '_', '1', ':', ']', '"', '#', 'é', '.')),
    ),
  )
  .map(([name, values, extra]) => {
    const text = `${name} ${values}`
    if (extra === null) return text
    const at = extra[0] % (text.length + 1)
    return text.slice(0, at) + extra[1] + text.slice(at)
  })

/** The same without histograms. */
export const floatSeriesText: fc.Arbitrary<string> = fc
  .tuple(metric, several(float, ' ', 5))
  .map(([name, values]) => `${name} ${values}`)
