import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Diagnostic, PrometheusSettings } from '../../src/model.ts'
import { applyEdits } from '../../src/text/edits.ts'
import { frame } from '../yaml/places.ts'
import { isAccepted, verifyText } from './settings.ts'

const group = (rules: string, fields = ''): string => `groups:\n- name: g\n${fields}  rules:\n${rules}`
const alert = (fields: string): string => group(`  - alert: A\n    expr: up == 0\n${fields}`)
const record = (fields: string): string => group(`  - record: a:b\n    expr: up\n${fields}`)

/** Rule files with one error each; the reports in `verify.txt` are meant for reading. */
const FILES: readonly [string, string, Partial<PrometheusSettings>?][] = [
  ['a field that no rule has', alert('    annotation: {a: b}\n')],
  ['a field in capitals', alert('    For: 5m\n')],
  ['a field of no group', group('  - alert: A\n    expr: up\n', '  foo: 1\n')],
  ['a field of no file', 'x-common: 1\ngroups: []\n'],
  [
    'an object of another operator',
    'apiVersion: x/v1\nkind: VMRule\nmetadata: {name: a}\nspec:\n  groups: []\n',
  ],
  ['a field of Mimir', group('  - alert: A\n    expr: up\n', '  evaluation_delay: 5m\n')],
  ['a field of Thanos', group('  - alert: A\n    expr: up\n', '  partial_response_strategy: warn\n')],
  [
    'fields of vmalert',
    group('  - alert: A\n    expr: up\n    debug: true\n', '  type: prometheus\n  eval_offset: 5m\n'),
  ],
  [
    'alerts that Grafana manages',
    'apiVersion: 1\ngroups:\n- orgId: 1\n  name: g\n  folder: f\n  rules:\n  - uid: u\n    title: t\n    condition: C\n    data: []\n  - uid: v\n    title: w\n    condition: C\n    for: 5m\n',
  ],
  ['a field that is newer', alert('    keep_firing_for: 5m\n'), { version: '2.41' }],
  [
    'fields of a group that are newer',
    group('  - alert: A\n    expr: up\n', '  limit: 1\n  query_offset: 1m\n  labels: {a: b}\n'),
    { version: '2.30' },
  ],
  ['a group without a name', 'groups:\n- rules: []\n'],
  ['a group with an empty name', 'groups:\n- name: ""\n'],
  ['two groups of one name', 'groups:\n- name: g\n- name: h\n- name: g\n'],
  ['no name', group('  - expr: up\n    for: 5m\n')],
  ['an empty name', group('  - alert: ""\n    expr: up\n')],
  ['two names', group('  - alert: A\n    record: a\n    expr: up\n')],
  ['no expression', group('  - alert: A\n    for: 5m\n')],
  ['an empty expression', group('  - alert: A\n    expr: ""\n')],
  ['a broken expression', group('  - alert: A\n    expr: |\n      up ==\n        and foo\n')],
  ['a broken expression in quotes', group('  - alert: A\n    expr: "up{a=\\"b\\"} === 0"\n')],
  [
    'annotations, for and keep_firing_for of a recording rule',
    record('    for: 5m\n    keep_firing_for: 1m\n    annotations: {a: b}\n'),
  ],
  ['a recording rule with braces', group('  - record: a{b="c"}\n    expr: up\n')],
  ['a recording rule with a legacy name', group('  - record: a-b\n    expr: up\n'), { names: 'legacy' }],
  [
    'a recording rule with a name of a version before UTF-8',
    group('  - record: a.b\n    expr: up\n'),
    { version: '2.53' },
  ],
  ['label names', alert('    labels: {__name__: a, "": b, "a-b": c}\n'), { names: 'legacy' }],
  ['label names of a group', group('  - alert: A\n    expr: up\n', '  labels: {__name__: a, "": b}\n')],
  ['a label value that is no UTF-8', alert('    labels: {a: !!binary /w==}\n')],
  ['annotation names', alert('    annotations: {__name__: a, "": b, "a b": c}\n'), { names: 'legacy' }],
  [
    'templates that are escaped for Helm',
    alert(
      '    annotations:\n      a: "{{`{{`}} $labels.x {{`}}`}} has {{`{{`}} $value {{`}}`}}"\n      b: "{{`{{ $labels.x }}`}}"\n      c: "{{ `x` }} {{ $value }}"\n',
    ),
  ],
  [
    'templates',
    alert(
      '    labels: {a: "{{ $lables.x }}"}\n    annotations:\n      s: >-\n        {{ $value | humanise }}\n        {{ end }}\n',
    ),
  ],
  ['templates in a recording rule are none', record('    labels: {a: "{{ $x }}"}\n')],
  ['a duration without a unit', alert('    for: 5\n')],
  ['a duration with a fraction', alert('    for: 1.5m\n')],
  ['a duration in the wrong order', alert('    for: 30m1h\n')],
  ['a duration with a capital', alert('    for: 1M\n')],
  ['a duration too long', alert('    for: 300y\n')],
  ['an empty duration', alert('    for: ""\n')],
  ['durations of a group', group('  - alert: A\n    expr: up\n', '  interval: 1 m\n  query_offset: -1m\n')],
  ['an interval of 0', group('  - alert: A\n    expr: up\n', '  interval: 0s\n')],
  ['limits', 'groups:\n- name: a\n  limit: -1\n- name: b\n  limit: 1.5\n'],
  [
    'expressions that fail at run time',
    group('  - record: a\n    expr: up[5m]\n  - alert: A\n    expr: \'"text"\'\n'),
  ],
]

