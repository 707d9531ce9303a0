/**
 * Templates by Go's grammar whose parts mostly have the types that they need, so that they run to the end: every
 * function of Go and of Prometheus, methods of times, comparisons, verbs of `printf`, blocks in blocks.
 */
import type { Random } from '../engine/judge/random.ts'

type Type =
  | 'string'
  | 'float'
  | 'int'
  | 'bool'
  | 'labels'
  | 'samples'
  | 'sample'
  | 'time'
  | 'duration'
  | 'args'

const TYPES: readonly Type[] = [
  'string',
  'float',
  'int',
  'bool',
  'labels',
  'samples',
  'sample',
  'time',
  'duration',
  'args',
]

const STRINGS = [
  '"a"',
  '""',
  '`raw\\n`',
  '"é ß ǆ İ ı"',
  '"\\x41\\u00e9\\U0001F600\\101"',
  '"\\xff\\xfe"',
  '"<a href=\'x\'>&amp;\\x00"',
  '"host.example.com:9090"',
  '"[fe80::1%eth0]:80"',
  '"::1"',
  '"10.0.0.1:9"',
  '"a b+c%20/?#é"',
  '"1h30m"',
  '"1.5"',
  '"-0x1p-2"',
  '"1_000"',
  '"hello wide-world it\'s o\'neil"',
  '"a\\tb\\r\\n"',
  '"%d %s"',
  '"(a)(b)?"',
  '"b"',
  '"instance"',
]
const FLOATS =
  '1.5 0.0 -0.0 1e21 1e-7 123456.789 1e300 .5 1. 0x1p4 1e9 0.1 86399.999 1e3 -2.5e-10 1_0.5'.split(' ')
const INTS =
  "0 1 -1 7 42 0x1f 0o17 0b101 017 1_000 'a' '\\n' '\\'' '\\x41' '\\u00e9' '世' 9223372036854775807 -9223372036854775808 +5".split(
    ' ',
  )
/** Numbers that fit several types, or none. */
const NUMBERS =
  '1i 1+2i -0x1p-3 1e0i 0x 9223372036854775808 1e400 1e30 08 0_1 1__0 100000000000000000000.0'.split(' ')
const QUERIES = [
  'one',
  'sum(m)',
  'vector(1)',
  'nope',
  'm +',
  'm{a="x"}',
  '1',
  '\\"s\\"',
  'm[5m]',
  'time()',
  'count(m) by (b)',
  'one{',
]
const LABELS = ['a', 'b', 'alertname', 'nope', 'le', 'instance', '__name__', 'big']
const PATTERNS = [
  '"a"',
  '"(.)(.*)"',
  '"^x$"',
  '"["',
  '"(?i)A"',
  '"(?P<n>.)"',
  '`\\d+`',
  '""',
  '"\\\\pL"',
  '"a**"',
  '"[[:alpha:]]+"',
  '"(?s).*"',
]
const REPLACEMENTS = [
  '"x"',
  '"$1"',
  '"$\x7b1}a"',
  '"$1a"',
  '"$$"',
  '"$\x7bn}"',
  '"$2$1"',
  '"$"',
  '"$\x7b"',
  '""',
]
const TIME_FIELDS =
  'Year Month Day Hour Minute Second Nanosecond Weekday YearDay Unix UnixMilli UnixMicro UnixNano String UTC IsZero IsDST GoString'.split(
    ' ',
  )
const LAYOUTS = [
  '"2006-01-02"',
  '"Mon Jan _2 15:04:05.000 MST -07:00 2006"',
  '"3:04PM .999 002"',
  '"2006-01-02T15:04:05Z07:00"',
  '"x 05,000 06 1 2 Z0700"',
  '"January Monday jan"',
]
const DURATION_FIELDS = 'Hours Minutes Seconds Milliseconds Microseconds Nanoseconds String Abs'.split(' ')
/** Without `w`, whose flags newer Go reads otherwise. */
const VERBS = 'vvvvTtbcdoOqxXUeEfFgGspz%!é'
const TEXTS = ['', ' ', 'text', '\n', '}}', '{', 'é', '%', ' - ']

/** Whether the template may use what Prometheus got after 2.42. */
export interface Settings {
  readonly isNew: boolean
}

/** A template of up to three pieces; `odd` is how often a part has another type than needed. */
export function typedTemplate(random: Random, odd: number, settings: Settings): string {
  const scope: [string, Type][] = []
  return block(random, odd, settings, scope, 2)
}

