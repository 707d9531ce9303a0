/**
 * Expressions put together by Prometheus' grammar but without its types: any expression may be where an expression may
 * be, words of the language are names, white space is odd. About half of them are valid; what is wrong with the others
 * is mostly found after the syntax.
 */
import { aggregators, functions } from '../../src/promql/index.ts'
import { createRandom, type Random } from '../engine/judge/random.ts'

const KEYWORDS = (
  'sum avg by without on ignoring group_left group_right bool offset and or unless atan2 start end step range ' +
  'max_of min_of fill fill_left fill_right anchored smoothed inf nan Inf NaN INF Nan +Inf true false limitk limit_ratio ' +
  'group quantile count count_values topk stdvar SUM By ON Offset AND aVg Bool ATAN2 Group_Left __name__ info rate abs ' +
  'infinity e x 0x stale scalar e1 E5 _ __ metric histogram counter_reset_hint'
).split(' ')
const NAMES = ['a', 'foo', 'job:rate:5m', ':', '::', ':a', 'a:', '_x', 'A1', 'é', 'a.b', 'a-b', '1a', 'x_1']
const LABELS = ['job', 'le', '__name__', '_', 'A', '__x__', 'a:b', '1', 'é', 'a.b', '']
const WHITE = [
  ' ',
  ' ',
  ' ',
  ' ',
  '',
  '',
  '\t',
  '\n',
  '  ',
  ' # c\n',
  '#\n',
  '\r\n',
  '\n\n',
  ' #"\n',
  ' # }\r\n',
]
const BAD_WHITE = ['\f', '\v', '\u00a0', '\u2003', '#', '\u0085', '\u200b', '\ufeff']
const NUMBERS = (
  '0 1 2 007 08 09 0b1 0b2 0o7 0o8 0x1f 0X1F 0x 0xg 0x1.8p1 0x1p-2 0x_1 0x1_f 1_000 1__0 _1 1_ 1e3 1E3 1e+3 1e-3 1e ' +
  '1e+ 1e1_0 1_0e1 1.5 .5 5. 1..2 1.2.3 1e400 1e-400 1.7976931348623159e308 9223372036854775807 9223372036854775808 ' +
  '0x7fffffffffffffff 0xffffffffffffffff 0x1ffffffffffffffff 18446744073709551616 0b11111 017 0777 0_7 Inf inf ' +
  'INF NaN nan NAN -0 +1 --1 +-1 1h 1h30m 5m30 1m1h 1.5h 0s 1y 292y 293y 1000y 1ms 1s1ms 1d12h 1w1d 0x5m 1e3s 1_0m 5M 5mins 1m1m 0 ' +
  '00 1h_30m 5m5 1i 1f 1_000.5 1.5_0 0.1e1 1.e5 .e5 ._5'
).split(' ')
const DURATIONS = (
  '5m 5m 5m 1h 30s 1m30s 1h30m 1d12h 1y2w 0s 0m 1ms 1500ms 1.5m 5 300 0 -5m -5 +5m 5M m 5mm 30m1h 1m1m 1_0m 0x5 0x5m 1e2 292y 293y ' +
  '9223372036854775807ms 1e9s Inf NaN 5m5 5 5m30 step() range() (5m) (1+1)m 1m+1m 2*5m 5m*2 (2*5)m 5m^2 5m%2 5m/2 5m/0 ' +
  '1h-2h -(5m) -step() max_of(1m,2m) min_of(1m) max_of(step(),5) 5m-(1m+1s) step range()*2 step()+ 1e400 1e18 1s1 1h1s 1s1h 0h0m'
).split(' ')
const STRINGS = [
  ...[
    '""',
    "''",
    '``',
    '"a"',
    "'a'",
    '`a`',
    '"a.*"',
    '"("',
    '"[a-"',
    '"a{1001}"',
    '"(?i)a"',
    '"(?=a)"',
    '"\\\\d+"',
  ],
  ...[
    '"\\d"',
    '"\\a\\b\\f\\n\\r\\t\\v\\\\"',
    '"\\""',
    '"\\\'"',
    "'\\''",
    "'\\\"'",
    '"\\x41"',
    '"\\x4"',
    '"\\xff"',
    '"\\xc3\\xa9"',
  ],
  ...[
    '"\\101"',
    '"\\777"',
    '"\\377"',
    '"\\8"',
    '"\\0"',
    '"\\u00e9"',
    '"\\ud800"',
    '"\\U0001F600"',
    '"\\U00110000"',
    '"\\u12"',
    '"\\q"',
  ],
  ...[
    '"a\nb"',
    "'a\nb'",
    '`a\nb`',
    '`a\\b`',
    '"é"',
    '"😀"',
    '"a',
    "'a",
    '`a',
    '"\\',
    '"a#b"',
    '"{{ $x }}"',
    "'a\"b'",
    '"\t"',
    '`"`',
  ],
  ...[
    '"http.requests"',
    '"a b"',
    '"__name__"',
    '"job"',
    '"1"',
    '"a:b"',
    '"sum"',
    '$1',
    '"$1"',
    `"$\{1}"`,
    '"(.*)"',
    '"(?P<x>a)"',
    '"\\\\C"',
    '"\\\\pN"',
    '"\\\\Q.\\\\E"',
    '"a**"',
    '"x{2}{3}"',
  ],
]
const OPERATORS =
  '+ - * / % ^ == != > < >= <= and or unless atan2 AND Or = => =~ !~ ! & | || && , ; ** // <> === =! </ >/ @ :'.split(
    ' ',
  )