function report(text: string, diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ code, severity, range, message, hint, related = [] }) =>
      [
        `${frame(text, range)}\n${severity} ${code}: ${message}`,
        ...(hint ? [`  hint: ${hint}`] : []),
        ...related.map((place) => `${frame(text, place.range)} ${place.message}`),
      ].join('\n'),
    )
    .join('\n')
}

test('what Prometheus refuses is shown at its characters, with words that help', async () => {
  const shown = FILES.map(([title, text, settings]) => {
    const { diagnostics } = verifyText(text, settings)
    const under = settings
      ? ` (${Object.entries(settings)
          .map((pair) => pair.join(' '))
          .join(', ')})`
      : ''
    return `# ${title}${under}\n${report(text, diagnostics) || 'nothing'}\n`
  })
  await expect(shown.join('\n')).toMatchFileSnapshot('verify.txt')
})

describe('fields that exist elsewhere', () => {
  const mimir =
    'namespace: x\ngroups:\n- name: g\n  evaluation_delay: 5m\n  source_tenants: [a]\n  align_evaluation_time_on_interval: true\n'
  const thanos = 'groups:\n- name: g\n  partial_response_strategy: warn\n'
  const manifest = `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  ${thanos.replaceAll('\n', '\n  ')}`

  test.each<[string, string, Partial<PrometheusSettings>, number]>([
    ['Mimir has its fields', mimir, { target: 'mimir' }, 0],
    ['Prometheus does not', mimir, {}, 4],
    ['Thanos has none of them', mimir, { target: 'thanos' }, 4],
    ['Thanos has its own', thanos, { target: 'thanos' }, 0],
    ['a manifest may carry it', manifest, {}, 0],
    ['unknown fields may be ignored', mimir, { ignoreUnknownFields: true }, 0],
    ['and so may other objects', 'apiVersion: v1\nkind: Pod\n', { ignoreUnknownFields: true }, 0],
    ['newer ones too', group('', '  query_offset: 1m\n'), { version: '2.42', ignoreUnknownFields: true }, 0],
    ['a namespace belongs to the file', 'groups:\n- name: g\n  namespace: x\n', { target: 'mimir' }, 1],
  ])('%s', (_, text, settings, errors) => {
    expect(verifyText(text, settings).diagnostics).toHaveLength(errors)
  })
})

