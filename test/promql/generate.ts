/** Expressions made up by fast-check: right ones, and all kinds of wrong ones. */
import fc from 'fast-check'

const metric = fc.constantFrom('foo', 'job:rate:5m', 'sum', 'by', 'offset', 'start', 'bool_', 'fill', 'and')
const label = fc.constantFrom('job', 'le', 'by', 'on', '"a b"', '"été"', '__x')
const string = fc
  .string({ unit: fc.constantFrom('a', '\\', '"', "'", '\n', '\t', 'é', '😀', '\u0000', '.', '*') })
  .map((text) =>
    JSON.stringify(text).replaceAll('\\/', '/').replaceAll('\\b', '\\x08').replaceAll('\\f', '\\x0c'),
  )
const regex = fc.constantFrom('"a.*"', '"x|y"', '".+"', '"(a|b)?c"', '"[a-z]+\\\\d"', '""')
const number = fc.constantFrom('0', '1', '0.5', '1e3', '0x1f', '1_000', 'NaN', '5m', '1h30m', '1001ms')
const literal = fc.constantFrom('1m', '30s', '1h30m', '1001ms', '300', '1.5', '1y')

const list = (items: fc.Arbitrary<string>, max: number): fc.Arbitrary<string> =>
  fc.array(items, { maxLength: max }).map((found) => found.join(', '))

const matcher = fc.oneof(
  fc.tuple(label, fc.constantFrom('=', '!='), string).map((parts) => parts.join('')),
  fc.tuple(label, fc.constantFrom('=~', '!~'), regex).map((parts) => parts.join('')),
)

const { duration } = fc.letrec<{ duration: string }>((tie) => ({
  duration: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    literal,
    fc.constantFrom('step()', 'range()', '-step()', '+(2m)'),
    tie('duration').map((inner) => `(${inner})`),
    fc
      .tuple(tie('duration'), fc.constantFrom(' + ', ' - ', '*', ' ^ '), tie('duration'))
      .map((parts) => parts.join('')),
    fc.tuple(tie('duration'), tie('duration')).map(([a, b]) => `max_of(${a}, ${b})`),
  ),
}))

const offset = fc.oneof(
  literal.map((text) => ` offset ${text}`),
  literal.map((text) => ` offset -${text}`),
  duration.map((text) => ` offset (${text})`),
  fc.constantFrom('', '', ' offset min_of(1m, step())', ' offset -step()'),
)
const at = fc.constantFrom('', '', ' @ 1609746000.123', ' @ start()', ' @ end()', ' @ -5')
const modifiers = fc.tuple(at, offset).map((parts) => parts.join(''))

const selector = fc
  .tuple(metric, fc.array(matcher, { maxLength: 3 }))
  .map(([name, matchers]) => (matchers.length === 0 ? name : `${name}{${matchers.join(', ')}}`))

const labels = (word: string): fc.Arbitrary<string> => list(label, 3).map((found) => ` ${word} (${found})`)
const matching = fc.oneof(
  fc.constant(''),
  labels('on'),
  labels('ignoring'),
  labels('ignoring').map((found) => `${found} group_left ()`),
  labels('ignoring').map((found) => `${found} group_right ("p q") fill_left(1)`),
  fc.constantFrom(' fill(0.5)', ' fill_right(-1h) fill_left(Inf)'),
)

/** An operand that no neighbour can pull apart. */
const closed = (text: string): string => (/[ -]/.test(text) ? `(${text})` : text)

const grammar = fc.letrec<{ vector: string; scalar: string; matrix: string }>((tie) => ({
  vector: fc.oneof(
    { depthSize: 'small' },
    fc.tuple(selector, modifiers).map((parts) => closed(parts.join(''))),
    fc.tuple(selector, at).map((parts) => parts.join('')),
    tie('vector').map((inner) => `(${inner})`),
    tie('vector').map((inner) => `-${closed(inner)}`),
    tie('matrix').map((inner) => `rate(${inner})`),
    tie('vector').map((inner) => `abs(${inner})`),
    fc.tuple(tie('scalar'), tie('vector')).map(([a, b]) => `histogram_quantile(${a}, ${b})`),
    fc.tuple(tie('vector'), string).map(([a, b]) => `label_replace(${a}, "x", ${b}, "y", "(.*)")`),
    fc.tuple(labels('by'), tie('vector')).map(([by, inner]) => `sum${by} (${inner})`),
    fc.tuple(tie('vector'), labels('without')).map(([inner, without]) => `topk(5, ${inner})${without}`),
    fc
      .tuple(
        tie('vector'),
        fc.constantFrom('+', '-', '*', '/', '^', '%', 'atan2', '==', '>= bool'),
        matching,
        tie('vector'),
      )
      .map(([a, op, how, b]) => `${closed(a)} ${op}${how} ${closed(b)}`),
    fc
      .tuple(tie('vector'), fc.constantFrom('and', 'or', 'unless on ("a b")'), tie('vector'))
      .map((parts) => parts.join(' ')),
    fc
      .tuple(tie('scalar'), fc.constantFrom('<', '+', '^'), tie('vector'))
      .map(([a, op, b]) => `${closed(a)} ${op} ${closed(b)}`),
  ),
  scalar: fc.oneof(
    { depthSize: 'small' },
    number,
    fc.constant('time()'),
    tie('vector').map((inner) => `scalar(${inner})`),
    fc
      .tuple(tie('scalar'), fc.constantFrom('+', '^', '< bool'), tie('scalar'))
      .map((parts) => parts.join(' ')),
  ),
  matrix: fc.oneof(
    { depthSize: 'small' },
    fc
      .tuple(selector, duration, fc.constantFrom('', ' anchored', ' smoothed'), modifiers)
      .map(([name, window, how, more]) => `${name}[${window.startsWith('-') ? '1m' : window}]${how}${more}`),
    fc
      .tuple(tie('vector'), literal, modifiers)
      .map(([inner, window, more]) => `(${inner})[${window}:1m]${more}`),
  ),
}))

/** Expressions Prometheus accepts with all flags on. */
export const valid: fc.Arbitrary<string> = grammar.vector

const words =
  'foo sum by without on ignoring group_left group_right bool offset and or unless atan2 start end step range max_of ' +
  'min_of fill fill_left anchored smoothed rate abs topk count_values inf nan __name__ limitk info a:b ( ) ( ) { } [ ] [5m] ' +
  ', : :: = == != =~ !~ < <= > >= </ >/ + - * / % ^ @ # \n 1 0 5m 1h 0x1f 1e400 1.2.3 0xdee "a" \'b\' `c` "\\ " "\\d" ' +
  '"(" "\\xff" é 😀 $x \u0000 \ud800 ! ~ ; . &'

/** Tokens in any order. */
export const soup: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...words.split(' ')), { maxLength: 20 })
  .chain((tokens) => fc.constantFrom(' ', '').map((between) => tokens.join(between)))

/** A right expression with something cut out, put in or doubled. */
export const mutated: fc.Arbitrary<string> = fc
  .tuple(valid, fc.nat(), fc.nat(8), fc.constantFrom('', ...words.split(' ')))
  .map(([text, place, length, put]) => {
    const start = place % (text.length + 1)
    return `${text.slice(0, start)}${put}${text.slice(start + length)}`
  })

export const anything: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: mutated, weight: 5 },
  { arbitrary: soup, weight: 4 },
  { arbitrary: valid, weight: 2 },
  { arbitrary: fc.string({ unit: 'binary' }), weight: 1 },
)
