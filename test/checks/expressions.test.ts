/**
 * The checks' findings on single expressions: a readable table. `UPDATE=1` rewrites the lines below each expression.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { expectGolden } from '../setup.ts'
import { configWith, judge } from './rules.ts'

const PATH = join(import.meta.dirname, 'expressions.txt')

/** A line with an expression: `[scrape 1m]` before it sets the interval, `[for: 1h]` the field. */
const LINE = /^(?:\[scrape (\w+)\] )?(?:\[(for: \w+|no for)\] )?(.*)$/

function findings(line: string): string[] {
  const [, scrape, fields, expr] = LINE.exec(line) as unknown as [string, string?, string?, string?]
  const { diagnostics, at } = judge(
    expr!,
    fields === 'no for' ? '' : (fields ?? 'for: 5m'),
    configWith(scrape),
  )
  return diagnostics.map(({ range, code, severity, message, hint, fix }) => {
    const found = expr!.slice(Math.max(0, range.start - at), Math.max(0, range.end - at))
    return `    ${severity} ${code} «${found}» ${message}\n      ${hint}${fix ? ' (fix)' : ''}`
  })
}

test('the table of expressions', () => {
  const lines = readFileSync(PATH, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('    '))
  const made = lines.flatMap((line) =>
    line === '' || line.startsWith('#') ? [line] : [line, ...findings(line)],
  )
  expectGolden(PATH, made.join('\n'))
  expect(made.length).toBeGreaterThan(lines.length)
})
