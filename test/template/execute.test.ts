/** The output of templates, as readable text; and what Prometheus 2.42 does not have yet. */
import { beforeAll, describe, expect, test } from 'vitest'
import {
  checkTemplate,
  executeTemplate,
  loadRegexps,
  parseTemplate,
  preview,
  type Regexps,
  templateLabels,
  usesRegexps,
} from '../../src/template/index.ts'
import { alerts, external, templates } from './templates.ts'

let regexps: Regexps
beforeAll(async () => {
  regexps = await loadRegexps()
})

const run = (text: string, labels: Record<string, string> = {}, value = 0, now = 0): string => {
  const { tree, problems } = parseTemplate(text)
  if (tree === undefined) return `problem: ${problems[0]!.message}`
  const { text: said, error } = executeTemplate(
    tree,
    {
      labels,
      value,
      now,
      externalLabels: external.labels,
      externalURL: external.url,
      query: () => [
        { labels: { job: 'b', instance: 'y' }, value: 2 },
        { labels: { job: 'a', instance: 'x' }, value: 1 },
      ],
    },
    { regexps },
  )
  return said ?? `${error.kind}: ${error.message}`
}

test('every template for one alert', async () => {
  const { labels, value } = alerts[1]!
  const page = Object.entries(templates).flatMap(([title, list]) => [
    `# ${title}\n`,
    ...list.map((template) => `${template}\n⇒ ${run(template, labels, value)}\n`),
  ])
  // A byte that is not UTF-8.
  const text = page
    .join('\n')
    .replace(/[\udc80-\udcff]/gu, (byte) => `\\x${(byte.charCodeAt(0) - 0xdc00).toString(16)}`)
  await expect(text).toMatchFileSnapshot('executed.txt')
})

describe('functions newer than 2.42', () => {
  // As documented: https://prometheus.io/docs/prometheus/latest/configuration/template_reference/
  test.each([
    ['{{ toDuration 90 }}', '1m30s'],
    ['{{ 0.0015 | toDuration }}', '1.5ms'],
    ['{{ (toDuration 5400).Hours }}', '1.5'],
    ['{{ now }} {{ now | humanizeTimestamp }}', '1.4350655845e+09 2015-06-23 13:19:44.5 +0000 UTC'],
    ['{{ (now | toTime).Year }}', '2015'],
    ['{{ (toTime now).Add (toDuration 60) }}', '2015-06-23 13:20:44.5 +0000 UTC'],
    ['{{ urlQueryEscape "a b&c" }}', 'a+b%26c'],
    [
      '{{ range 3 }}<{{ . }}>{{ end }}{{ range $i := 2 }}{{ $i }}{{ end }}{{ range 0 }}{{ else }}none{{ end }}',
      '<0><1><2>01none',
    ],
    ['{{ range $i, $j := 2 }}{{ end }}', "execution: can't use 2 to iterate over more than one variable"],
    ['{{ range 1000000000 }}{{ end }}', 'limit: The template does not end within 100000 steps'],
    ['{{ with $labels.none }}a{{ else with $labels.job }}b {{ . }}{{ else }}c{{ end }}', 'b prod'],
  ])('%s', (text, expected) => expect(run(text, { job: 'prod' }, 0, 1435065584.5)).toBe(expected))

  test.each([
    ['{{ now }}', '3.5', '3.6'],
    ['{{ toDuration 5 }}', '2.42', '3.6'],
    ['{{ urlQueryEscape "a" }}', '3.7', '3.8'],
    ['{{ toTime 5 }}', '2.37', '2.38'],
    ['{{ stripDomain "a" }}', '2.35', '2.36'],
    ['{{ $externalURL }}', '2.27', '2.28'],
    ['{{ range $labels }}{{ break }}{{ end }}', '2.34', '2.35'],
    ['{{ with 1 }}{{ else with 2 }}{{ end }}', '2.54', '2.55'],
  ])('%s is refused in %s and read in %s', (text, before, since) => {
    expect(parseTemplate(text, { version: before }).tree).toBeUndefined()
    expect(parseTemplate(text, { version: since }).problems).toEqual([])
  })
})

describe('hostile templates end', () => {
  const nested = (open: string, inner: string, close: string, times: number): string =>
    open.repeat(times) + inner + close.repeat(times)
  const loop = '{{ range $a := args 1 2 3 4 5 6 7 8 9 10 }}'
  test.each([
    ['recursion', '{{ define "x" }}{{ template "x" . }}{{ end }}{{ template "x" . }}', 'limit'],
    [
      'doubling recursion',
      '{{ define "x" }}{{ template "x" }}{{ template "x" }}{{ end }}{{ template "x" }}',
      'limit',
    ],
    ['itself', '{{ template "__alert" . }}', 'limit'],
    ['nested loops', nested(loop, 'x', '{{ end }}', 12), 'limit'],
    ['wide fields', `${loop}{{ printf "%1000000d" 1 }}{{ end }}`, 'limit'],
    ['one wide field', '{{ len (printf "%1000000d" 1) }}', '1000000'],
    ['many digits', `${loop}${loop}{{ $x := printf "%.1000000f" 0.1 }}{{ end }}{{ end }}`, 'limit'],
    ['doubling text', `{{ $x := "ab" }}${loop}${loop}{{ $x = print $x $x }}{{ end }}{{ end }}`, 'limit'],
    [
      'growing replacement',
      `{{ $x := "aa" }}${loop}${loop}{{ $x = reReplaceAll "a" "aaaa" $x }}{{ end }}{{ end }}`,
      'limit',
    ],
    [
      'deep recursion in branches',
      `{{ define "x" }}${nested('{{ if true }}', '{{ template "x" }}', '{{ end }}', 300)}{{ end }}{{ template "x" }}`,
      'limit',
    ],
    ['deep parentheses', `{{ ${nested('(', '1', ')', 390)} }}`, '1'],
    [
      'maps within maps',
      `{{ $x := 1 }}${loop}${loop}{{ $x = args $x $x }}{{ end }}{{ end }}{{ $x }}`,
      'limit',
    ],
    [
      'large expressions',
      `${nested(loop, '{{ match (printf "(a{1,900})%d" $a) "aaa" }}', '{{ end }}', 6)}`,
      'limit',
    ],
    ['much white space', `a${' '.repeat(300_000)}b {{- 1 }}`, `a${' '.repeat(300_000)}b1`],
    ['slow expression', '{{ match "(a*)*(a*)*(a*)*b" (printf "%05000d" 0) }}', 'false'],
  ])('%s', (_, text, expected) => expect(run(text).split(':')[0]).toBe(expected))

  test.each([
    ['parentheses', `{{ ${'('.repeat(100_000)}1`],
    ['branches', '{{ if 1 }}'.repeat(100_000)],
    ['alternatives', `{{ if 1 }}${'{{ else if 1 }}'.repeat(100_000)}{{ end }}`],
    ['blocks', '{{ block "x" . }}'.repeat(100_000)],
  ])('%s too deep to read', (_, text) => expect(parseTemplate(text).problems.length).toBe(1))
})

