import { describe, expect, test } from 'vitest'
import { parseYaml } from '../../src/yaml/index.ts'
import { report } from './places.ts'

/** Authors' errors by what they look like; the reports in `yaml-problems.txt` are meant for reading. */
const MISTAKES: readonly string[] = [
  'groups:\n\t- name: g',
  'groups:\n- name: g\n\trules: []',
  'groups:\n-\tname: g',
  'expr: |\n\tup == 0',
  'summary: {{ $labels.instance }} is down',
  'summary: {{ $labels.instance }}: down\nother: x',
  'alert:Down\nexpr: up == 0',
  'alert: Down\nexpr up == 0',
  'summary: Disk full: {{ $labels.device }}',
  'alert: A\n  expr: up',
  'groups:\n- name: a\n   rules: []',
  'summary: "a "quoted" word"',
  'summary: "never closed\nfor: 5m',
  "summary: 'never closed",
  'regex: "\\d+"',
  'regex: "\\u00g1"',
  'regex: "\\ud800"',
  'summary: @home',
  'summary: `code`',
  'summary: %d failed',
  'summary: *bold*',
  'summary: *bold',
  'summary: & more',
  'labels: !x!y z',
  'labels: {a: b',
  'labels: {a: b c: d}',
  'labels: {a: b, c]}',
  'labels: [a, b',
  'labels: [a b]\n]',
  'expr: | up == 0',
  'expr: |0\n  up',
  'labels: a\nexpr: up\nlabels: b',
  'labels: {a: 1, "a": 2}',
  'a: &x [*x]',
  '<<: 5',
  '<<: [1]',
  '%YAML 1.2\n---\na: b',
  '%YAML 1.1\na: b',
  '%FOO\n---\na: b',
  'a: b\u0001',
  'a: \udcff',
  '- a\n b: c',
  'a: b\n- c',
  'a: - b',
  'a: ? b',
  '...\na: b',
  `${'x'.repeat(1100)}: too long a key`,
]

test('every mistake is shown at its characters, with words that help', async () => {
  const cases = MISTAKES.map((text) => {
    const shown = text
      .replaceAll('\t', '→')
      .replaceAll('\u0001', '␁')
      .replaceAll('\udcff', '�')
      .replaceAll(/x{1000,}/g, 'xxx…')
    const problems = report(text, parseYaml(text)).replaceAll('\u0001', '␁').replaceAll('\udcff', '�')
    return `${shown}\n──\n${problems.replaceAll(/([x^ ])\1{1000,}/g, '$1$1$1…')}\n`
  })
  await expect(`${cases.join('\n══════\n')}`).toMatchFileSnapshot('yaml-problems.txt')
})

test.each(MISTAKES.map((text) => [text]))('%j: one problem, the same with Windows line breaks', (text) => {
  const { problems } = parseYaml(text)
  expect(problems).toHaveLength(1)
  const windows = text.replaceAll('\n', '\r\n')
  const messages = parseYaml(windows).problems.map(({ message, hint }) => ({ message, hint }))
  expect(messages).toEqual(problems.map(({ message, hint }) => ({ message, hint })))
})

describe('what is no mistake for Prometheus', () => {
  test.each([
    'labels: {\n}',
    'labels: {\na: b\n}',
    'd: "x\ny"',
    'a: "x"#c',
    'name:\tg',
    'name: g\t',
    '# a\n\t# b\nc: d',
    'summary: !important',
    'labels: {"a":b}',
    'a: [b,\n# c\nd\n]',
    '# only a comment',
    '',
    '---\n...\n',
    '{a: b, ? c : d, ? e}',
    '? a\n: b',
    'a:\n- b\n- c',
    '!!map {a: !!seq [b]}',
  ])('%j', (text) => {
    expect(parseYaml(text).problems).toEqual([])
  })
})

test('a key that appears twice is told once, in small mappings and in large ones', () => {
  for (const count of [2, 3, 11, 12, 13, 40]) {
    const keys = Array.from({ length: count }, (_, at) => `k${at}`)
    const distinct = parseYaml(keys.map((key) => `${key}: 1\n`).join(''))
    expect(distinct.problems).toEqual([])
    const text = [...keys.slice(0, -1), '"k0"'].map((key) => `${key}: 1\n`).join('')
    const { problems } = parseYaml(text)
    expect(problems.map(({ code, range }) => [code, text.slice(range.start, range.end)])).toEqual([
      ['yaml-duplicate-key', '"k0"'],
    ])
  }
})

test.each<[string, string[]]>([
  ['a: &x k\n*x : 1\nk: 2\n', []],
  ['a: &x k\n*x : 1\n*x : 2\n', ['k']],
  ['? [a]\n: 1\n? [b]\n: 2\n', ['[b]']],
  ['? {a: 1}\n: 1\n? [b]\n: 2\n', []],
])('as go-yaml compares them: %j', (text, expected) => {
  const { problems } = parseYaml(text)
  expect(problems.map(({ range }) => text.slice(range.start, range.end))).toEqual(expected)
})
