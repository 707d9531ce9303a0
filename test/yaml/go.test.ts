import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parseYaml } from '../../src/yaml/index.ts'

/** Texts that go-yaml refuses and js-yaml accepts. */
const REFUSED: readonly string[] = [
  'a: b\n\t\nc: d',
  '-\ta',
  'a: >\n  \tb',
  'a: b\n\t\n  c',
  'a: &x.y b',
  'a: "\\/"',
  'a: "\\ud83d\\ude00"',
  '[a?b]',
  '[: a]',
  '{: a}',
  'a:\n  : b',
  '{"a\nb": c}',
  '{a\n: b}',
  `"${'k'.repeat(1030)}": v`,
  'a: b\u2028c\nd: e',
  '%YAML 1.2\n---\na: b',
  '%FOO\n---\na: b',
  'a: b # \u0007',
  'a: !!st#r b',
  '...\na: b',
  '---\n  , a',
]

/** Texts that js-yaml refuses and go-yaml accepts. */
const ACCEPTED: readonly string[] = [
  'a:\n  b: "c\nd"',
  "a:\n  b: 'c\n\n d'",
  'a:\n  b: [c,\nd, {e: f,\n# g\nh: "i\nj"\n}]',
  'a:\n- [b,\tc]',
  'a:\n  b: [\n\tc ]',
  'a: "it\\\'s"',
  'a: "b"#c',
  'a: [b]#c',
  'a: |#c\n  b',
  ' a: b\nc: d',
  '  - a\nb',
]

const folder = mkdtempSync(join(tmpdir(), 'yaml-'))
afterAll(() => rmSync(folder, { recursive: true }))

const hasPromtool = spawnSync('promtool', ['--version']).status === 0
if (!hasPromtool && process.env.CI) throw new Error('promtool is missing: install Prometheus')
if (!hasPromtool)
  console.warn('skipped: promtool is not there to judge the YAML that js-yaml reads otherwise')

/** Whether go-yaml parses the text; Prometheus' verdict on its content does not matter. */
function goReads(text: string): boolean {
  const path = join(folder, 'case.yml')
  writeFileSync(path, text)
  const { stderr } = spawnSync('promtool', ['check', 'rules', path], { encoding: 'utf8' })
  return !/: yaml: (?!unmarshal errors)/.test(stderr)
}

describe.each([
  ['refused', false, REFUSED],
  ['read', true, ACCEPTED],
] as const)('%s by go-yaml, other than by js-yaml', (_, reads, texts) => {
  test.each(texts)('%j', (text) => {
    expect(parseYaml(text).problems.length === 0).toBe(reads)
    if (hasPromtool) expect(goReads(text)).toBe(reads)
  })
})

test.each([
  ['a: "it\\\'s"', "it's"],
  ['a: "b \\\n\n  c"', 'b \nc'],
  ['a: "b \\\n  c"', 'b c'],
  ['a:\n  b: "c\n\nd"', 'c\nd'],
  ['a: |\n  b', 'b'],
  ['a: |+\n  b\n\n', 'b\n\n'],
])('%j is %j', (text, expected) => {
  const { root } = parseYaml(text)
  const value = root?.kind === 'map' ? root.entries[0]!.value : undefined
  const inner = value?.kind === 'map' ? value.entries[0]!.value : value
  expect(inner?.kind === 'scalar' ? inner.text.value : undefined).toBe(expected)
})
