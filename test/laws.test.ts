/**
 * Laws that hold for every input, over our own runbooks, the fixtures and seeded random mutations of them:
 * nothing throws, places lie in their files, line ends and the order of files do not matter, the same input
 * gives the same bytes, what the cache remembers equals what is read anew.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../src/compile.ts'
import { defaultConfig } from '../src/config.ts'
import { readProject } from '../src/disk/read.ts'
import { loadTheme } from '../src/disk/theme.ts'
import { freeze, thaw } from '../src/memory/frozen.ts'
import { openMemory } from '../src/memory/memory.ts'
import type { Compilation, Config, Diagnostic, Source } from '../src/model.ts'
import { parse } from '../src/parse/index.ts'
import { parseMarkdown, parseMarkdownFully } from '../src/parse/markdown.ts'
import { lineColumn, lineStarts } from '../src/text/source.ts'
import { root } from './setup.ts'

const base = defaultConfig()
const config: Config = { ...base, site: { ...base.site, url: 'https://example.org/a/b/' } }
const theme = loadTheme()
const folders = [
  root,
  ...readdirSync(join(root, 'test/fixtures')).map((name) => join(root, 'test/fixtures', name)),
]
const projects = folders
  .map((folder) => readProject(folder, config).sources)
  .filter((sources) => sources.length > 0)

/** Texts that tend to break parsers of three languages. */
const SPICE = [
  '```yaml\n',
  '```',
  '~~~',
  '---\n',
  '- ',
  '> ',
  '\t',
  '    ',
  '\r\n',
  '\n\n',
  ': ',
  '{{',
  '}}',
  '{{< ref "x" >}}',
  '{{% comment %}}',
  '{{% /comment %}}',
  '|',
  '>-\n',
  '"',
  "'",
  '&a ',
  '*a',
  '<<: ',
  '!!int ',
  '<details>',
  '</details>',
  '<x-y>',
  '<!-- alertbook-ignore alert-for: x -->',
  '# alertbook-ignore x: y',
  '[a](b.md#c)',
  '__a__',
  '\uFDD01\uFDD1',
  '\uFDD30\uFDD1',
  '\u{1F692}',
  '\u0000',
  '\uFEFF',
  '\u2028',
  '\uD800',
  'sum by (',
  '[5m',
  'alert: ',
  'expr: ',
  'groups:\n',
  '{{ $labels.instance }}',
  '%',
]

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(40),
  insert: fc.constantFrom('', ...SPICE),
})

/** Which project, which of its files, and what happens to it: small enough to read in a failure. */
const change = fc.record({
  project: fc.nat(projects.length - 1),
  file: fc.nat(40),
  edits: fc.array(edit, { maxLength: 4 }),
})

function mutated({
  project,
  file,
  edits,
}: {
  project: number
  file: number
  edits: { at: number; remove: number; insert: string }[]
}): Source[] {
  const sources = projects[project]!
  return sources.map((source, index) => {
    if (index !== file % sources.length) return source
    let { text } = source
    for (const { at, remove, insert } of edits) {
      const start = Math.floor(at * text.length)
      text = text.slice(0, start) + insert + text.slice(start + remove)
    }
    return { path: source.path, text }
  })
}

const RUNS = { seed: 20261121, numRuns: Number(process.env.LAW_RUNS ?? 120) }

const compiled = (sources: readonly Source[]): Compilation => compile(sources, config, { theme })

function outOfFile(diagnostics: readonly Diagnostic[], sources: readonly Source[]): unknown[] {
  const lengths = new Map(sources.map(({ path, text }) => [path, text.length]))
  const places = diagnostics.flatMap((one) => [one, ...(one.related ?? []), ...(one.fix?.edits ?? [])])
  return places.filter(
    ({ file, range: { start, end } }) => !(0 <= start && start <= end && end <= (lengths.get(file) ?? -1)),
  )
}

/** With the fixes that are made when they are asked for. */
const whole = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  diagnostics.map((one) => ({ ...one, fix: one.fix }))

/** Messages with their lines and columns, as people see them. */
function seen(diagnostics: readonly Diagnostic[], sources: readonly Source[]): string[] {
  const starts = new Map(sources.map(({ path, text }) => [path, lineStarts(text)]))
  return diagnostics.map(({ file, range, code, message }) => {
    const { line, column } = lineColumn(starts.get(file)!, range.start)
    return `${file}:${line}:${column} ${code} ${message}`
  })
}