function block(
  random: Random,
  odd: number,
  settings: Settings,
  scope: readonly [string, Type][],
  depth: number,
): string {
  const { below, chance, pick } = random
  const known = [...scope]
  const value = (type: Type, deep = 2): string => termOf(random, odd, known, type, deep)
  const any = (deep = 2): string => value(pick(TYPES), deep)
  const inner = (more: [string, Type][] = []): string =>
    depth > 0 ? block(random, odd, settings, [...known, ...more], depth - 1) : pick(TEXTS)
  const open = (): string => pick(['{{', '{{ ', '{{- ', '{{\n'])
  const close = (): string => pick(['}}', ' }}', ' -}}', '\n}}'])
  const act = (text: string): string => open() + text + close()
  const name = (): string => `$${pick(['x', 'y', 'i', 's', 'é'])}`
  const elseOf = (): string => {
    if (!chance(0.4)) return ''
    const words = ['else', `else if ${any()}`]
    if (settings.isNew) words.push(`else with ${any()}`)
    const word = pick(words)
    return act(word) + inner() + (word === 'else' || !chance(0.3) ? '' : act('else') + inner())
  }
  let out = ''
  for (let left = 1 + below(3); left > 0; left--) {
    switch (below(12)) {
      case 0:
        out += pick(TEXTS)
        break
      case 1:
        out += act(`if ${chance(0.5) ? value('bool') : any()}`) + inner()
        out += (chance(0.4) ? act(pick(['else', `else if ${any()}`])) + inner() : '') + act('end')
        break
      case 2: {
        const [head, more] = pick<[string, [string, Type][]]>([
          [
            `range $i, $s := ${value('samples')}`,
            [
              ['$i', 'int'],
              ['$s', 'sample'],
            ],
          ],
          [`range ${value('labels')}`, []],
          [`range $x := ${value('args')}`, [['$x', pick(TYPES)]]],
          [
            `range $x, $y := ${value('labels')}`,
            [
              ['$x', 'string'],
              ['$y', 'string'],
            ],
          ],
          // Few numbers alone: a loop that does not end proves nothing.
          [
            settings.isNew
              ? `range $i := ${pick(['3', '0', '-1', '0x2', "'\\x01'", '1e0'])}`
              : `range ${value('samples')}`,
            [['$i', 'int']],
          ],
          [`range ${value(pick(TYPES.filter((type) => type !== 'int' && type !== 'duration')))}`, []],
        ])
        const control = chance(0.3) ? act(pick(['break', 'continue', `if ${any()}}}{{break}}{{end`])) : ''
        out += act(head) + inner(more) + control + (chance(0.4) ? act('else') + inner() : '') + act('end')
        break
      }
      case 3: {
        const type = pick(TYPES)
        const isNamed = chance(0.4)
        const own = name()
        out += act(`with ${isNamed ? `${own} := ` : ''}${value(type)}`) + inner(isNamed ? [[own, type]] : [])
        out +=
          (settings.isNew
            ? elseOf().replace(/else if/, 'else with')
            : chance(0.3)
              ? act('else') + inner()
              : '') + act('end')
        break
      }
      case 4:
      case 5: {
        const type = pick(TYPES)
        const old = chance(0.3) && known.length > 0 ? pick(known)[0] : undefined
        const own = old ?? name()
        out += act(`${own} ${old === undefined ? ':=' : '='} ${value(type)}`)
        known.push([own, type])
        break
      }
      case 6: {
        const own = pick(['"t"', '`u`', '"t\\x41"'])
        const kind = pick(['define', 'block', 'template', 'template'])
        if (kind === 'template') out += act(`template ${own}${chance(0.6) ? ` ${any(1)}` : ''}`)
        else if (kind === 'block') out += act(`block ${own} ${any()}`) + inner() + act('end')
        // Go defines templates at the top alone, and what is defined sees no variable from outside.
        else if (depth === 2) out += act(`define ${own}`) + block(random, odd, settings, [], 0) + act('end')
        break
      }
      case 7:
        out += pick(['{{/* c */}}', '{{- /* }} */ -}}', '{{/*\n*/ -}}'])
        break
      default:
        out += act(chance(0.7) ? value('string') : any())
    }
  }
  return out
}

