/** What Prometheus reads of a second document: two tokens, and a fault within them refuses the file. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from '../../src/parse/index.ts'
import { failsAhead } from '../../src/yaml/ahead.ts'
import { temporaryFolder } from '../setup.ts'

/** A second document, and where it is refused: `^` is before the fault. */
const REFUSED: readonly string[] = [
  'gro\nups^:\n- a\n',
  '^"x: 1\n',
  '^@x\n',
  '^\t- a\n',
  '&a ^@x\n',
  '^&.\n',
  '"a"^@x\n',
  '"a" ^"b\n',
  '[^`\n',
  '|\n a\n^@x\n',
  '^|0\n a\n',
  '^>\n\tb\n',
  '^"\\q"\n',
  '^%YML 1.1\n',
  '^!a!\n',
  '# a comment\n^@x\n',
]

const READ: readonly string[] = [
  'a: b: c\n',
  'a: "x\n',
  '[a, "b\n',
  '- "b\n',
  'a:\n\t- b\n',
  '&a !t @x\n',
  '? @x\n',
  '{a, @\n',
  '"a" b "c\n',
  ']\n',
  '%YAML 3.0\n',
  '',
]

/** The first document's end, and whether a line can be a marker right behind it. */
const FIRST = [
  'groups: []\n---\n',
  '{}\n---\n',
  'groups:\n- name: g\n  rules: []\n---\n',
  'groups: []\n...\n---\n',
]

const hasPromtool = spawnSync('promtool', ['--version']).status === 0
if (!hasPromtool && process.env.CI) throw new Error('promtool is missing: install Prometheus')
if (!hasPromtool) console.warn('skipped: promtool is not there to judge second documents')

/** Of each text whether go-yaml can read it; the verdict on what it says does not matter. */
function goReads(texts: readonly string[]): boolean[] {
  const folder = temporaryFolder()
  for (const [i, text] of texts.entries()) writeFileSync(join(folder, `${i}.yml`), text)
  const names = texts.map((_, i) => `${i}.yml`)
  const { stderr } = spawnSync('promtool', ['check', 'rules', ...names], { cwd: folder, encoding: 'utf8' })
  const refused = new Set(stderr.match(/^\d+\.yml(?=: yaml: (?!unmarshal errors))/gm))
  return names.map((name) => !refused.has(name))
}

const faultOf = (text: string): number | undefined =>
  parse({ path: 'rules/a.yml', text }).diagnostics.find(({ severity }) => severity === 'error')?.range.start

test.each(REFUSED)('%j is refused', (marked) => {
  const second = marked.replace('^', '')
  const [first] = FIRST
  const { diagnostics } = parse({ path: 'rules/a.yml', text: first + second })
  const error = diagnostics.find(({ severity }) => severity === 'error')
  expect(error?.code).toBe('yaml-syntax')
  expect(failsAhead(`\n${second}`, 0)).toBe(1 + marked.indexOf('^'))
  if (hasPromtool)
    expect(goReads(FIRST.slice(0, 3).map((one) => one + second))).toEqual([false, false, false])
})

test.each(READ)('%j is read', (second) => {
  expect(faultOf(FIRST[0] + second)).toBeUndefined()
  if (hasPromtool) expect(goReads(FIRST.map((first) => first + second))).toEqual(FIRST.map(() => true))
})

const PARTS = [
  ...['a', 'b c', 'é', '"x"', '"x', "'y'", "'y", '"\\q"', '"\\u00e9"', '"\\ud800"', '"a\nb"', 'a\nb'],
  ...['@', '`', '&a', '&', '*a', '*', '!t', '!<x>', '!<x', '!a!', '!a!b', '!', '!%41', '!%zz'],
  ...['%YAML 1.1', '%YAML 3.0', '%X', '%TAG ! x', '%TAG !a! b', '|', '|2', '|0', '>-', '>+1', '> x'],
  ...['- ', '-', '-a', '? ', '?', '?a', ': ', ':', ':a', 'a:', 'a: b', 'a:b', '[', ']', '{', '}', ','],
  ...['#c', ' #c', '---', '...', '\t', ' ', '  ', '\n', '\n', '\n ', '\n\t', '\ufeff', '\u2028', '\r\n'],
  'x'.repeat(1100),
]

test('promtool agrees on any second document', { skip: !hasPromtool }, () => {
  const text = fc
    .tuple(
      fc.constantFrom(...FIRST, 'groups: []\n...\n', 'groups: []\n--- '),
      fc.array(fc.constantFrom(...PARTS)),
    )
    .map(([first, parts]) => first + parts.join(''))
  const texts = fc.sample(text, Number(process.env.TRIES ?? 600))
  const theirs = goReads(texts)
  const others = texts.filter((text, i) => (faultOf(text) === undefined) !== theirs[i])
  expect(others).toEqual([])
})
