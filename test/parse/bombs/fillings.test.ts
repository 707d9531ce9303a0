/**
 * Nothing that reads a source tries again from each of its places: one thing many times over takes as much longer as it is
 * longer. All places with all fillings are thousands; each run takes what was once too slow, and some others by chance.
 * `CASES=500` takes more.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../../src/config/index.ts'
import { parseToml } from '../../../src/parse/frontmatter/toml.ts'
import { parseRunbook } from '../../../src/parse/runbook.ts'
import { parseYaml } from '../../../src/yaml/index.ts'
import { FILLINGS, type Kind, PLACES } from './fillings.ts'

let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fillings-'))
  await build({
    entryPoints: ['test/parse/bombs/fill.ts'],
    outfile: join(folder, 'fill.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Case = readonly [kind: Kind, place: string, filling: string]

/** Each was a power of the size. */
const ONCE_SLOW: readonly Case[] = [
  ['page', 'code of ``', ' '],
  ['page', 'code of `sh`', ' '],
  ['page', 'code of `yaml example`', ' '],
  ['page', 'code of ``', '<!--'],
  ['page', 'above a rule', '\n'],
  ['page', 'alone', '{{%'],
  ['page', 'a summary', '{'],
  ['page', 'a summary', '{{'],
  ['page', 'a template', ' '],
  ['page', 'a language', '`'],
  ['page', 'an ignore', ' '],
  ['rule file', 'a summary', '{{'],
  ['rule file', 'alone', ':::\n'],
  ['rule file', 'below a rule', 'a: b\n'],
  ['rule file', 'an ignore', ' '],
  ['page', 'lines of a frontmatter', 'a: b\n'],
]

function byChance(count: number): Case[] {
  const kinds = Object.keys(PLACES) as Kind[]
  const all = kinds.flatMap((kind) =>
    Object.keys(PLACES[kind]).flatMap((place) => FILLINGS.map((filling): Case => [kind, place, filling])),
  )
  return Array.from({ length: count }, () => all[Math.floor(Math.random() * all.length)]!)
}

test('the time grows as the text does', { timeout: 600_000 }, () => {
  const cases = [...ONCE_SLOW, ...byChance(Number(process.env.CASES ?? 15))]
  const path = join(folder, 'cases.json')
  writeFileSync(path, JSON.stringify(cases.map(([kind, place, filling]) => ({ kind, place, filling }))))
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder, 'fill.mjs'), path, '16000'], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  const results = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { growth: number; failure?: string })
  expect(results.length).toBe(cases.length)
  expect(results.filter(({ growth, failure }) => failure !== undefined || growth > 9)).toEqual([])
})

describe('many megabytes', () => {
  test.each(['a', ' ', '"', "'", '`', '>', '%', '/', '\t'])(
    'of %j in a shortcode are no shortcode',
    (filling) => {
      const { diagnostics } = parseRunbook({
        path: 'a.md',
        text: `# T\n\n{{< a${filling.repeat(12_000_000)}`,
      })
      expect(diagnostics.map(({ code }) => code)).toEqual(['markdown-size'])
    },
  )

  test.each(['# a\n', '\n', ' '])('of %j are too much for TOML', (filling) => {
    const text = `${filling.repeat(12_000_000 / filling.length)}\ntitle = "a"\n`
    const { root, problem } = parseToml(text, { start: 0, end: text.length })
    expect(problem?.message).toContain('longer than')
    expect(root.entries).toEqual([])
  })

  test.each([
    ['lines', 'a: b\n', 3_000_000],
    ['comments', '# a\n', 3_000_000],
    ['keys and values', 'a: [a,a,a,a,a,a,a,a,a,a,a,a,a,a]\n', 60_000],
  ])('of %s are too much for YAML', (what, line, times) => {
    const { root, problems } = parseYaml(line.repeat(times))
    expect(root).toBeNull()
    expect(problems).toMatchObject([
      { code: 'yaml-syntax', message: expect.stringContaining(what.replace('comments', 'lines')) },
    ])
    expect(readConfig({ path: 'alertbook.yml', text: line.repeat(times) }, []).diagnostics.length).toBe(1)
  })
})