/** An operand or a pipeline in parentheses, ready to be an argument. */
function termOf(
  random: Random,
  odd: number,
  scope: readonly [string, Type][],
  wanted: Type,
  depth: number,
  isArgument = false,
): string {
  const { below, chance, pick } = random
  const type = chance(odd) ? pick(TYPES) : wanted
  const value = (kind: Type): string => termOf(random, odd, scope, kind, depth - 1, true)
  const any = (): string => value(pick(TYPES))
  const several = (least: number, most: number, make: () => string = any): string =>
    Array.from({ length: least + below(most - least + 1) }, make).join(' ')
  const variables = scope.filter(([, kind]) => kind === type).map(([name]) => name)
  if (chance(odd / 4)) return pick(['nil', '.', '$', ...NUMBERS])
  if (variables.length > 0 && chance(0.3)) return pick(variables)
  /** A call, which as an argument is in parentheses; its last argument may come through a pipe. */
  const call = (name: string, ...args: string[]): string => {
    let text = [name, ...args.filter((arg) => arg !== '')].join(' ')
    const last = args.at(-1)
    if (last !== undefined && last !== '' && !/^\(?nil\)?$/.test(last) && !last.includes(' ') && chance(0.3))
      text = `${last} | ${[name, ...args.slice(0, -1).filter((arg) => arg !== '')].join(' ')}`
    return isArgument || chance(0.1) ? `(${text})` : text
  }
  const number = (): string => value(pick(['float', 'int', 'string', 'duration']))
  if (depth <= 0) return leaf(random, type)
  switch (type) {
    case 'string':
      return pick([
        () => leaf(random, type),
        () => leaf(random, type),
        () =>
          call(
            pick([
              'title',
              'toUpper',
              'toLower',
              'stripPort',
              'stripDomain',
              'graphLink',
              'tableLink',
              'safeHtml',
            ]),
            value('string'),
          ),
        () =>
          call(
            pick([
              'title',
              'toUpper',
              'toLower',
              'stripPort',
              'stripDomain',
              'graphLink',
              'tableLink',
              'safeHtml',
            ]),
            value('string'),
          ),
        () =>
          call(
            pick(['humanize', 'humanize1024', 'humanizeDuration', 'humanizePercentage', 'humanizeTimestamp']),
            number(),
          ),
        () =>
          call(
            pick(['humanize', 'humanize1024', 'humanizeDuration', 'humanizePercentage', 'humanizeTimestamp']),
            number(),
          ),
        () => call(pick(['html', 'js', 'urlquery', 'print', 'println']), several(1, 3)),
        () => call(pick(['html', 'js', 'urlquery', 'print', 'println']), several(0, 3)),
        () => call('printf', format(random), several(0, 3)),
        () => call('printf', format(random), several(1, 3)),
        () => call('printf', format(random), several(1, 3)),
        () => call('reReplaceAll', pick(PATTERNS), pick(REPLACEMENTS), value('string')),
        () =>
          call(
            'slice',
            value('string'),
            several(0, 2, () => pick(['0', '1', '2', '9', '-1', '1.0'])),
          ),
        () => call('index', value('labels'), value('string')),
        () => call('label', value('string'), value('sample')),
        () => call('strvalue', value('sample')),
        () => call(pick(['pathPrefix', 'externalURL'])),
        () => call('or', value('string'), value('string')),
        () => call('and', any(), value('string')),
        () => `${value('duration')}.String`,
        () => call(`${value('time')}.Format`, pick(LAYOUTS)),
        // Prometheus' own pages have this function, rules have not.
        () => (chance(odd) ? call('tmpl', '"t"', any()) : leaf(random, type)),
      ])()
    case 'float':
      return pick([
        () => leaf(random, type),
        () => call('parseDuration', value('string')),
        () => call('value', value('sample')),
        () => `${value('duration')}.${pick(['Hours', 'Minutes', 'Seconds'])}`,
        () => call('or', value('float'), value('float')),
        () => call('index', value('args'), pick(['"arg0"', '"arg1"', '"x"'])),
      ])()
    case 'int':
      return pick([
        () => leaf(random, type),
        () => call('len', pick([value('string'), value('labels'), value('samples'), value('args')])),
        () => `${value('time')}.${pick(TIME_FIELDS)}`,
        () => `${value('duration')}.${pick(DURATION_FIELDS)}`,
        () => call('index', value('string'), pick(['0', '1', '-1', '9', "'a'", '1.0'])),
      ])()
    case 'bool': {
      const kind = pick<Type>(['string', 'float', 'int', 'bool', 'time', 'sample', 'labels'])
      return pick([
        () => leaf(random, type),
        () => call('not', any()),
        () => call(pick(['and', 'or']), several(1, 3)),
        () =>
          call(
            'eq',
            value(kind),
            several(0, 3, () => (chance(0.8) ? value(kind) : any())),
          ),
        () => call('eq', value(kind), value(kind)),
        () => call('ne', value(kind), value(kind)),
        () => call(pick(['lt', 'le', 'gt', 'ge']), value(kind), value(kind)),
        () => call(pick(['lt', 'le', 'gt', 'ge']), any(), any()),
        () => call('match', pick(PATTERNS), value('string')),
        () => call(`${value('time')}.${pick(['Before', 'After', 'Equal'])}`, value('time')),
      ])()
    }
    case 'samples':
      return pick([
        () => call('query', query(random)),
        () => call('query', query(random)),
        () => call('query', value('string')),
        () =>
          call(
            'sortByLabel',
            pick(['"a"', '"b"', '"instance"']),
            call('query', '"m"').replace(/^(?!\()(.*)$/, '($1)'),
          ),
      ])()
    case 'sample':
      return pick([
        () => call('first', value('samples')),
        () => call('index', value('samples'), pick(['0', '0', '1'])),
      ])()
    case 'time':
      return pick([
        () => call('toTime', number()),
        () => call('toTime', number()),
        () => call(`${value('time')}.Add`, pick([value('duration'), '90', '1e9'])),
        () => call(`${value('time')}.AddDate`, '1', pick(['-13', '0', '25']), pick(['1', '-40', '400'])),
        () =>
          call(
            `${value('time')}.${pick(['Truncate', 'Round'])}`,
            pick([value('duration'), '1000000000', '0']),
          ),
        () => `${value('time')}.UTC`,
      ])()
    case 'duration':
      return pick([
        () => call(`${value('time')}.Sub`, value('time')),
        () => call(`${value('time')}.Sub`, value('time')),
        () =>
          call(
            `${value('duration')}.${pick(['Round', 'Truncate'])}`,
            pick(['1000000000', '3', value('duration')]),
          ),
        () => `${value('duration')}.Abs`,
      ])()
    case 'args':
      return call('args', several(0, 3))
    default:
      return leaf(random, type)
  }
}

/** A value of a type in one word, or in parentheses. */
function leaf({ pick }: Random, type: Type): string {
  switch (type) {
    case 'string':
      return pick([
        ...STRINGS,
        ...LABELS.slice(0, 6).map((label) => `$labels.${label}`),
        '.Labels.a',
        '$externalLabels.dc',
        '$externalURL',
        '.ExternalURL',
        '$.Labels.b',
      ])
    case 'float':
      return pick([...FLOATS, '$value', '.Value', '$value', '$value'])
    case 'int':
      return pick(INTS)
    case 'bool':
      return pick(['true', 'false'])
    case 'labels':
      return pick(['$labels', '$externalLabels', '.Labels', '(query "one" | first).Labels'])
    case 'samples':
      return pick(['(query "one")', '(query "nope")', '(sortByLabel "a" (query "m"))'])
    case 'sample':
      return pick(['(query "one" | first)', '(index (query "one") 0)'])
    case 'time':
      return pick(['(toTime 1.5)', '(toTime $value)', '(toTime 1e9)', '(toTime -86400.25)'])
    case 'duration':
      return pick([
        '((toTime 90).Sub (toTime 0.5))',
        '((toTime 1e9).Sub (toTime 1))',
        '((toTime 1).Sub (toTime 1))',
        '((toTime 1).Sub (toTime 200))',
      ])
    case 'args':
      return '(args 1 "b" nil)'
  }
}

function query({ chance, pick }: Random): string {
  const text = pick(QUERIES)
  return chance(0.2) ? `(printf "%s" "${text}")` : `"${text}"`
}

/** A format of up to three directives. */
function format({ below, pick, chance }: Random): string {
  const directive = (): string =>
    `%${Array.from({ length: below(3) }, () => pick([...'-+# 0'])).join('')}${pick(['', '', '', '3', '8', '12', '*', '[1]*', '[2]'])}${pick(
      ['', '', '', '.', '.0', '.1', '.3', '.12', '.*', '.[1]*'],
    )}${pick(['', '', '', '', '', '[1]', '[2]', '[9]', '[x]', '['])}${chance(0.03) ? '' : pick([...VERBS])}`
  return `"${Array.from({ length: 1 + below(3) }, directive).join(pick(['|', ' ', '']))}"`
}
