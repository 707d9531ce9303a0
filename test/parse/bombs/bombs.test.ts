/**
 * No source takes long: each of the bombs, in a process with a limit on memory. What one costs is counted in ordinary pages
 * that are parsed between them, not in seconds, which a busy machine makes longer: the worst is worth about 10 pages of
 * 22 kB, and the limit is far above, because it tells a power of the size from the size itself.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseRunbook } from '../../../src/parse/runbook.ts'
import { BOMBS } from './bombs.ts'

let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bombs-'))
  await build({
    entryPoints: ['test/parse/bombs/run.ts'],
    outfile: join(folder, 'run.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Ordinary pages that a bomb may be worth. */
const MOST = 40

test('each ends, with a finding that names the file where it is too much', { timeout: 600_000 }, () => {
  const sources = Object.entries(BOMBS).map(([name, make]) => ({ name, text: make(3_000) }))
  const path = join(folder, 'sources.json')
  writeFileSync(path, JSON.stringify(sources))
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--max-old-space-size=500', join(folder, 'run.mjs'), path],
    { encoding: 'utf8', maxBuffer: 1e8 },
  )
  expect(stderr).toBe('')
  expect(status).toBe(0)
  const results = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(results.map(({ name }) => name)).toEqual(Object.keys(BOMBS))
  const usual = results.flatMap(({ usual = [] }) => usual).sort((a, b) => a - b)
  const bar = MOST * usual[usual.length >> 1]!
  expect(results.filter(({ cpu, failure }) => failure || cpu > bar)).toEqual([])
})

describe('the rest of the book is read', () => {
  const codes = (text: string): string[] => [
    ...new Set(
      parseRunbook({ path: 'runbooks/a.md', text }).diagnostics.map(({ code, file }) => `${file} ${code}`),
    ),
  ]
  test.each([
    ['columns', `${'|a'.repeat(3000)}|\n${'|-'.repeat(3000)}|\n${'|x\n'.repeat(3000)}`, 'markdown-size'],
    ['markers', `${'- '.repeat(300)}a`, 'markdown-depth'],
    ['HTML', '<b>'.repeat(2000), 'markdown-depth'],
    ['details', '<details>\n\n'.repeat(3000), 'markdown-depth'],
    ['an attribute that hides a tag', '<b title="></b>">'.repeat(2000), 'markdown-depth'],
    ['text that swallows end tags', `<xmp>${'<div></div>'.repeat(200)}`, 'markdown-depth'],
    [
      'a script that hides its end',
      `<script><!--<script></script>${'<div></div>'.repeat(200)}`,
      'markdown-depth',
    ],
    ['links', '[a](b)'.repeat(4000), 'markdown-size'],
    [
      'links behind what only looks like a fence',
      `<div>\n\`\`\`\n\n${'[a](b)'.repeat(4000)}`,
      'markdown-size',
    ],
    ['links in a list behind a fence', `- \`\`\`\n\n  \`\`\`\n  ${'[a](b)'.repeat(4000)}`, 'markdown-size'],
    [
      'links behind a fence that ends early',
      `   \`\`\`\na\n   \`\`\`\n${'[a](b)'.repeat(4000)}`,
      'markdown-size',
    ],
    ['quotes, each with its end', '> a\n\n'.repeat(5000), 'markdown-size'],
    ['notes of MkDocs, which become quotes', '!!! note\n    x\n\n'.repeat(4000), 'markdown-size'],
    [
      'crossings',
      `\`\`\`mermaid\nflowchart LR\n${'A & '.repeat(60)}A --> ${'B & '.repeat(60)}B\n\`\`\`\n`,
      'diagram-size',
    ],
  ])('%s', (_, text, code) => {
    expect(codes(text)).toEqual([`runbooks/a.md ${code}`])
  })

  test('a page with large fences is no bomb', () => {
    const rules = Array.from(
      { length: 2000 },
      (_, i) => `  - { alert: A${i}, expr: "up{a=~\\"[a-z]*_x\\"} == 0" }`,
    )
    const text = `# A\n\n\`\`\`yaml example\ngroups:\n${rules.join('\n')}\n\`\`\`\n\n1. a\n\n   \`\`\`sh\n   ls\n   \`\`\`\n`
    expect(codes(text)).toEqual([])
  })
})

test.each([
  ['style', '<style>\n.a { b: c }\n</style>\n\n'],
  ['script', '<script>\nif (a < b) c()\n</script>\n\n'],
])('elements after %s are no deeper than they are', (_, before) => {
  const text = `${before}${'<div>\n<b>x</b>\n</div>\n\n'.repeat(200)}`
  const { diagnostics } = parseRunbook({ path: 'runbooks/a.md', text })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
})