test('many deep templates are checked without harm', () => {
  const names = Array.from({ length: 60 }, (_, i) => `t${i}`)
  const text = names.map(
    (name, i) =>
      `{{ define "${name}" }}${'{{ if 1 }}'.repeat(390)}{{ template "t${i + 1}" }}${'{{ end }}'.repeat(390)}{{ end }}`,
  )
  const { tree } = parseTemplate(`${text.join('')}{{ template "t0" }}`)
  expect(checkTemplate(tree!)).toEqual([])
  expect(executeTemplate(tree!, { labels: {}, value: 1 }).error?.kind).toBe('limit')
})

describe('labels read', () => {
  test.each([
    ['{{ $labels.instance }} {{ .Labels.job }}', 'instance job'],
    ['{{ $.Labels.a }}{{ index $labels "b-c" }}{{ index .Labels `d` }}', 'a b-c d'],
    ['{{ $externalLabels.cluster }}', 'external cluster'],
    ['{{ if $labels.a }}{{ $labels.a }}{{ $labels.b }}{{ end }}', 'a? a? b'],
    ['{{ if and $labels.a (eq $labels.b "x") }}{{ else }}{{ $labels.c }}{{ end }}', 'a? b? c'],
    ['{{ with $labels.a }}{{ . }}{{ end }}', 'a?'],
    ['{{ with $labels }}{{ .a }}{{ end }}', 'a'],
    ['{{ $l := $labels }}{{ $l.a }}{{ (print ($l.b | toUpper)).c }}', 'a b'],
    ['{{ range query "up" }}{{ .Labels.x }}{{ $labels.y }}{{ . | label "z" }}{{ end }}', 'query x y query z'],
    ['{{ (query "up" | first).Labels.x }}{{ query (print "up") | first | label "y" }}', 'query x'],
    ['{{ define "t" }}{{ .Labels.a }}{{ $.Labels.b }}{{ end }}{{ template "t" . }}', 'a b'],
    ['{{ define "t" }}{{ .a }}{{ end }}{{ template "t" $labels }}{{ template "t" $labels }}', 'a'],
    ['{{ define "unused" }}{{ .Labels.a }}{{ end }}', ''],
    ['{{ range $labels }}{{ $labels.a }}{{ end }}', 'a'],
  ])('%s', (text, expected) => {
    const reads = templateLabels(parseTemplate(text).tree!)
    const shown = reads.map(
      ({ name, from, conditional }) =>
        `${from === 'labels' ? '' : from === 'query' ? 'query ' : 'external '}${name}${conditional ? '?' : ''}`,
    )
    expect(shown.join(' ')).toBe(expected)
    for (const { name, range } of reads) expect(text.slice(range.start, range.end)).toContain(name)
  })
})

describe('preview', () => {
  test.each([
    ['{{ $labels.instance }} of {{ $labels.job }} at {{ $value | humanize }}', '<instance> of api at 1.5k'],
    [
      '{{ $externalLabels.cluster }}: {{ with query "up" }}{{ . | first | value }}{{ end }}',
      '<cluster>: 1500',
    ],
    ['{{ stripPort $labels.instance }}', '<instance>'],
  ])('%s', (text, expected) => expect(preview(text, { job: 'api' }, 1500)).toEqual({ text: expected }))
})

test('the engine for regular expressions is asked for only where it is needed', () => {
  expect(usesRegexps('{{ match "a" $labels.a }}')).toBe(true)
  expect(usesRegexps('{{ $labels.a }} {{ "b" | printf "%s" | reReplaceAll "a" "" }}')).toBe(true)
  expect(usesRegexps('{{ "}}" | match "a" }}')).toBe(true)
  expect(usesRegexps('{{ "}} {{ x }}" | match "a" }}')).toBe(true)
  expect(usesRegexps('{{ `"` }} {{ "}}" | match "a" }}')).toBe(true)
  expect(usesRegexps('{{ $labels.a match')).toBe(true)
  expect(usesRegexps('{{ printf "%.1f" $value }} does not match {{ $labels.a }}')).toBe(false)
  expect(usesRegexps('match')).toBe(false)
  expect(usesRegexps('{{ $labels.a }}')).toBe(false)
  const { tree } = parseTemplate('{{ match "a" "b" }}')
  expect(executeTemplate(tree!, { labels: {}, value: 1 }).error?.kind).toBe('unsupported')
})
