import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRuleFile } from '../../../src/parse/rules/rule-file.ts'

const parse = (text: string): ReturnType<typeof parseRuleFile> => parseRuleFile({ path: 'rules.yml', text })
const codes = (text: string): string[] => parse(text).diagnostics.map(({ code }) => code)
const namesOf = (text: string): string[] =>
  parse(text).groups.flatMap(({ name, rules }) =>
    rules.map(({ alert, record }) => `${name?.value.value}/${(alert ?? record)?.value.value}`),
  )

const group = (name: string, alert: string, indent = ''): string =>
  [`- name: ${name}`, '  rules:', `  - alert: ${alert}`, '    expr: up']
    .map((line) => `${indent}${line}\n`)
    .join('')

const manifest = (name: string, ...groups: string[]): string =>
  `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: ${name}\nspec:\n  groups:\n${groups.join('')}`

describe('rule files', () => {
  test('fields keep their places, order and text', () => {
    const text =
      'groups:\n- name: g\n  interval: 1m\n  limit: 5\n  rules:\n  - alert: 010\n    expr: "up"\n    labels: {b: 1, a: , c: ~}\n'
    const [{ name, interval, limit, rules }] = parse(text).groups as [
      ReturnType<typeof parse>['groups'][number],
    ]
    const [rule] = rules
    const at = ({ start, end }: { start: number; end: number }): string => text.slice(start, end)
    expect(
      [name, interval, limit, rule!.alert, rule!.expr].map((field) => [
        field!.value.value,
        at(field!.value.range),
      ]),
    ).toEqual([
      ['g', 'g'],
      ['1m', '1m'],
      ['5', '5'],
      ['010', '010'],
      ['up', '"up"'],
    ])
    expect(rule!.labels.map(({ key, value, isNull }) => [key.value, value.value, isNull])).toEqual([
      ['b', '1', undefined],
      ['a', '', true],
      ['c', '', true],
    ])
    expect(at(rule!.labelsRange!)).toBe('labels: {b: 1, a: , c: ~}')
  })

  test.each<[string, string, string[]]>([
    ['nothing', '', []],
    ['null entries', 'groups:\n-\n- name: g\n  rules:\n  -\n', ['rule-null', 'rule-null']],
    ['a second document', `groups:\n${group('g', 'A')}---\ngroups:\n${group('h', 'B')}`, ['yaml-documents']],
    ['an empty first document', `---\n---\ngroups:\n${group('h', 'B')}`, ['yaml-documents']],
    ['a list at the top', '- a', ['rule-shape']],
    ['groups as a mapping', 'groups: {}', ['rule-shape']],
    ['a list as expression', 'groups:\n- name: g\n  rules:\n  - alert: A\n    expr: [up]', ['rule-shape']],
    [
      'a template as expression',
      'groups:\n- name: g\n  rules:\n  - alert: A\n    expr: {{ up }}',
      ['rule-shape'],
    ],
    ['a string as limit', 'groups:\n- name: g\n  limit: "10"', ['rule-shape']],
    ['a list as labels', 'groups:\n- name: g\n  labels: [a]', ['rule-shape']],
    ['a tag that does not fit', 'groups:\n- name: !!int x', ['rule-shape']],
    ['a key that stands twice', 'groups: []\ngroups: []', ['yaml-duplicate-key']],
    ['a null key', 'groups:\n- name: g\n  labels: {~: x}', ['rule-null']],
  ])('%s', (_, text, expected) => {
    expect(codes(text)).toEqual(expected)
  })

  test('a rule that could not be read whole says so', () => {
    const { groups } = parse(
      'groups:\n- name: [g]\n  rules:\n  - alert: A\n    expr: {}\n  - alert: B\n    expr: up',
    )
    expect(groups.map(({ broken }) => broken)).toEqual([true])
    expect(groups[0]!.rules.map(({ broken }) => broken)).toEqual([true, undefined])
  })
})

describe('manifests', () => {
  test.each<[string, string, string[]]>([
    ['one object', manifest('a', group('g', 'A', '  ')), ['g/A']],
    [
      'several documents',
      `${manifest('a', group('g', 'A', '  '))}---\n${manifest('b', group('g', 'B', '  '))}`,
      ['g/A', 'g/B'],
    ],
    [
      'objects of other kinds between',
      `kind: ConfigMap\napiVersion: v1\n---\n${manifest('a', group('g', 'A', '  '))}`,
      ['g/A'],
    ],
    ['an empty document first', `---\n# x\n---\n${manifest('a', group('g', 'A', '  '))}`, ['g/A']],
    [
      'a list',
      `apiVersion: v1\nkind: List\nitems:\n- ${manifest('a', group('g', 'A', '  '))
        .trimEnd()
        .replaceAll('\n', '\n  ')}\n`,
      ['g/A'],
    ],
  ])('%s', (_, text, expected) => {
    const { manifest, diagnostics } = parse(text)
    expect(diagnostics).toEqual([])
    expect(manifest).toBe(true)
    expect(namesOf(text)).toEqual(expected)
  })

  test('objects are told apart', () => {
    const text = `${manifest('a', group('g', 'A', '  '), group('h', 'B', '  '))}---\n${manifest('b', group('g', 'C', '  '))}`
    expect(parse(text).groups.map(({ object }) => object)).toEqual([0, 0, 1])
  })

  test('one without a spec is reported', () => {
    expect(codes('apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\n')).toEqual(['rule-shape'])
  })

  test('what is no manifest of rules is read as a rule file, and its fields are unknown', () => {
    const { unknown, manifest } = parse('apiVersion: v1\nkind: Pod\n')
    expect(manifest).toBeUndefined()
    expect(unknown.map(({ key }) => key.value)).toEqual(['apiVersion', 'kind'])
  })
})

test('anything at all is read, with ranges inside it', () => {
  const pieces = fc.constantFrom(
    ...[
      'groups:',
      '\n',
      '\n- ',
      '\n  ',
      '\n  - ',
      '\n    ',
      'name: g',
      'rules:',
      'alert: A',
      'expr: up',
      'labels: {a: b}',
      '---\n',
    ],
    ...[
      'for: 5m',
      '*a',
      '&a ',
      '<<: *a',
      '# alertbook-ignore a: b',
      '# alertbook-ignore',
      'kind: PrometheusRule',
      'apiVersion: v1',
    ],
    ...[
      'spec:',
      'items:',
      '[',
      ']',
      '{',
      '}',
      ': ',
      '"',
      '~',
      '!!int ',
      'annotations:',
      '\t',
      '\r\n',
      'limit: 1',
      'record: r',
    ],
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const text = parts.join('')
      const { groups, diagnostics, ignores, unknown } = parse(text)
      const ranges = [
        ...diagnostics.map(({ range }) => range),
        ...ignores.flatMap(({ range, scope }) => [range, scope]),
        ...unknown.map(({ range }) => range),
        ...groups.flatMap(({ range, rules }) => [range, ...rules.map((rule) => rule.range)]),
      ]
      for (const { start, end } of ranges) expect(0 <= start && start <= end && end <= text.length).toBe(true)
    }),
    { numRuns: 3000 },
  )
})
