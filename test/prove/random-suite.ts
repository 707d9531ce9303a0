/** Random promtool suites: rules and tests with all fields, and YAML in all its forms. */

import { parseTemplate } from '../../src/template/index.ts'
import { type Random as Choices, createRandom } from '../engine/judge/random.ts'
import { sloppyTemplate } from '../template/sloppy.ts'

/** A rule file and a test file that refers to it as `rules.yml`. */
export interface RandomSuite {
  readonly rules: string
  readonly tests: string
}

type Random = () => number

/** Mulberry32: the same seed gives the same suite. */
function randomOf(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const LABELS = ['{a="x"}', '{a="y"}', '{a="x", b="1"}', '{a="y",b="2",}', '', '{a="é\\n\\"q\\""}', "{a='z'}"]
const VALUES = [
  '1x10',
  '0+1x20',
  '10-1x12',
  '1 2 3 _ 5',
  '_x3 7x5',
  '0 0 0 1 1 1',
  '5 stale 5x4',
  'NaN 1 2',
  'Inf -Inf 1',
  '1e3 1e-3x2 0x1f',
  '1.5+0.25x30',
  '-1-1x5',
  '  1   2  3 ',
  '3x0',
  '0x3 100x20',
  '1 _ _ _ _ _ _ _ 2',
  '+1 -2 3',
  'stale',
  '_',
  '',
  '_x0',
  'stalex2',
  '+Infx2',
  '-Inf+1x2',
  '1e3+1e2x3',
  '0x10+0x1x3',
  '1 stale stale _x2 7',
  'NaN stale NaN',
  '.5+.5x3',
  '1.5e-3-1e-4x4',
  '1-0x2',
  '0 1 0 1 0 1 0 1',
  '1+1x10 stale 20+1x10',
  '5 _x4 6',
  '5 _x5 6',
  '1x5 stale',
  '-0x3',
  '1 -1x3',
  '3-1x5 0x5 stale _x3 1x4',
  '5 5',
  '1x2 stale 3x2 stale 1x20',
]
const HISTOGRAMS = [
  '{{schema:0 sum:5 count:4 buckets:[1 2 1]}}x9',
  '{{schema:1 sum:1 count:3 z_bucket:1 z_bucket_w:0.01 buckets:[1 1]}}+{{schema:1 sum:1 count:2 buckets:[1 1]}}x9',
  '{{schema:-53 sum:5 count:4 custom_values:[5 10] buckets:[1 2 1]}} _ {{schema:-53 sum:6 count:5 custom_values:[5 10] buckets:[1 3 1]}}',
  '{{}} 1 {{count:2 sum:3 buckets:[2] n_buckets:[1] n_offset:-1}}',
  '{{schema:0 sum:5 count:4 buckets:[1 2 1] counter_reset_hint:gauge}}x9',
  '{{schema:3 sum:-5 count:9 z_bucket:2 z_bucket_w:1e-3 offset:-3 buckets:[1 0 2] n_buckets:[4] n_offset:2}}x6 stale 3',
  '{{count:1 sum:NaN buckets:[1]}} {{count:2 sum:Inf buckets:[2]}} {{count:1 buckets:[1]}}',
  '{{sum:1 count:3 buckets:[1 1]}}x4',
  '{{schema:0 sum:5 count:4 buckets:[1 2 1]}} 4 {{schema:0 sum:6 count:5 buckets:[1 2 2]}}x5',
]
/** Series that no promtool, or not every one, can read or store. */
const WRONG = [
  '1+2',
  '1x',
  'x3',
  '1x1.5',
  '_ x3',
  '1+1x3+1x2',
  'nanx3',
  '1_0x2',
  '1,2',
  'a',
  '1+x3',
  '1x-2',
  '99999999999999999999x2',
  '1m',
  '1e309',
  '1--1x3',
  '1+-1x3',
  '{{schema:0 sum:1 count:1 buckets:[1]}}+{{schema:1 sum:1 count:1 buckets:[1]}}x5',
  '{{schema:0 sum:9 count:8 buckets:[4 4]}}-{{schema:0 sum:1 count:1 buckets:[1]}}x6',
  '{{schema:-53 sum:1 count:1 custom_values:[1 2] buckets:[1]}}+{{schema:-53 sum:1 count:1 custom_values:[1 3] buckets:[0 1]}}x4',
  '{{schema:-53 count:2 buckets:[1 1]}}x3',
  '{{schema:9 buckets:[1]}}x2',
]
const METRICS = ['m', 'n', 'up', 'job:m:sum']
const EXPRS = [
  'm',
  'm > 1',
  'm > 1 and on(a) n',
  'sum by (a) (m)',
  'rate(m[5m])',
  'rate(m[2m]) > 0',
  'increase(n[3m])',
  'absent(m)',
  'absent_over_time(n[4m])',
  'm / n',
  'm / on(a) group_left(b) n',
  'count(m) > 1',
  'up == 0',
  'm offset 2m',
  'm[3m]',
  'sum(m) or vector(0)',
  'vector(time())',
  'time()',
  '1',
  'label_replace(m, "c", "$1", "a", "(.)")',
  'm @ 60',
  'm @ start()',
  'max_over_time(m[5m:1m])',
  'avg_over_time(m[10m:])',
  'deriv(m[5m])',
  'changes(n[5m]) > 0',
  'm unless n',
  'topk(1, m)',
  'quantile(0.5, m)',
  'm * NaN',
  'm > bool 2',
  '-m',
  'm offset -1m',
  'ALERTS',
  'ALERTS{alertstate="firing"}',
  'ALERTS_FOR_STATE',
  'job:m:sum',
  'job:m:sum > 2',
  'count(ALERTS) by (alertname)',
  'hour(m)',
  'round(m, 0.3)',
  'm ^ 2 % 3',
  'sort_desc(m)',
  'scalar(n)',
  'm == scalar(n)',
  '{__name__=~"m|n"}',
  'predict_linear(m[5m], 60)',
  'm{a!="x"}',
  'm{a=~"x|y"}',
  'nope',
  'm +',
  'histogram_quantile(0.9, m)',
  'resets(n[10m])',
  'stddev by (b) (m)',
  'count_values("v", m)',
  'm < 3 > 1',
  'last_over_time(m[90s])',
  'm @ 60 offset 1m',
  'sum_over_time(m[5m:1m] offset 1m)',
  'rate(m[5m] @ end())',
  'max_over_time(m[5m] offset -5m)',
  'absent(m{a="x"})',
  'absent(sum(m))',
  'last_over_time(m[5m] offset 5m)',
  'count_over_time(m[5m])',
  'count_over_time(m[4m59s])',
  'timestamp(m)',
  'timestamp(m offset 1m)',
  'm offset 5m',
  'm offset 4m59s',
  'm offset 5m1ms',
  'min_over_time((m > 1)[5m:30s])',
  'label_join(m, "d", "-", "a", "b")',
  'm or n',
  'm and on() n',
  'group by (a) (m)',
  'bottomk(1, n)',
  'idelta(m[5m])',
  'irate(m[5m])',
  'delta(m[3m])',
  'quantile_over_time(0.5, m[5m])',
  'stdvar_over_time(m[5m])',
  'sort(m)',
  'day_of_week()',
  'vector(1) == bool 1',
  'm == 2 or n',
  'sum without (a) (m)',
  'avg(m) by (b)',
  'm * on(a) group_right n',
  'clamp(m, 1, 2)',
  'sgn(m)',
  'ALERTS offset 1m',
  'count_over_time(ALERTS[10m])',
  'max_over_time(ALERTS{alertstate="firing"}[5m])',
  'time() - ALERTS_FOR_STATE',
  'changes(ALERTS_FOR_STATE[10m])',
  'present_over_time(m[5m])',
  'histogram_count(m)',
  'histogram_sum(rate(m[5m]))',
  'histogram_fraction(0, 2, m)',
  '{__name__=~".+"}',
  'count({__name__=~".+"}) by (__name__)',
  'sum(count_over_time({a="x"}[5m]))',
  'm > n',
  'm ^ -1',
  '-m ^ 2',
  '1 - m',
  'm atan2 n',
  'topk by (a) (1, m)',
  'quantile(NaN, m)',
  'scalar(m)',
  'vector(scalar(m)) > 0',
  'label_replace(m, "__name__", "z", "", "")',
  'sum by (__name__) ({a=~".+"})',
  'rate(m @ start()[5m])',
  'max_over_time(rate(m[5m] @ end())[10m:1m])',
  'm == m offset 1m',
  'avg_over_time(rec[10m])',
  'rec',
  'out:x > 0',
  'deriv(job:m:sum[10m])',
  'sum(rec) - sum(out:x)',
  'n unless on(a) rec',
  'absent_over_time(ALERTS{alertname="A"}[5m])',
  'sum_over_time(ALERTS_FOR_STATE[5m:1m])',
  'minute()',
  'month(vector(1e9))',
  'm{a=~"",b!~"1|2"}',
  'ceil(m / 2)',
  'sqrt(-m)',
  'm % 0',
  '0 / m',
  'm <= bool n',
  'count without () (m)',
  'sum(m) by () > 1',
  'm offset 1h',
]
const TEMPLATES = [
  '{{ $value }}',
  '{{ $labels.a }}',
  '{{ $labels.nope }}',
  '{{ .Labels }}',
  '{{ $value | humanize }}',
  'plain',
  '',
  '{{ $externalLabels.dc }}',
  '{{ $externalURL }}',
  '{{ externalURL }}',
  '{{ pathPrefix }}',
  '{{ query "m" | len }}',
  '{{ with query "m" }}{{ . | first | value }}{{ end }}',
  '{{ range query "m" | sortByLabel "a" }}{{ .Labels.a }}={{ .Value }};{{ end }}',
  '{{ query "nope" | first }}',
  '{{ query "m +" }}',
  '{{ printf "%.2f %s %v" $value $labels.a .Value }}',
  '{{ $value | humanizeDuration }}',
  '{{ $value | humanizePercentage }}',
  '{{ $value | humanizeTimestamp }}',
  '{{ if gt $value 2.0 }}high{{ else }}low{{ end }}',
  '{{ .Foo }}',
  '{{ $labels.a | toUpper | title }}',
  '{{ reReplaceAll "x" "w" $labels.a }}',
  '{{ match "x.*" $labels.a }}',
  '{{ $labels.a | stripPort }}',
  '{{ graphLink "up" }}',
  '{{ tableLink "a b" }}',
  '{{ args 1 2 }}',
  '{{ define "t" }}[{{ . }}]{{ end }}{{ template "t" $value }}',
  '{{ $value | toTime }}',
  '{{ parseDuration "1h30m" }}',
  '{{ strvalue (query "m" | first) }}',
  '{{ label "a" (query "m" | first) }}',
  '{{ len $labels }} {{ index $labels "a" }}',
  '{{ 1 | div }}',
  '{{ $value',
  '{{ humanize1024 1048576.0 }}',
  '{{ $x := 3 }}{{ $x }}',
  "it''s {{ $value }}",
  '{{ $value | printf "%.0f" }} %',
  '{{ safeHtml "<b>" }}',
  '{{ html "<b>" }}{{ js "\\"" }}',
  '{{ eq $value 1.0 }}{{ ne $labels.a "x" }}{{ not true }}',
  '{{- " trim " -}}',
  '{{/* c */}}',
  '{{ range $i, $s := query "m" }}{{ $i }}{{ end }}',
  '{{ slice "abc" 1 2 }}',
]
const DURATIONS = [
  '0s',
  '1m',
  '30s',
  '90s',
  '2m',
  '5m',
  '1h',
  '2m30s',
  '10m',
  '1m1s',
  '7m',
  '15m',
  '61s',
  '1500ms',
]
const NAMES = ['A', 'B', 'HighLoad', 'C']

/** Replacements for a scalar: YAML on which readers disagree. */
const ODD = [
  'null',
  '~',
  'true',
  'yes',
  'on',
  '010',
  '0x10',
  '0o17',
  '1_000',
  '.inf',
  '-.inf',
  '.nan',
  '1e3',
  '+1',
  '1.',
  '2020-01-01',
  '12:30:45',
  '""',
  "''",
  '"a\\tb"',
  '"\\x41\\u00e9"',
  '!!str 5',
  '!!int "5"',
  '!!float 1',
  '!!binary aGk=',
  '[]',
  '{}',
  '[1, 2]',
  '{a: b}',
  '|\n      text',
  '>-\n      folded\n      text',
  '- x',
  '5',
  '5m',
  '-5m',
  '1.5m',
  '1h 30m',
  '5M',
  '1d12h',
  '1y',
  '9223372036854775807',
  '1e400',
  '0b11',
  '*nope',
  '&x 5',
  '"5m"',
  "'1'",
  '=',
  '<<',
  'é',
  '"\\ud83d\\ude00"',
  '? x',
]

/** A template by Go's grammar that loads everywhere; without `query`, whose samples print as addresses. */
function loadable(random: Choices): string {
  for (;;) {
    const text = sloppyTemplate(random, 0)
    if (!/query|[\n\t]/.test(text) && parseTemplate(text, { version: '2.42' }).tree !== undefined) return text
  }
}

export function randomSuite(seed: number, histograms: boolean): RandomSuite {
  const random = randomOf(seed)
  const below = (n: number): number => Math.floor(random() * n)
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!
  const often = (chance: number): boolean => random() < chance
  const many = <T>(most: number, make: (index: number) => T): T[] =>
    Array.from({ length: below(most + 1) }, (_, i) => make(i))
  const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

  const exprOf = (): string =>
    often(0.01) ? 'm +' : pick(EXPRS.filter((one) => one !== 'm +' && one !== 'm[3m]'))
  const template = (): string => {
    if (often(0.15)) return loadable(createRandom(Math.floor(random() * 2 ** 31)))
    const text = pick(TEMPLATES)
    return /div|\$value$/.test(text) && often(0.95) ? '{{ $value }}' : text
  }
  const pairs = (names: readonly string[], indent: string): string =>
    names.map((name) => `${indent}${name}: ${quoted(template())}\n`).join('')
  const rule = (): string => {
    const isAlert = often(0.7)
    const head = isAlert ? `alert: ${pick(NAMES)}` : `record: ${pick(['job:m:sum', 'rec', 'n', 'out:x'])}`
    const labels = [...new Set(many(2, () => pick(isAlert ? ['severity', 'a', 'c', 'team'] : ['c', 'a'])))]
    const notes = isAlert ? [...new Set(many(3, () => pick(['summary', 'description', 'x', 'y'])))] : []
    const labelText = isAlert
      ? pairs(labels, '          ')
      : labels.map((name) => `          ${name}: ${pick(['v', 'w'])}\n`).join('')
    return [
      `      - ${head}\n        expr: ${quoted(exprOf())}\n`,
      isAlert && often(0.6) ? `        for: ${pick(DURATIONS)}\n` : '',
      isAlert && often(0.25) ? `        keep_firing_for: ${pick(DURATIONS)}\n` : '',
      labels.length > 0 ? `        labels:\n${labelText}` : '',
      notes.length > 0 ? `        annotations:\n${pairs(notes, '          ')}` : '',
    ].join('')
  }
  const groups = Array.from({ length: 1 + below(3) }, (_, i) => `g${i}`)
  const rules = `groups:\n${groups
    .map(
      (name) =>
        `  - name: ${name}\n${often(0.3) ? `    interval: ${pick(['30s', '1m', '2m', '5m'])}\n` : ''}${often(0.15) ? `    limit: ${below(4)}\n` : ''}${
          histograms && often(0.15) ? `    query_offset: ${pick(['30s', '1m', '3m'])}\n` : ''
        }${
          histograms && often(0.1)
            ? `    labels:\n      c: ${pick(['g', "'{{ $value }}'"])}\n      a: g\n`
            : ''
        }    rules:\n${Array.from({ length: 1 + below(4) }, rule).join('')}`,
    )
    .join('')}`

  const series = (): string => {
    const isHistogram = histograms && often(0.15)
    const values = often(0.01) ? pick(WRONG) : isHistogram ? pick(HISTOGRAMS) : pick(VALUES)
    return `      - series: ${quoted(`${pick(METRICS)}${pick(LABELS)}`)}\n        values: ${quoted(values)}\n`
  }
  const alertTest = (): string =>
    `      - eval_time: ${pick(DURATIONS)}\n        alertname: ${pick(NAMES)}\n${
      often(0.3)
        ? `        exp_alerts:\n          - exp_labels:\n              severity: ${pick(['x', 'plain', '1'])}\n              a: ${pick(['x', 'y', '5'])}\n            exp_annotations: { summary: ${quoted(template())} }\n`
        : often(0.3)
          ? '        exp_alerts: []\n'
          : ''
    }`
  const exprTest = (): string =>
    `      - expr: ${quoted(pick(EXPRS))}\n        eval_time: ${pick(DURATIONS)}\n${
      often(0.4)
        ? `        exp_samples:\n${many(3, () => `          - labels: ${quoted(`${pick(['m', '', 'job:m:sum', 'up'])}${pick(['{}', '{a="x"}', '{a="y", b="2"}', '{a=x}', ''])}`)}\n            value: ${pick(['1', '2', '3.5', '.inf', '.nan', '1e3', '-1', '0x10', '1_000'])}\n`).join('')}`
        : ''
    }`
  const list = (key: string, items: readonly string[]): string =>
    items.length > 0 ? `    ${key}:\n${items.join('')}` : often(0.2) ? `    ${key}: []\n` : ''
  const test = (_: unknown, index: number): string =>
    [
      `  - interval: ${pick(['1m', '30s', '2m', '1m30s', '5m'])}\n`,
      often(0.5) ? `    name: ${pick(['one', 'two', `t${index}`, '"with: colon"'])}\n` : '',
      often(0.4) ? `    external_labels:\n      dc: ${pick(['eu', 'us', '1'])}\n      a: ext\n` : '',
      often(0.3)
        ? `    external_url: ${pick(['https://p.example.com/x', 'http://p:9090', 'not a url'])}\n`
        : '',
      list('input_series', many(5, series)),
      list('alert_rule_test', many(5, alertTest)),
      list('promql_expr_test', many(5, exprTest)),
    ].join('')
  const tests = [
    'rule_files: [rules.yml]\n',
    often(0.7) ? `evaluation_interval: ${pick(['1m', '30s', '15s', '2m', '1m30s', '5m'])}\n` : '',
    // Promtool orders unlisted groups at random.
    groups.length > 1 || often(0.3)
      ? `group_eval_order: [${groups.toSorted(() => random() - 0.5).join(', ')}]\n`
      : '',
    histograms && often(0.3) ? 'fuzzy_compare: true\n' : '',
    `tests:\n${Array.from({ length: 1 + below(3) }, test).join('')}`,
  ].join('')
  return { rules, tests: often(0.5) ? tests : dressed(tests, random) }
}

/** The same suite in another form, or with an error. */
function dressed(text: string, random: Random): string {
  const below = (n: number): number => Math.floor(random() * n)
  const lines = text.split('\n').slice(0, -1)
  const at = below(lines.length)
  const value = /^(\s*(?:- )?[\w]+: )(.+)$/
  const kinds: (() => string)[] = [
    () => text.replaceAll('\n', '\r\n'),
    () => `\ufeff${text}`,
    () => `---\n${text}`,
    () => `${text}---\ntests: 5\n`,
    () => `${text}...\nrest: [\n`,
    () => `# head\n\n${text.replaceAll('\n', ' # beside\n').replace(/'\s# beside/g, "' # beside")}`,
    () => `%YAML 1.1\n---\n${text}`,
    () => text.replaceAll("'", '"').replaceAll('\\', '\\\\'),
    () => text.replace(/^( *)interval:/m, '$1"interval":'),
    () => text.replace('tests:', 'unknown: 1\ntests:'),
    () => text.replace(/- interval: (\S+)/, '- interval: &i $1').replace(/eval_time: \S+/, 'eval_time: *i'),
    () => text.replace(/ {6}- series:/, '      - <<: {values: "1x5"}\n        series:'),
    () => lines.toSpliced(at, 0, lines[at]!).join('\n').concat('\n'),
    () => lines.toSpliced(at, 1).join('\n').concat('\n'),
    () =>
      lines
        .map((line, i) => (i === at ? ` ${line}` : line))
        .join('\n')
        .concat('\n'),
    () =>
      lines
        .map((line, i) => (i === at ? `\t${line}` : line))
        .join('\n')
        .concat('\n'),
    () =>
      lines
        .map((line, i) => (i === at ? `${line}\t` : line))
        .join('\n')
        .concat('\n'),
    ...Array.from({ length: 14 }, () => () => {
      const candidates = lines.flatMap((line, i) => (value.test(line) ? [i] : []))
      const chosen = candidates[below(candidates.length)] ?? 0
      const odd = ODD[below(ODD.length)]!
      return lines
        .map((line, i) => (i === chosen ? line.replace(value, (_, key: string) => `${key}${odd}`) : line))
        .join('\n')
        .concat('\n')
    }),
  ]
  return kinds[below(kinds.length)]!()
}