describe('a misspelt field', () => {
  test.each([
    ['is renamed', alert('    annotation: {a: b}\n'), alert('    annotations: {a: b}\n')],
    ['keeps its quotes', '{"group":[]}', '{"groups":[]}'],
    ['is left alone beside the right one', alert('    exprs: up\n'), undefined],
    [
      'is renamed once',
      group('  - alert: A\n    exprs: up\n    exp: up\n'),
      group('  - alert: A\n    expr: up\n    exp: up\n'),
    ],
  ])('%s', (_, text, expected) => {
    const fixes = verifyText(text).diagnostics.flatMap(({ fix }) => (fix ? fix.edits : []))
    if (expected === undefined) expect(fixes).toEqual([])
    else expect(applyEdits(text, fixes).text).toBe(expected)
  })
})

describe('versions', () => {
  test.each<[string, string, string]>([
    ['limit', group('', '  limit: 1\n'), '2.31'],
    ['keep_firing_for', alert('    keep_firing_for: 5m\n'), '2.42'],
    ['query_offset', group('', '  query_offset: 1m\n'), '2.53'],
    ['labels of a group', group('', '  labels: {a: b}\n'), '3.0'],
    ['UTF-8 names', alert('    labels: {a-b: c}\n'), '3.0'],
  ])('%s', (_, text, version) => {
    const [major, minor] = version.split('.').map(Number) as [number, number]
    const before = minor === 0 ? '2.55' : `${major}.${minor - 1}`
    expect(isAccepted(verifyText(text, { version }).diagnostics)).toBe(true)
    expect(isAccepted(verifyText(text, { version: before }).diagnostics)).toBe(false)
  })

  test('features are heeded', () => {
    const text = group('  - record: r\n    expr: limitk(1, up)\n')
    expect(isAccepted(verifyText(text).diagnostics)).toBe(false)
    expect(isAccepted(verifyText(text, { features: ['promql-experimental-functions'] }).diagnostics)).toBe(
      true,
    )
  })
})

describe('a manifest', () => {
  const object = (name: string): string =>
    `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  groups:\n  - name: ${name}\n    rules:\n    - alert: A\n      expr: up ==\n`

  test('may have a name of a group once in each object', () => {
    const text = `${object('g')}---\n${object('g')}`
    const { diagnostics } = verifyText(text)
    expect(diagnostics.map(({ code }) => code)).toEqual(['promql-syntax', 'promql-syntax'])
    expect(diagnostics[1]!.range.start).toBeGreaterThan(text.indexOf('---'))
  })
})

describe('laws', () => {
  test.each(FILES.map(([title, text, settings]) => [title, text, settings] as const))(
    '%s: the same with Windows line breaks',
    (_, text, settings) => {
      const said = (file: string): unknown[] =>
        verifyText(file, settings).diagnostics.map(({ code, message, hint }) => [code, message, hint])
      expect(said(text.replaceAll('\n', '\r\n'))).toEqual(said(text))
    },
  )

  test('ranges stay inside the file, whatever is in it', () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        '',
        'up',
        'up ==',
        '5m',
        '1h1d',
        '{{ $x }}',
        '{{ .Labels.a | humanise }}',
        '__name__',
        '\udcff',
        'a{b}',
      ),
    )
    const quoted = value.map((text) => JSON.stringify(text))
    const pairs = fc
      .array(fc.tuple(quoted, quoted), { maxLength: 3 })
      .map((list) => `{${list.map((pair) => pair.join(': ')).join(', ')}}`)
    const field = fc.oneof(
      fc.tuple(fc.constantFrom('alert', 'record', 'expr', 'for', 'keep_firing_for', 'foo'), quoted),
      fc.tuple(fc.constantFrom('labels', 'annotations'), pairs),
    )
    const rule = fc
      .array(field, { minLength: 1, maxLength: 5 })
      .map((fields) => fields.map(([key, text]) => `${key}: ${text}`).join('\n    '))
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 3 }),
        fc.constantFrom('2.30', '2.42', '3.14'),
        (rules, version) => {
          const text = group(rules.map((one) => `  - ${one}\n`).join(''))
          for (const { range, related = [] } of verifyText(text, { version }).diagnostics) {
            for (const { start, end } of [range, ...related.map((place) => place.range)]) {
              expect(0 <= start && start <= end && end <= text.length).toBe(true)
            }
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})
