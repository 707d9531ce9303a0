/** Random promtool suites: rules and tests with all fields, and YAML in all its forms. */

import { parseTemplate } from '../../src/template/index.ts'
import { type Random as Choices, createRandom } from '../engine/judge/random.ts'
import { sloppyTemplate } from '../template/sloppy.ts'
import {
  DURATIONS,
  EXPRS,
  HISTOGRAMS,
  LABELS,
  METRICS,
  NAMES,
  ODD,
  TEMPLATES,
  VALUES,
  WRONG,
} from './suite-parts.ts'

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
