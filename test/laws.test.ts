/**
 * Laws for every input, on our own runbooks, the fixtures, and seeded random mutations of them: nothing throws, places
 * are inside their files, line ends and the order of files do not matter, the same input gives the same bytes, and
 * cached results equal fresh ones.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CompileOptions, compile } from '../src/compile.ts'
import { defaultConfig } from '../src/config/index.ts'
import { readProject } from '../src/disk/read.ts'
import { loadTheme } from '../src/disk/theme.ts'
import { trusted } from '../src/emit/site/index.ts'
import { parsedText, storeParsed } from '../src/memory/parsed-text.ts'
import { openMemory } from '../src/memory/remember.ts'
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
  // Takes part of a large book: every file is compiled some hundred times.
  .map((sources) => sources.filter((_, index) => index % Math.ceil(sources.length / 10) === 0))

/** Texts that tend to break parsers of the three languages. */
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

/** A project, a file in it, and a change: small enough to read in a failure. */
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

/** Inputs other than the sources: the configuration, the record of addresses, history, images, the theme. */
const world = fc.record({
  keys: fc.subarray([
    'repo: https://example.org/r',
    'title: Night shift',
    'labels: off',
    'annotations: [runbook_url]',
    'split: group',
    'version: "2.40"',
    'severity: off',
    'prometheus: https://prometheus.example.org',
  ]),
  published: fc.boolean(),
  history: fc.constantFrom('', 'Ann', 'Ben'),
  commit: fc.constantFrom(undefined, 'a'.repeat(40), 'b'.repeat(40)),
  image: fc.constantFrom('', 'one', 'two'),
  look: fc.constantFrom('', 'other'),
  today: fc.constantFrom(undefined, '2026-11-26', '2031-01-01'),
})

type World = typeof world extends fc.Arbitrary<infer T> ? T : never

function configOf({ keys }: World): Config {
  const has = (key: string): boolean => keys.some((one) => one.startsWith(key))
  return {
    ...config,
    site: {
      ...config.site,
      ...(has('repo') && { repo: 'https://example.org/r' }),
      ...(has('title') && { title: 'Night shift' }),
    },
    links: {
      ...config.links,
      ...(has('labels') && { labels: 'off' }),
      ...(has('annotations') && { annotations: ['runbook_url'] }),
    },
    output: {
      ...config.output,
      ...(has('split') && {
        split: 'group' as const,
        prometheusrule: { name: 'alertbook', namespace: '', labels: {}, annotations: {} },
      }),
    },
    prometheus: { ...config.prometheus, ...(has('version') && { version: '2.40' }) },
    actions: {
      ...config.actions,
      ...(has('prometheus') && { prometheus: 'https://prometheus.example.org/' }),
    },
    checks: has('severity') ? { 'alert-for': 'off', 'link-base': 'error' } : {},
  }
}

const place = { file: 'alertbook.links.yml', range: { start: 0, end: 0 } }

function optionsOf(given: World, project: number): CompileOptions {
  const runbooks = projects[project]!.filter(({ path }) => path.endsWith('.md')).map(({ path }) => path)
  const change = { date: '2026-11-01T00:00:00Z', author: given.history, commit: 'c'.repeat(40) }
  return {
    theme:
      given.look === ''
        ? theme
        : { ...theme, version: given.look, layouts: { ...theme.layouts, footer: none } },
    ...(given.published && {
      published: [
        { ...place, path: 'gone/away/', title: 'Gone', alerts: ['HostDown'], anchors: {}, see: [] },
        { ...place, path: 'node/host-down/', title: 'Host', alerts: [], anchors: { old: 'Old' }, see: [] },
      ],
    }),
    today: given.today,
    facts: {
      ...(given.commit && { commit: given.commit }),
      ...(given.history && { history: new Map(runbooks.map((path) => [path, [change]])) }),
      ...(given.image && { files: new Map([['runbooks/a.png', Buffer.from(given.image)]]) }),
    },
  }
}

const none = (): ReturnType<typeof trusted> => trusted('<footer></footer>')

