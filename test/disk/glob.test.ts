/** Patterns of paths as Go reads them, and none that takes long. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { glob } from '../../src/disk/glob.ts'
import { temporaryFolder } from '../setup.ts'

const NAMES = ['a', 'ab', 'b', 'd', 'x-1', 'x]', '1', 'é', '😀', '*', `${'a'.repeat(200)}b`]

let folder = ''
beforeEach(() => {
  folder = temporaryFolder()
  for (const name of NAMES) writeFileSync(join(folder, name), '')
  mkdirSync(join(folder, 'deep/er'), { recursive: true })
  writeFileSync(join(folder, 'deep/er/a'), '')
})

test.each([
  ['a', ['a']],
  ['?', ['*', '1', 'a', 'b', 'd', 'é', '😀']],
  ['a?', ['ab']],
  ['[a-b]', ['a', 'b']],
  ['[^a-b]', ['*', '1', 'd', 'é', '😀']],
  ['[\\d]', ['d']],
  ['[z-a]', []],
  ['[é-😀]', ['é', '😀']],
  ['x[\\-]1', ['x-1']],
  ['x[\\]]', ['x]']],
  ['\\*', ['*']],
  ['a*b', ['ab', `${'a'.repeat(200)}b`].sort()],
  ['*/*/a', ['deep/er/a']],
  ['deep/../a', ['a']],
  ['none/*', []],
  ['a/*', []],
])('`%s` names %j', (pattern, expected) => {
  expect(glob(join(folder, pattern))?.map((path) => relative(folder, path))).toEqual(expected)
})

test.each(['[', '[]', '[a', '[]a]', '[-]', '[a-]', 'a\\', '[\\', `*/${'[\\a'.repeat(50)}`])(
  '`%s` is no pattern',
  (pattern) => expect(glob(join(folder, pattern))).toBeUndefined(),
)

test.each([
  ['wildcards', '*a'.repeat(100_000)],
  ['wildcards and an end', `${'*a'.repeat(60)}*c`],
  ['names', '*/'.repeat(300_000)],
  ['characters of a class', `[${'a-b'.repeat(200_000)}`],
  ['escapes in a class', `[${'\\a'.repeat(200_000)}`],
  ['classes', '[a]'.repeat(200_000)],
])('many %s are soon told to match nothing', (_, pattern) => {
  expect(glob(join(folder, pattern)) ?? []).toEqual([])
})

test('links that lead back to their folder do not double what is found for ever', () => {
  for (const name of ['left', 'right']) symlinkSync('.', join(folder, name))
  expect(glob(join(folder, `${'*/'.repeat(30)}b`))?.length).toBeLessThanOrEqual(1000)
})
