/** Rule files with every field, in every form of YAML: nulls, numbers, tags, anchors, merges, documents, duplicates. */
import { type Random as Choices, createRandom } from '../engine/judge/random.ts'
import { sloppyTemplate } from '../template/sloppy.ts'

const DURATIONS =
  '5m 1h 30s 0 0s 1d12h 1y 1w2d 90s 1500ms 1h30m 5M 1.5m -5m +5m m 1m1m 30m1h 5 5.0 1e3 0x5 010 5m5 292y 293y 1y1w1d1h1m1s1ms 1s1m 00s 1_0m ~ null true 1:30 2020-01-01 5mins'.split(
    ' ',
  )
const INTEGERS =
  '0 1 10 -1 +1 1.0 1.5 1e3 1e30 0x10 0o17 017 08 0b11 1_000 9223372036854775807 9223372036854775808 -9223372036854775808 18446744073709551615 .inf -.inf .nan ~ null true yes "1" \'1\' 5m 1. .5 1:30 190:20:30 2020-01-01 x 1e400 -0 0x 0b2 0o8'.split(
    ' ',
  )
const VALUES =
  'page v 5 5.0 1e3 0x1f 010 0o17 0b1 1_000 true false yes no on off y n ~ null NULL Null .inf .nan 2020-01-01 2020-01-01T00:00:00Z 12:30:45 1: = << - ? a:b a#b @x `x` %x !x &x *x é "" \'\' "a\\tb" "\\x41" "\\u00e9" "\\ud83d\\ude00" "\\/" "\\q" "a\\\n  b" [] {} [a] {a: b} {a} |- "a: b" \'it\'\'s\' x:  <5 >5 a\tb'.split(
    ' ',
  )
const KEYS =
  'severity team a b __name__ alertname a-b a.b 1a é "quoted" \'single\' 5 true null ~ <<x "" ? "a b" _ __x__ le a:b on yes 2020-01-01 1.5 [a] {a: b} "\\x41"'.split(
    ' ',
  )
