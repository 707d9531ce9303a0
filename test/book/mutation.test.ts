/**
 * Every small change of the book's rules that no test of it notices is known, and has its reason in `survivors.txt`:
 * `UPDATE=1` writes a new one with the reason `?`, which is for a person to replace, or to write a test instead.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli } from '../project.ts'
import { root } from '../setup.ts'

const FILE = 'test/book/survivors.txt'

interface Report {
  readonly files: readonly {
    readonly survivors: readonly {
      readonly rule: string
      readonly what: string
      readonly file: string
      readonly line: number
    }[]
  }[]
  readonly summary: { readonly mutants: number; readonly killed: number; readonly survived: number }
}

/** Lines of the table: rule, change and the line it is in, and why it may stay. */
function reasons(): ReadonlyMap<string, string> {
  const lines = readFileSync(FILE, 'utf8').split('\n')
  return new Map(
    lines
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split(' | '))
      .map((cells) => [cells.slice(0, -1).join(' | '), cells.at(-1)!]),
  )
}

test('what the tests of the book do not notice is explained', { timeout: 240_000 }, async () => {
  const { code, out, err } = await cli(root, 'test', '--mutate', '--format', 'json', '--no-cache')
  expect([code, err]).toEqual([0, ''])
  const { files, summary } = JSON.parse(out) as Report
  const survivors = files
    .flatMap(({ survivors }) => survivors)
    .map(({ rule, what, file, line }) => {
      const text = readFileSync(join(root, file), 'utf8').split('\n')[line - 1]!
      return `${rule} | ${what} | ${text.trim().replaceAll(' | ', ' ')}`
    })
    .sort()
  expect(new Set(survivors).size).toBe(summary.survived)
  const known = reasons()
  if (process.env.UPDATE) {
    const head = readFileSync(FILE, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('#'))
    writeFileSync(
      FILE,
      `${[...head, ...survivors.map((one) => `${one} | ${known.get(one) ?? '?'}`)].join('\n')}\n`,
    )
  }
  expect([...known.keys()].sort()).toEqual(survivors)
  expect([...known.values()].filter((reason) => reason.trim().length < 10)).toEqual([])
  const { mutants, killed, survived } = summary
  expect(killed / mutants).toBeGreaterThan(0.9)
  expect(readFileSync('docs/testing.md', 'utf8')).toContain(
    `| this project's book | ${mutants} | ${killed} | ${survived} |`,
  )
})