describe('laws', () => {
  test('compile never throws, and every place lies in its file', () => {
    fc.assert(
      fc.property(change, (made) => {
        const sources = mutated(made)
        expect(outOfFile(compiled(sources).diagnostics, sources)).toEqual([])
      }),
      RUNS,
    )
  })

  test('the order in which files are read does not matter, and the same input gives the same bytes', () => {
    fc.assert(
      fc.property(change, (made) => {
        const sources = mutated(made)
        const once = compiled(sources)
        const again = compiled([...sources].reverse())
        expect(whole(again.diagnostics)).toEqual(whole(once.diagnostics))
        expect(again.outputs).toEqual(once.outputs)
      }),
      { ...RUNS, numRuns: RUNS.numRuns / 2 },
    )
  })

  test('line ends do not matter', () => {
    fc.assert(
      fc.property(change, (made) => {
        const sources = mutated(made)
        const unix = sources.map(({ path, text }) => ({ path, text: text.replace(/\r\n?/g, '\n') }))
        const dos = unix.map(({ path, text }) => ({ path, text: text.replaceAll('\n', '\r\n') }))
        const expected = compiled(unix)
        const found = compiled(dos)
        expect(seen(found.diagnostics, dos)).toEqual(seen(expected.diagnostics, unix))
        const rules = ({ outputs }: Compilation): unknown =>
          outputs.find(({ path }) => path === 'rules.yml')?.text
        expect(rules(found)).toEqual(rules(expected))
      }),
      { ...RUNS, numRuns: RUNS.numRuns / 2 },
    )
  })

  test('what the cache remembers equals what is read anew', () => {
    fc.assert(
      fc.property(change, (made) => {
        for (const source of mutated(made)) {
          const fresh = parse(source)
          const { facts, rest } = freeze(fresh)
          expect(`${facts}${rest}`).toMatch(/^[ -~]*$/)
          const thawed = thaw(source.path, facts, rest === '' ? undefined : { rest: () => rest })
          expect(JSON.parse(JSON.stringify(thawed))).toEqual(fresh)
        }
      }),
      { ...RUNS, numRuns: RUNS.numRuns / 4 },
    )
  })

  test('what was found before, in files that did not change, is what is found anew', () => {
    fc.assert(
      fc.property(change, change, (first, second) => {
        const memory = openMemory(undefined, '')
        const { remember } = memory
        compile(mutated(first), config, { theme, remember })
        memory.save()
        const sources = mutated({ ...second, project: first.project })
        const remembered = compile(sources, config, { theme, remember })
        const fresh = compiled(sources)
        expect(whole(remembered.diagnostics)).toEqual(whole(fresh.diagnostics))
        const texts = ({ outputs }: Compilation): unknown =>
          outputs.map(({ path, key, text }) => [path, key, String(text)])
        expect(texts(remembered)).toEqual(texts(fresh))
      }),
      { ...RUNS, numRuns: RUNS.numRuns / 4 },
    )
  })

  test('outputs with the same path and key have the same text', () => {
    fc.assert(
      fc.property(change, change, (first, second) => {
        // Two states of one project, as a build meets them that remembers the last one.
        const before = new Map(compiled(mutated(first)).outputs.map((file) => [file.path, file]))
        const after = compiled(mutated({ ...second, project: first.project })).outputs
        for (const file of after) {
          const old = before.get(file.path)
          if (file.key === undefined || old?.key !== file.key) continue
          expect(String(file.text) === String(old.text), file.path).toBe(true)
        }
      }),
      { ...RUNS, numRuns: RUNS.numRuns / 2 },
    )
  })

  test('Markdown without GitHub characters reads the same without GitHub syntax', () => {
    const text = fc.array(
      fc.oneof(
        fc.constantFrom(...SPICE, 'a', ' ', '\n', '-', ':-', '~', '[', ']', '^', 'www.', 'http', '@', '[ ]'),
        fc.string({ maxLength: 3 }),
      ),
      { maxLength: 25 },
    )
    fc.assert(
      fc.property(text, (parts) => {
        expect(parseMarkdown(parts.join(''))).toEqual(parseMarkdownFully(parts.join('')))
      }),
      { ...RUNS, numRuns: RUNS.numRuns * 20 },
    )
  })
})
