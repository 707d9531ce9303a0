/** Findings on templates that parse. Each row: a template, and for each finding the characters and the message. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { builtins } from '../../src/template/builtins.ts'
import {
  type AnalyseOptions,
  checkTemplate,
  executeTemplate,
  loadRegexps,
  parseTemplate,
  type Regexps,
} from '../../src/template/index.ts'
import { prometheusFunctions } from '../../src/template/prometheus.ts'
import { alerts, templates } from './templates.ts'

let regexps: Regexps
beforeAll(async () => {
  regexps = await loadRegexps()
})

const found = (text: string, options: AnalyseOptions = {}): string[] => {
  const { tree, problems } = parseTemplate(text)
  expect(problems).toEqual([])
  return checkTemplate(tree!, { regexps, ...options }).map(
    ({ range, message, hint }) =>
      `${text.slice(range.start, range.end)}: ${message}${hint === undefined ? '' : ` (${hint})`}`,
  )
}

describe('nothing is wrong with', () => {
  test.each([
    '{{ $labels.instance }} is down, {{ $value | humanizeDuration }}',
    '{{ if gt $value 0.9 }}critical{{ else }}warning{{ end }}',
    '{{ with query "up" }}{{ . | first | value | humanize }}{{ end }}',
    '{{ range query "up" }}{{ .Labels.instance }}: {{ .Value }}{{ end }}',
    '{{ range $i, $s := query "up" | sortByLabel "job" }}{{ $i }} {{ $s.Labels.job }}{{ end }}',
    '{{ (query "up" | first).Labels.job }}',
    '{{ (toTime $value).Format "15:04" }}',
    '{{ printf "%.2f%% of %s, %[1]v" $value $labels.job }}',
    '{{ printf "%*d" 5 42 }}{{ printf $labels.format $value }}',
    '{{ reReplaceAll "(.*):(.*)" "$1 $' + '{2}x" $labels.instance }}',
    '{{ define "x" }}{{ .Labels.job }}{{ end }}{{ template "x" . }}',
    '{{ define "x" }}{{ .arg0.Labels.job }}{{ end }}{{ template "x" (args (query "up" | first)) }}',
    '{{ $x := 1 }}{{ if $labels.a }}{{ $x = "text" }}{{ end }}{{ $x | toUpper }}',
    '{{ index $labels "a-b" }}{{ index (query "up") 0 }}',
    '{{ eq $labels.a "x" "y" }}{{ eq $value 1.0 }}{{ eq (len $labels) 2 }}',
    '{{ $labels | len }}{{ slice $labels.a 0 3 }}',
  ])('%s', (text) => expect(found(text)).toEqual([]))
})

describe('found', () => {
  test.each([
    ['{{ if gt $value 5 }}x{{ end }}', ['5: `gt` cannot compare a number with a whole number (Write `5.0`)']],
    ['{{ printf "%d" $value }}', ['"%d": `%d` cannot print a number (Use `%.2f`, `%.0f` or `%g`)']],
    [
      '{{ .labels.job }}',
      [
        'labels: The data of a template has no `.labels`, only `.Labels`, `.Value` and the external ones (Did you mean `.Labels`?)',
      ],
    ],
    [
      '{{.instance}}',
      [
        'instance: The data of a template has no `.instance`, only `.Labels`, `.Value` and the external ones (Write `{{ $labels.instance }}` for the label)',
      ],
    ],
    [
      '{{ range query "up" }}{{ .Label }}{{ end }}',
      ['Label: A sample has no field `Label` (Did you mean `.Labels`?)'],
    ],
    [
      '{{ (query "up").Value }}',
      ['Value: The result of a query has no field `Value` (Take one sample with `first`)'],
    ],
    ['{{ $labels.a | $labels.b }}', ['b: `b` is not a function and takes no value']],
    ['{{ humanize $labels }}', ['$labels: `humanize` takes a number, found a set of labels']],
    ['{{ humanizeDuration "5m" }}', ['"5m": `humanizeDuration` takes a number, found the string "5m"']],
    [
      '{{ $value | toUpper }}',
      ['toUpper: `toUpper` takes a string, found a number (Turn it into a string with `print` or `printf`)'],
    ],
    [
      '{{ define "row" }}{{ end }}{{ template "rows" }}',
      ['"rows": The template `rows` is not defined (Did you mean `row`?)'],
    ],
    ['{{ $x = 5 }}', ['$x: The variable `$x` is not defined here']],
    ['{{ match "(" $labels.a }}', ['"(": The regular expression does not compile: missing closing ): `(`']],
    [
      '{{ reReplaceAll "(a)" "$1_b" $labels.a }}',
      [
        '"$1_b": The replacement names the group `1_b`, which the expression does not have: it becomes empty (Write `$' +
          '{1}_b`)',
      ],
    ],
    [
      '{{ query "up" }}',
      [
        'query "up": This prints memory addresses, not the result of the query (Loop over it with `range`, or take one sample with `first`)',
      ],
    ],
  ])('%s', (text, expected) => expect(found(text)).toEqual(expected))
})

describe('the value in a label', () => {
  const warning =
    'The value changes with every evaluation, and with it the label: each change is another alert (Put the value into an annotation)'
  test.each([
    ['{{ $value }}', [`$value: ${warning}`]],
    ['{{ .Value | humanize }}', [`Value: ${warning}`]],
    ['{{ printf "%.0f" $value }}', [`$value: ${warning}`]],
    ['{{ if gt $value 0.9 }}critical{{ else }}warning{{ end }}', []],
    ['{{ $labels.job }}', []],
  ])('%s', (text, expected) => {
    expect(found(text, { inLabel: true })).toEqual(expected)
    expect(found(text)).toEqual([])
  })
})

test('what is said to fail does fail', () => {
  const answer = [{ labels: { job: 'a' }, value: 1 }]
  for (const text of Object.values(templates).flat()) {
    const { tree } = parseTemplate(text)
    const fails = checkTemplate(tree!, { regexps }).some(({ code }) => code === 'template-type')
    if (!fails) continue
    const outcomes = alerts.map(({ labels, value }) =>
      executeTemplate(tree!, { labels, value, query: () => answer }, { regexps }),
    )
    expect(
      outcomes.map(({ error }) => error?.kind),
      text,
    ).toEqual(alerts.map(() => 'execution'))
  }
})

/** Values of every type that a template meets and that is known without running it. */
const values = [
  ...[
    '1',
    '1.5',
    '"a"',
    '"5"',
    '"1h"',
    'true',
    'nil',
    '$value',
    '$labels',
    '$labels.a',
    '$externalURL',
    '.',
    "'a'",
    '1i',
  ],
  ...['(query "up")', '(query "up" | first)', '(args 1)', '(toTime 1)', '(toTime 1).UTC', '(toTime 1).Month'],
  ...['(toDuration 1)', '(safeHtml "x")', '(index "abc" 0)', '(print 1)'],
]