const VALID_OPERATORS = '+ - * / % ^ == != > < >= <= and or unless atan2'.split(' ')
const MATCHERS = ['=', '=', '=', '!=', '=~', '!~', '==', '<', '~', ':', '']

const FUNCTIONS = [...functions.keys()]
const AGGREGATORS = [...aggregators.keys()]

/** One expression; the same for the same seed. */
export function sloppy(seed: number): string {
  const random = createRandom(seed)
  // Half of the expressions have no strange part except for those that types make wrong.
  return write(expression(random, 1 + random.below(3), random.chance(0.6) ? 0 : 0.04), random)
}

/** Tokens of an expression. `odd` is how often a part is replaced by something strange. */
function expression(random: Random, depth: number, odd: number): string[] {
  const { chance, pick } = random
  const inner = (): string[] => expression(random, depth - 1, odd)
  if (chance(odd))
    return [pick([...KEYWORDS, ...STRINGS, ...NUMBERS, ...OPERATORS, '(', ')', '{}', '[', ']'])]
  if (depth <= 0)
    return chance(0.25)
      ? [pick(chance(0.15 + odd) ? NUMBERS : ['1', '0.5', '5m', '0x1f', 'NaN'])]
      : selector(random, odd)
  switch (random.below(11)) {
    case 0:
      return ['(', ...inner(), ')']
    case 1:
      return [pick(['-', '+', '-', '- -', '!']), ...inner()]
    case 2:
    case 3:
      return call(random, depth, odd)
    case 4:
    case 5:
      return aggregation(random, depth, odd)
    case 6:
      return [...inner(), ...range(random, odd), ...modifiers(random, odd)]
    case 7:
      return [
        pick(['rate', 'max_over_time', 'deriv']),
        '(',
        ...selector(random, odd),
        '[',
        pick(DURATIONS.slice(0, 12)),
        ']',
        ...modifiers(random, odd),
        ')',
      ]
    default:
      return [
        ...inner(),
        pick(chance(odd) ? OPERATORS : VALID_OPERATORS),
        ...matching(random, odd),
        ...inner(),
      ]
  }
}