const RULE_KEYS = ['record', 'alert', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations']
const UNKNOWN = [
  'unknown',
  'Alert',
  'EXPR',
  'interval',
  'rules',
  'source_tenants',
  'For',
  '"expr "',
  'x-y',
  'query',
]
const EXPRS = [
  'up',
  'up == 0',
  'sum by (job) (rate(x[5m]))',
  '1',
  'time()',
  '"s"',
  'x[5m]',
  'up ==',
  'sum(',
  'rate(x)',
  '{__name__="a.b"}',
  '{"a.b"}',
  '5',
  '1e3',
  '010',
  'true',
  'null',
  'up{a="b"}',
  "up{a='b'}",
  'up # c',
  'a\n  and b',
  '{}',
  'nan',
  '0x1f',
  '1_000',
  '.5',
  '-1',
  '5m',
  'up offset -5m',
]
const TAGS = [
  '!!str ',
  '!!int ',
  '!!float ',
  '!!bool ',
  '!!null ',
  '!!binary ',
  '!!map ',
  '!!seq ',
  '!x ',
  '! ',
  '!<tag:yaml.org,2002:str> ',
  '!!timestamp ',
  '!!merge ',
  '!!set ',
  '!e!x ',
]

/**
 * A rule file; the same for the same seed. For a Prometheus before 3, `alert`, `record` and `expr` are strings: it took
 * their characters, whatever the tag, so that an alert may be named `~`. Line separators and directives after `---` are
 * left out: what go-yaml accepts of them loses rules in silence, and we refuse it.
 */
export function randomRules(seed: number, isOld = false): string {
  const random = { ...createRandom(seed), isOld }
  // Two thirds of the files have few faults, so that others than the first are seen.
  const odd = random.pick([0.004, 0.015, 0.06])
  return dress(document(random, odd), random, odd)
}

type Lines = string[]

interface Random extends Choices {
  readonly isOld: boolean
}

/** The value of a field whose tag old versions do not look at. */
const named = (random: Random, odd: number, written: string): Lines =>
  random.isOld ? quoted(random, written) : scalar(random, odd, written)

const indent = (lines: Lines, by: number): Lines =>
  lines.map((line) => (line === '' ? line : ' '.repeat(by) + line))

/** `key: value` for a value of lines: beside the key if it is one line. */
function field(key: string, value: Lines, by = 2): Lines {
  if (value.length === 1) return [`${key}: ${value[0]}`]
  if (/^(?:[&!|>]|"|')/.test(value[0]!)) return [`${key}: ${value[0]}`, ...indent(value.slice(1), by)]
  return [`${key}:`, ...indent(value, by)]
}

function document(random: Random, odd: number): Lines {
  const { chance, pick } = random
  const groups = Array.from({ length: chance(0.1) ? 0 : 1 + random.below(2) }, (_, i) =>
    item(random, group(random, odd, i)),
  )
  const value =
    groups.length === 0
      ? [pick(['[]', '', '~', '{}', 'null', '""', '5', '[~]', '- ~', '- {}', '- []', '- 5'])]
      : groups.flat()
  const lines = field(
    pick(
      chance(odd) ? ['"groups"', 'Groups', '? groups\n', '!!str groups', "'groups'", 'group'] : ['groups'],
    ),
    value,
    pick([0, 2, 4]),
  )
  if (chance(odd))
    lines.push(
      ...field(pick(['x', 'namespace', 'groups', 'tests', '5', '<<', '~']), [
        pick(['1', '[]', '{}', '{groups: []}', '*a', '~']),
      ]),
    )
  return lines
}

/** An item of a list. */
const item = ({ pick }: Random, lines: Lines): Lines => {
  const lead = pick(['- ', '- ', '-   '])
  return lines.map((line, i) => (i === 0 ? lead : ' '.repeat(lead.length)) + line)
}

function group(random: Random, odd: number, index: number): Lines {
  const { chance, pick } = random
  const fields: Lines[] = []
  if (!chance(odd))
    fields.push(
      field('name', scalar(random, odd, chance(odd) ? pick(VALUES) : `g${chance(0.04) ? 0 : index}`)),
    )
  if (chance(0.3))
    fields.push(
      field('interval', scalar(random, odd, pick(chance(odd * 4) ? DURATIONS : DURATIONS.slice(0, 11)))),
    )
  if (chance(0.2))
    fields.push(
      field('query_offset', scalar(random, odd, pick(chance(odd * 4) ? DURATIONS : DURATIONS.slice(0, 11)))),
    )
  if (chance(0.3)) fields.push(field('limit', [pick(chance(odd * 8) ? INTEGERS : INTEGERS.slice(0, 4))]))
  if (chance(0.15)) fields.push(field('labels', mapping(random, odd, false)))
  if (chance(odd)) fields.push(field(pick(UNKNOWN), scalar(random, odd, pick(VALUES))))
  const rules = Array.from({ length: random.below(4) }, () => item(random, rule(random, odd)))
  if (rules.length > 0) fields.push(field('rules', rules.flat(), pick([0, 2])))
  else if (chance(0.8))
    fields.push(field('rules', [pick(chance(odd * 3) ? ['', '~', '{}', '- ~', '5', '- - a', '""'] : ['[]'])]))
  return shuffle(random, fields, odd)
}

function rule(random: Random, odd: number): Lines {
  const { chance, pick } = random
  if (chance(odd))
    return [
      pick([
        '~',
        '{}',
        '[]',
        '5',
        'up',
        '{alert: A, expr: up}',
        '{alert: A, expr: up, }',
        '{alert: A, expr: "up", labels: {a: b}}',
        '? alert',
        '"alert": A',
        'alert : A',
      ]),
    ]
  const isAlert = chance(0.75)
  const fields: Lines[] = []
  if (!chance(odd))
    fields.push(
      field(
        isAlert ? 'alert' : 'record',
        named(
          random,
          odd,
          isAlert
            ? pick(chance(odd * 3) ? VALUES : ['A', 'B', 'High Load'])
            : pick(chance(odd * 5) ? [...VALUES, ...KEYS, 'a{b="c"}', '{}'] : ['a:b', 'r']),
        ),
      ),
    )
  if (!chance(odd))
    fields.push(field('expr', named(random, odd, pick(chance(odd * 2) ? EXPRS : EXPRS.slice(0, 5)))))
  if (isAlert ? chance(0.4) : chance(odd))
    fields.push(field('for', scalar(random, odd, pick(chance(odd * 4) ? DURATIONS : DURATIONS.slice(0, 11)))))
  if (isAlert ? chance(0.2) : chance(odd))
    fields.push(
      field(
        'keep_firing_for',
        scalar(random, odd, pick(chance(odd * 4) ? DURATIONS : DURATIONS.slice(0, 11))),
      ),
    )
  if (chance(0.5)) fields.push(field('labels', mapping(random, odd, isAlert)))
  if (isAlert ? chance(0.5) : chance(odd)) fields.push(field('annotations', mapping(random, odd, isAlert)))
  if (chance(odd))
    fields.push(
      field(pick(random.isOld ? UNKNOWN : [...UNKNOWN, ...RULE_KEYS]), scalar(random, odd, pick(VALUES))),
    )
  if (fields.length === 0) return ['{}']
  return shuffle(random, fields, odd)
}

function mapping(random: Random, odd: number, templates: boolean): Lines {
  const { chance, pick } = random
  if (chance(odd * 2))
    return [
      pick([
        '~',
        '',
        '{}',
        '[]',
        '5',
        'text',
        '{a: b, c: d}',
        '{a: b, a: c}',
        '{a: , b: }',
        '{a, b}',
        '{"a":b}',
        '{"a": b, }',
        '[a, b]',
        '*a',
        '&a {a: b}',
        '{<<: {a: b}, c: d}',
        '- a: b',
        '{a: {b: c}}',
        '{? a : b}',
        '{a: [b]}',
      ]),
    ]
  const fields: Lines[] = []
  const names = chance(odd * 2) ? KEYS : KEYS.slice(0, 4)
  const used = new Set<string>()
  for (let i = random.below(4); i >= 0; i--) {
    const name = pick(names)
    if (used.has(name) && !chance(odd)) continue
    used.add(name)
    if (chance(odd))
      fields.push(field('<<', [pick(['{a: b}', '[{a: b}, {c: d}]', '*a', '~', '[]', '5', '{a: ~}'])]))
    const isTemplate = templates && chance(0.5)
    fields.push(
      field(
        name,
        isTemplate
          ? quoted(random, sloppyTemplate(random, odd * 2))
          : scalar(random, odd, pick(chance(odd * 4) ? VALUES : VALUES.slice(0, 12))),
      ),
    )
  }
  return shuffle(random, fields, odd)
}

/** The fields in any order, one of them perhaps twice. */
function shuffle(random: Random, fields: Lines[], odd: number): Lines {
  const order = random.chance(0.3)
    ? fields
        .map((one) => ({ one, by: random.next() }))
        .sort((a, b) => a.by - b.by)
        .map(({ one }) => one)
    : fields
  if (order.length > 0 && random.chance(odd)) order.push(random.pick(order))
  return order.flat()
}

/** A text in one of the styles of YAML, quoted so that it keeps its value. */
function quoted(random: Random, text: string): Lines {
  const { pick } = random
  const style = random.below(4)
  if (style === 0) return [JSON.stringify(text)]
  if (style === 1 && !/[\n\r]/.test(text)) return [`'${text.replaceAll("'", "''")}'`]
  if (/^[ \n]|[\t\r]/.test(text) || text.trim() === '') return [JSON.stringify(text)]
  return [pick(['|', '>', '|-', '>-', '|+', '>+', '|2', '>2-']), ...text.split('\n')]
}

/** A scalar as written, or in another style, or with a tag or an anchor. */
function scalar(random: Random, odd: number, written: string): Lines {
  const { chance, pick } = random
  if (chance(odd)) return [pick(TAGS) + written]
  if (chance(odd)) return [pick(['&a ', '&b ', '&a !!str ', '!!str &a ']) + written]
  if (chance(odd)) return [pick(['*a', '*b', '*nope', '&a', '&a *b', '<<'])]
  if (chance(odd)) return [pick(['', '~', 'null', '[]', '{}', '[~]', '{a: b}', '|', '>', '""', "''"])]
  if (/^["'[{|>&*!%@`]/.test(written) || written === '') return [written]
  switch (random.below(8)) {
    case 0:
      return written.includes('\n') ? [JSON.stringify(written)] : [`"${written.replace(/["\\]/g, '\\$&')}"`]
    case 1:
      return [`'${written.replaceAll("'", "''")}'`]
    case 2:
      return [pick(['|', '>', '|-', '>-', '|2', '>+']), ...written.split('\n')]
    default:
      return written.split('\n')
  }
}

/** The whole in another form. */
function dress(lines: Lines, random: Random, odd: number): string {
  const { chance, pick, below } = random
  let text = `${lines.join('\n')}\n`
  if (chance(0.1))
    text = pick(['---\n', '# c\n', '\n\n', '%YAML 1.1\n---\n', '--- # c\n', '\ufeff', '  \n']) + text
  if (!text.startsWith('%') && chance(odd))
    text =
      pick([
        '--- |\n',
        '%YAML 1.2\n---\n',
        '%TAG ! tag:x,2000:\n---\n',
        '---\n---\n',
        '%FOO\n---\n',
        '...\n',
        '\t\n',
        '--- !!map\n',
        '--- &a\n',
        '{}\n---\n',
        '\ufeff---\n',
        '%TAG !e! tag:yaml.org,2002:\n---\n',
      ]) + text
  if (chance(0.1))
    text += pick([
      '...\n',
      '# c\n',
      '\n\n',
      '---\n',
      '   \n',
      '---\ngroups: []\n',
      '... # c\n',
      '---\n{{{\n',
      '---\ngroups: 5\n',
      '...\n---\nx: 1\n',
      '\t\n',
      '\ufeff',
      '...\nx\n',
    ])
  if (chance(0.06)) text = text.replaceAll('\n', pick(['\r\n', '\r']))
  if (chance(0.05)) text = text.replaceAll('\n', ' # c\n')
  if (chance(odd * 4)) {
    const at = below(text.length)
    text =
      text.slice(0, at) +
      pick([
        '\t',
        ' ',
        '\n',
        ':',
        '#',
        '"',
        "'",
        '- ',

        '\u00a0',
        '\ufeff',
        '\0',
        '\x7f',
        ': ',
        ' #',
        '\n\n',
        '\n \n',
        '\r',
        ',',
        '{',
        '}',
      ]) +
      text.slice(at + (chance(0.5) ? 1 : 0))
  }
  return text
}