test('of every function and every pair of values, what fails is found and nothing else', () => {
  const names = [...builtins.keys(), ...prometheusFunctions.keys()]
  const parts = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...values), fc.constantFrom(...values))
  const pairs = fc.sample(parts, { numRuns: 3000, seed: 3 })
  const texts = [
    ...names.flatMap((name) => [`{{ ${name} }}`, ...values.map((value) => `{{ ${value} | ${name} }}`)]),
    ...pairs.flatMap(([name, a, b]) => [`{{ ${name} ${a} ${b} }}`, `{{ ${b} | ${name} ${a} }}`]),
    ...values.flatMap((value) => ['x', 'Value', 'Year', 'Hours'].map((field) => `{{ (${value}).${field} }}`)),
    ...values.flatMap((value) => [
      `{{ range ${value} }}{{ end }}`,
      `{{ if ${value} }}{{ end }}`,
      `{{ ${value} }}`,
    ]),
    ...values.map((value) => `{{ (toTime 1).Add ${value} }}{{ (toTime 1).Sub ${value} }}`),
  ]
  // Results that depend on the content, not the type.
  const depends =
    /out of range|invalid slice index|overflows|does not end|ParseFloat|not a valid duration|empty duration|\*time\.Duration to float/
  const wrong = texts.filter((text) => {
    const { tree } = parseTemplate(text)
    if (tree === undefined) return false
    const { error } = executeTemplate(
      tree,
      { labels: { a: 'b' }, value: 5, query: () => [{ labels: { z: 'y' }, value: 1 }] },
      { regexps },
    )
    const certain = checkTemplate(tree, { regexps }).some(({ code }) => code === 'template-type')
    return certain ? error === undefined : error !== undefined && !depends.test(error.message)
  })
  expect(wrong).toEqual([])
})