function selector(random: Random, odd: number): string[] {
  const { chance, pick } = random
  const name = chance(0.8)
    ? [pick(chance(0.15 + odd) ? [...KEYWORDS, ...NAMES] : ['a', 'foo', 'job:rate:5m'])]
    : []
  const braces = name.length === 0 || chance(0.5)
  const matchers: string[] = []
  if (braces) {
    matchers.push('{')
    const count = random.below(4)
    for (let i = 0; i < count; i++) {
      if (i > 0) matchers.push(chance(odd) ? pick([';', ' or ', '', ',,']) : ',')
      const label = chance(0.2)
        ? pick([...KEYWORDS, ...LABELS])
        : chance(0.15)
          ? pick(STRINGS.slice(-20, -10))
          : pick(['job', 'a', 'le', '__name__'])
      if (chance(0.08)) matchers.push(pick(chance(0.2) ? STRINGS : ['"a"', '"http.requests"']))
      else
        matchers.push(
          label,
          pick(chance(odd) ? MATCHERS : MATCHERS.slice(0, 6)),
          pick(chance(0.25) ? STRINGS : ['"a"', '"a.*"', '""', "'b'"]),
        )
    }
    if (count > 0 && chance(0.1)) matchers.push(',')
    matchers.push('}')
    if (chance(odd)) matchers.push('{', '}')
  }
  return [...name, ...matchers, ...(chance(0.2) ? range(random, odd) : []), ...modifiers(random, odd)]
}

function range(random: Random, odd: number): string[] {
  const { chance, pick } = random
  const long = (): string => pick(chance(0.2 + odd) ? DURATIONS : ['5m', '1h30m', '30s', '5', '0x5'])
  if (chance(0.6)) return ['[', long(), ']']
  if (chance(odd)) return ['[', pick(['', ':', '::', '5m,', '5m:1m:']), ']']
  return ['[', long(), ':', ...(chance(0.5) ? [long()] : []), ']']
}

function modifiers(random: Random, odd: number): string[] {
  const { chance, pick } = random
  const found: string[] = []
  for (let i = 0; i < 3; i++) {
    if (!chance(0.12)) continue
    const kind = random.below(odd > 0 ? 5 : 3)
    if (kind === 0)
      found.push(
        pick(['offset', 'OFFSET', 'offset']),
        pick(
          chance(0.4) ? DURATIONS : ['5m', '-5m', '- 5m', '+5m', '1h30m', '-1d12h', '5', '-0', '0x5', '1.5'],
        ),
      )
    else if (kind < 3)
      found.push(
        '@',
        pick([
          'start()',
          'end()',
          'start ( )',
          'START()',
          '0',
          '-1',
          '+5',
          '1.5',
          '1e9',
          '0x10',
          '1_000',
          'Inf',
          'NaN',
          '-Inf',
          '5m',
          '9223372036854775',
          '9223372036854776',
          '1e19',
          ...(chance(odd * 3)
            ? ['start', 'end(1)', 'step()', 'range()', '', '"1"', 'a', '(1)', '- 1', '--1']
            : []),
        ]),
      )
    else found.push(pick(['anchored', 'smoothed', 'offset', '@', 'by (a)', 'bool', 'offset -', '@ +']))
  }
  return found
}

function labels(random: Random, odd: number): string[] {
  const { chance, pick } = random
  const found = ['(']
  const count = random.below(4)
  for (let i = 0; i < count; i++) {
    if (i > 0) found.push(chance(odd) ? pick(['', ';', ',,']) : ',')
    found.push(
      chance(0.25)
        ? pick([...KEYWORDS, ...LABELS, ...STRINGS.slice(-20)])
        : pick(['job', 'a', 'le', '__name__', '"a b"']),
    )
  }
  if (count > 0 && chance(0.15)) found.push(',')
  if (count === 0 && chance(odd)) found.push(',')
  found.push(chance(odd) ? '' : ')')
  return found
}

