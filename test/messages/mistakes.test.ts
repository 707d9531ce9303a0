/**
 * Seventy typical slips, each in an otherwise good book (`book/`), and the resulting messages: `mistakes.txt` is meant
 * for reading. `npx vitest run test/messages --update` rewrites it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CHECKS } from '../../src/checks/index.ts'
import { NOTES } from '../../src/codes.ts'
import { compile } from '../../src/compile.ts'
import { readConfig } from '../../src/config/index.ts'
import type { Diagnostic } from '../../src/model.ts'
import { lineColumn, lineStarts } from '../../src/text/source.ts'
import slips from './mistakes.json' with { type: 'json' }

const BOOK = join(import.meta.dirname, 'book')

const book = new Map(readdirSync(BOOK).map((name) => [name, readFileSync(join(BOOK, name), 'utf8')]))

const { config } = readConfig({ path: 'alertbook.yml', text: 'site: { url: "https://books.corp/" }\n' }, [
  ...CHECKS.map(({ code }) => code),
  ...NOTES,
])

function findings(changed?: { file: string; text: string }): readonly Diagnostic[] {
  const sources = [...book].map(([name, text]) => ({
    path: `runbooks/${name}`,
    text: name === changed?.file ? changed.text : text,
  }))
  return compile(sources, config).diagnostics
}

function shown(text: string, { file, range, severity, code, message, hint }: Diagnostic): string {
  const { line, column } = lineColumn(lineStarts(text), range.start)
  const under = text.split(/\r?\n/)[line - 1]!
  const width = Math.max(1, Math.min(range.end - range.start, under.length - column + 1))
  return [
    `  ${severity} ${code}: ${message}`,
    `      ${file.replace('runbooks/', '')}:${line}  ${under.replaceAll('\t', ' ')}`,
    `      ${' '.repeat(`${file.replace('runbooks/', '')}:${line}  `.length + column - 1)}${'^'.repeat(width)}`,
    ...(hint === undefined ? [] : [`    → ${hint}`]),
  ].join('\n')
}

test('the book itself is good', () => {
  expect(findings()).toEqual([])
})

test('every slip, and what is said of it', async () => {
  const table = slips.map(({ mistake, file, find, replace }) => {
    const good = book.get(file)!
    expect(good, mistake).toContain(find)
    const text = good.replace(find, () => replace)
    const found = findings({ file, text })
    const said = found.map((one) =>
      shown(one.file === `runbooks/${file}` ? text : book.get(one.file.slice(9))!, one),
    )
    return `${mistake}\n${said.join('\n') || '  nothing'}\n`
  })
  await expect(table.join('\n')).toMatchFileSnapshot('mistakes.txt')
})

test('no slip of a rule is headed by what follows from it', () => {
  for (const { file, find, replace } of slips) {
    const first = findings({ file, text: book.get(file)!.replace(find, () => replace) })[0]
    expect(first?.code).not.toBe('runbook-orphan')
  }
})

test('only syntax is unexpected', () => {
  const folder = new URL('../../src/', import.meta.url)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  )
  const found = files
    .filter(
      (path) =>
        !/^(?:promql|template|yaml|disk|engine|prove|parse\/tests|cli\/prove)\/|^checks\/alert-untested/.test(
          path,
        ),
    )
    .flatMap((path) =>
      [...readFileSync(new URL(path, folder), 'utf8').matchAll(/[`']Unexpected [^\n]*/g)].map(
        ([text]) => `${path}: ${text}`,
      ),
    )
  // A wrong YAML shape must be reported here; `alert-condition` and the limits have their own words.
  const isSyntax = (line: string): boolean =>
    /expected (?:a|an|names|whole|one|\$\{what\}|\$\{expected\}|\$\{LEVELS)/.test(line) ||
    /^parse\/depth|^checks\/alert-condition/.test(line)
  expect(found.filter((line) => !isSyntax(line))).toEqual([])
})
