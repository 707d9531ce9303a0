import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { duplicates } from '../../src/checks/shared/duplicates.ts'
import { decodeText } from '../../src/text/bytes.ts'
import { verifyText } from './settings.ts'

const CORPUS = '../shared/corpus'
const FOLDERS = ['srerun/rules', 'awesome', 'alloy'].map((folder) => join(CORPUS, folder))

const hasPromtool = spawnSync('promtool', ['--version']).status === 0
const isThere = FOLDERS.every((folder) => existsSync(folder))
if (isThere && !hasPromtool && process.env.CI) throw new Error('promtool is missing: install Prometheus')
const runs = isThere && hasPromtool
if (!runs)
  console.warn('skipped: promtool or the corpus is not there, rule files are not held against promtool')

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name) && !/_test\.ya?ml$/.test(name))
    .map((name) => join(folder, name))
    .sort()
}

/** The verdict of `promtool check rules` on a file. */
interface Verdict {
  readonly accepted: boolean
  /** NaN if promtool does not say: after errors or duplicates. */
  readonly rules: number
  /** Distinct rules that occur more than once. */
  readonly duplicates: number
}

/**
 * One run of promtool for many files. Standard output heads each file with `Checking FILE` and counts the rules of
 * those without findings; standard error has errors after the path, and duplicates without it.
 */
function promtool(paths: readonly string[]): Map<string, Verdict> {
  const { stdout, stderr } = spawnSync('promtool', ['check', 'rules', ...paths], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  const parts = stdout.split(/^Checking /m).slice(1)
  expect(parts).toHaveLength(paths.length)
  return new Map(
    paths.map((path, index): [string, Verdict] => {
      expect(parts[index]!.startsWith(path)).toBe(true)
      const accepted = !stderr.includes(`${path}: `)
      const found = /SUCCESS: (\d+) rules? found/.exec(parts[index]!)?.[1]
      if (accepted === (found !== undefined))
        return [path, { accepted, rules: Number(found ?? Number.NaN), duplicates: 0 }]
      const alone = spawnSync('promtool', ['check', 'rules', path], { encoding: 'utf8' })
      const duplicates = Number(/(\d+) duplicate rule\(s\) found/.exec(alone.stderr)?.[1])
      return [path, { accepted, rules: Number.NaN, duplicates }]
    }),
  )
}

/** Our verdict in the same form, and the first error. */
function ourVerdict(text: string): Verdict & { readonly error: string | undefined } {
  const { file, diagnostics } = verifyText(text, { version: '2.42' })
  const error = diagnostics.find(({ severity }) => severity === 'error')?.message
  const rules = file.groups.flatMap((group) => group.rules)
  const identities = rules.map(({ alert, record, labels }) => ({
    name: (alert?.value.value || record?.value.value) ?? '',
    labels: labels.map(({ key, value }) => ({ key: key.value, value: value.value })),
  }))
  const twice = new Set(duplicates(identities, (identity) => identity).map(({ first }) => first))
  const accepted = error === undefined
  const count = accepted ? twice.size : 0
  return { accepted, error, rules: accepted && count === 0 ? rules.length : Number.NaN, duplicates: count }
}

const folder = runs ? mkdtempSync(join(tmpdir(), 'alertbook-promtool-')) : ''
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!runs)('promtool agrees', () => {
  const paths = runs ? FOLDERS.flatMap(filesBelow) : []
  const texts = paths.map((path) => decodeText(readFileSync(path)))

  test('on every rule file of the corpus: verdict, rules, duplicates', () => {
    const verdicts = promtool(paths)
    expect(paths.length).toBeGreaterThan(100)
    const differing = paths.flatMap((path, index) => {
      const { error, ...ours } = ourVerdict(texts[index]!)
      const theirs = verdicts.get(path)!
      return JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [{ path, error, ours, theirs }]
    })
    expect(differing).toEqual([])
  })

  // Without tags and aliases: for `alert`, `record` and `expr`, promtool 2.42 reads only the characters.
  const insertions = [
    ...[
      '\t',
      ' ',
      '  ',
      '\n',
      ':',
      ': ',
      '- ',
      '?',
      '#',
      ' # ',
      '"',
      "'",
      '|',
      '>',
      '{',
      '}',
      '[',
      ']',
      ',',
      '%',
      '@',
      '\r',
    ],
    ...[
      '---\n',
      '...\n',
      '\\',
      '~',
      '<<: {}\n',
      'é',
      '😀',
      '\u0085',
      '\u0001',
      '{{ ',
      ' }}',
      '{{ $x }}',
      '{{ end }}',
      '| humanize',
    ],
    ...[
      '(',
      ')',
      'sum(',
      '[5m]',
      '==',
      '=~',
      ' and ',
      ' by (x)',
      '5m',
      '1M',
      '0',
      '-1',
      '$labels.a',
      '$value',
      '__name__',
      'a-b',
    ],
  ]
  const mutation = fc.record({
    file: fc.nat(1_000_000),
    place: fc.nat(999_999),
    remove: fc.nat(6),
    insert: fc.constantFrom(...insertions, ''),
  })

  test('on mutated rule files', () => {
    const mutations = fc.sample(fc.noBias(mutation), {
      numRuns: Number(process.env.MUTATIONS ?? 150),
      seed: 42,
    })
    const mutants = mutations.map(({ file, place, remove, insert }) => {
      const text = texts[file % texts.length]!
      const at = Math.floor((text.length * place) / 1_000_000)
      return text.slice(0, at) + insert + text.slice(at + remove)
    })
    const written = mutants.map((text, index) => {
      const path = join(folder, `${index}.yml`)
      writeFileSync(path, text)
      return path
    })
    const verdicts = promtool(written)
    const differing = mutants.flatMap((text, index) => {
      const ours = ourVerdict(text)
      const theirs = verdicts.get(written[index]!)!
      return ours.accepted === theirs.accepted
        ? []
        : [{ mutation: mutations[index], error: ours.error, theirs }]
    })
    expect(differing).toEqual([])
    // If all mutants had the same verdict, agreement would mean little.
    const accepted = [...verdicts.values()].filter((verdict) => verdict.accepted).length
    expect(accepted).toBeGreaterThan(mutants.length / 10)
    expect(accepted).toBeLessThan((mutants.length * 9) / 10)
  })
})