/** A parsed source with the results of its functions. */
const called = (parsed: object): unknown =>
  Object.fromEntries(
    Object.entries(parsed).map(([key, value]) => [key, typeof value === 'function' ? value() : value]),
  )

/** A copy by spreading, at every depth. */
function spread(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spread)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries({ ...value }).map(([key, one]) => [key, spread(one)]))
}

/** A copy without functions; class instances, maps and sets would differ. */
function withoutFunctions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutFunctions)
  if (typeof value !== 'object' || value === null) return value
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => typeof one !== 'function' && one !== undefined)
      .map(([key, one]) => [key, withoutFunctions(one)]),
  )
}

/** Messages with lines and columns, as people see them. */
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
        expect(again.diagnostics).toEqual(once.diagnostics)
        const texts = ({ outputs }: Compilation): unknown =>
          outputs.map(({ path, key, make }) => [path, key?.(), String(make())])
        expect(texts(again)).toEqual(texts(once))
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
          outputs.find(({ path }) => path === 'rules.yml')?.make()
        expect(rules(found)).toEqual(rules(expected))
      }),
      { ...RUNS, numRuns: RUNS.numRuns / 2 },
    )
  })

  test('what the cache remembers equals what is read anew', () => {
    fc.assert(
      fc.property(change, (made) => {
        const memory = openMemory(undefined, '', undefined)
        for (const source of mutated(made)) {
          const fresh = parse(source)
          const text = parsedText(fresh)
          expect(text.parsed + text.late).toMatch(/^[ -~]*$/)
          expect(called(storeParsed(memory, source, text))).toEqual(called(fresh))
        }
      }),
      { ...RUNS, numRuns: RUNS.numRuns / 4 },
    )
  })

  test('every value of the model is plain data, but for the functions that its type names', () => {
    fc.assert(
      fc.property(change, (made) => {
        const { program, diagnostics, outputs } = compiled(mutated(made))
        const { texts: _, hashOf: __, ...values } = program
        for (const value of [values, diagnostics, outputs, config]) {
          expect(JSON.parse(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(spread(value))))
          expect(withoutFunctions(value)).toEqual(JSON.parse(JSON.stringify(value)))
        }
      }),
      { ...RUNS, numRuns: RUNS.numRuns / 4 },
    )
  })

  test('what was found before is what is found anew, whatever has changed', () => {
    fc.assert(
      fc.property(change, change, world, world, (first, second, before, after) => {
        const { remember, save } = openMemory(undefined, '', undefined)
        const options = (given: World): CompileOptions => ({ ...optionsOf(given, first.project), remember })
        // Makes the outputs, as a build does: lazy results are stored too.
        const seen = ({ diagnostics, outputs, program }: Compilation): unknown => [
          diagnostics,
          program.addresses,
          outputs.map(({ path, key, make }) => [path, key?.(), String(make())]),
        ]
        seen(compile(mutated(first), configOf(before), options(before)))
        save()
        const sources = mutated({ ...second, project: first.project })
        const remembered = compile(sources, configOf(after), options(after))
        const fresh = compile(sources, configOf(after), optionsOf(after, first.project))
        expect(seen(remembered)).toEqual(seen(fresh))
      }),
      { ...RUNS, numRuns: RUNS.numRuns / 3 },
    )
  })

  test('outputs with the same path and key have the same content', () => {
    fc.assert(
      fc.property(change, change, world, world, fc.boolean(), (first, second, before, after, sameWorld) => {
        // Two states of a project and its other inputs, as two successive builds with memory see them.
        const made = (one: typeof first, given: World): Compilation =>
          compile(
            mutated({ ...one, project: first.project }),
            configOf(given),
            optionsOf(given, first.project),
          )
        const old = new Map(made(first, before).outputs.map((file) => [file.path, file]))
        for (const file of made(second, sameWorld ? before : after).outputs) {
          const other = old.get(file.path)
          const key = file.key?.()
          if (key === undefined || other?.key?.() !== key) continue
          expect(String(file.make()) === String(other.make()), file.path).toBe(true)
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
