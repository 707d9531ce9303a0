/** A report of very many findings: those that are listed, what is said of the others, and the numbers. */
import { expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { defaultConfig } from '../../src/config/index.ts'
import type { Diagnostic } from '../../src/model.ts'
import { bounded, type FormatName, formats, report, summarise } from '../../src/report/index.ts'
import { type TestFormatName, testFormats } from '../../src/report/tests/index.ts'

const finding = (
  file: string,
  code: Diagnostic['code'],
  start: number,
  more?: Partial<Diagnostic>,
): Diagnostic => ({
  file,
  range: { start, end: start + 1 },
  code,
  severity: 'info',
  message: `finding ${start}`,
  ...more,
})

const many = (file: string, code: Diagnostic['code'], number: number): Diagnostic[] =>
  Array.from({ length: number }, (_, start) => finding(file, code, start))

test('of each code in a file a thousand are listed', () => {
  const all = [...many('a.yml', 'rule-expr', 1500), ...many('b.yml', 'rule-expr', 1000)]
  const listed = bounded(all)
  expect(listed.length).toBe(2001)
  expect(listed.filter(({ message }) => message.startsWith('This'))).toEqual([
    {
      file: 'a.yml',
      range: { start: 1000, end: 1001 },
      code: 'rule-expr',
      severity: 'info',
      message: 'This file has 500 more findings like the 1000 before, which are not listed',
      hint: 'correct those that are listed, and check again',
    },
  ])
  expect(listed.filter(({ message }) => !message.startsWith('This'))).toEqual([
    ...all.slice(0, 1000),
    ...all.slice(1500),
  ])
})

test('what is said of the others is as severe as the worst of them', () => {
  const all = many('a.yml', 'rule-expr', 1200)
  const listed = (worse: number): readonly Diagnostic[] =>
    bounded(all.with(worse, finding('a.yml', 'rule-expr', worse, { severity: 'error' })))
  expect(listed(999).at(-1)?.severity).toBe('info')
  expect(listed(1000).at(-1)?.severity).toBe('error')
  expect(listed(1199).at(-1)?.severity).toBe('error')
})

test('a thousand and one of other codes are listed as they are', () => {
  const all = [...many('a.yml', 'rule-expr', 900), ...many('a.yml', 'links-file', 900)]
  expect(bounded(all)).toEqual(all)
})

test.each(Object.keys(formats) as FormatName[])('%s counts all and is no book', (format) => {
  const diagnostics = many('a.yml', 'yaml-duplicate-key', 300_000).map((one) => ({
    ...one,
    severity: 'error' as const,
  }))
  const { program } = compile([], defaultConfig())
  const summary = summarise({ program, diagnostics })
  expect(summary.errors).toBe(300_000)
  const texts = new Map([['a.yml', 'a: b\n'.repeat(60_000)]])
  const text = report(format, diagnostics, texts, { color: false, width: 100, summary })
  expect(text).toContain('299000 more findings')
  expect(text.length).toBeLessThan(2_000_000)
})

test.each(Object.keys(testFormats) as TestFormatName[])(
  '%s lists few problems of a file of tests',
  (format) => {
    const problem = { range: { start: 0, end: 1 }, message: 'Unexpected key', promtool: 'unexpected key' }
    const problems = Array.from({ length: 200_000 }, () => problem)
    const file = { path: 'a.md', results: [], problems, warnings: [], skipped: 0 }
    const text = testFormats[format]([file], new Map([['a.md', 'a: b\n']]), { color: false, width: 100 })
    expect(text).toContain('This file has 199000 more problems')
    expect(text.length).toBeLessThan(1_000_000)
  },
)