function matching(random: Random, odd: number): string[] {
  const { chance, pick } = random
  const found: string[] = []
  if (chance(0.15)) found.push(pick(['bool', 'bool', 'BOOL']))
  if (chance(0.3)) {
    found.push(pick(['on', 'ignoring', 'ON', 'Ignoring']), ...(chance(odd) ? [] : labels(random, odd)))
    if (chance(0.4))
      found.push(
        pick(['group_left', 'group_right', 'GROUP_LEFT']),
        ...(chance(0.6) ? labels(random, odd) : []),
      )
  } else if (chance(odd)) found.push(pick(['group_left', 'group_right', 'bool', 'by', 'on', 'group_left ()']))
  if (chance(0.04))
    found.push(
      pick([
        'fill(0)',
        'fill_left(1)',
        'fill_right(-1)',
        'fill()',
        'fill(a)',
        'fill',
        'fill_left(1) fill_right(2)',
        'fill(1) fill_left(2)',
      ]),
    )
  if (chance(odd)) found.push(pick(['bool', 'on ()', 'group_left']))
  return found
}

function call(random: Random, depth: number, odd: number): string[] {
  const { chance, pick } = random
  const name = chance(odd) ? pick([...KEYWORDS, ...NAMES, 'RATE', 'Rate', 'rate ']) : pick(FUNCTIONS)
  const info = functions.get(name)
  const wanted =
    info === undefined
      ? random.below(4)
      : chance(0.15)
        ? random.below(5)
        : info.minArgs +
          (info.maxArgs > info.minArgs ? random.below(Math.min(4, info.maxArgs - info.minArgs + 1)) : 0)
  const found = [name, '(']
  for (let i = 0; i < wanted; i++) {
    if (i > 0) found.push(chance(odd) ? pick(['', ';', ',,']) : ',')
    const type = chance(0.12)
      ? pick(['vector', 'matrix', 'scalar', 'string'])
      : (info?.args[Math.min(i, info.args.length - 1)] ?? 'vector')
    if (type === 'string') found.push(pick(chance(0.4) ? STRINGS : ['"a"', '"$1"', '"(.*)"', '"b"']))
    else if (type === 'scalar')
      found.push(
        ...(chance(0.3)
          ? ['scalar', '(', ...expression(random, depth - 1, odd), ')']
          : [pick(chance(0.2) ? NUMBERS : ['1', '0.5', '-1', '5m'])]),
      )
    else if (type === 'matrix')
      found.push(...selector(random, odd).filter((token) => token !== '['), ...range(random, odd))
    else found.push(...expression(random, depth - 1, odd))
  }
  if (wanted > 0 && chance(odd * 2)) found.push(',')
  return [...found, chance(odd) ? '' : ')', ...(chance(odd) ? range(random, odd) : [])]
}

function aggregation(random: Random, depth: number, odd: number): string[] {
  const { chance, pick } = random
  const name = chance(odd) ? pick(KEYWORDS) : pick(AGGREGATORS)
  const operator = chance(0.15) ? name.toUpperCase() : name
  const param = aggregators.get(name)?.param
  const grouping = (): string[] => [pick(['by', 'without', 'BY', 'Without']), ...labels(random, odd)]
  const where = random.below(odd > 0 ? 4 : 3)
  const body = ['(']
  if (chance(0.08) ? param === undefined : param !== undefined)
    body.push(
      ...(param === 'string'
        ? [pick(chance(0.5) ? STRINGS : ['"v"'])]
        : chance(0.3)
          ? expression(random, depth - 1, odd)
          : [pick(NUMBERS.slice(0, 3))]),
      ',',
    )
  body.push(...expression(random, depth - 1, odd))
  if (chance(odd)) body.push(',')
  body.push(')')
  return [
    operator,
    ...(where === 1 || where === 3 ? grouping() : []),
    ...body,
    ...(where === 2 || where === 3 ? grouping() : []),
  ]
}

/** Joins tokens by white space of all kinds; words stay apart unless the seed wants otherwise. */
function write(tokens: readonly string[], random: Random): string {
  const style = random.below(4)
  let text = ''
  for (const token of tokens) {
    const white = style === 0 ? ' ' : style === 1 ? '' : random.pick(random.chance(0.01) ? BAD_WHITE : WHITE)
    const needed = white === '' && /[\p{L}\p{N}_:.]$/u.test(text) && /^[\p{L}\p{N}_:.]/u.test(token)
    text += (text === '' && style < 3 ? '' : needed && random.chance(0.98) ? ' ' : white) + token
  }
  return text
}
