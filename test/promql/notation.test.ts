/**
 * The text files beside this one: an expression, `==>`, its result. `-- ` begins a comment. For an accepted expression:
 * the tree, then `=` and its canonical form. For a rejected one: Prometheus' message, then each of ours with its
 * characters and hint. `UPDATE=1` writes the text after the arrows.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatExpr, parseExpr, promError, treeText } from '../../src/promql/index.ts'
import { expectGolden } from '../setup.ts'
import { allFlags } from './cases.ts'

const folder = import.meta.dirname

/** The result for an expression. */
function outcome(text: string): string {
  const { expr, problems } = parseExpr(text, allFlags)
  if (expr !== undefined && problems.length === 0) return `${treeText(expr)}\n= ${formatExpr(expr)}`
  const lines = problems.map(({ message, range, hint }) => {
    const marked = text.slice(range.start, range.end)
    return `  ${message}  ⟨${marked}⟩${hint === undefined ? '' : `\n    ${hint}`}`
  })
  return [promError(text, problems), ...lines].join('\n')
}

/** A file with all results rewritten. */
function rewritten(source: string): string {
  return source
    .split(/\n{2,}/)
    .map((block) => {
      const text = block.trimEnd()
      const remarks = /^(?:-- .*\n)*/.exec(`${text}\n`)?.[0] ?? ''
      const expression = text.slice(remarks.length).split(/\n?==>/)[0] as string
      return expression === '' ? text : `${remarks}${expression}\n==>\n${outcome(expression)}`
    })
    .join('\n\n')
    .concat('\n')
}

test.each(readdirSync(folder).filter((name) => name.endsWith('.txt')))('%s', (name) => {
  const path = join(folder, name)
  const source = readFileSync(path, 'utf8')
  expect(source.split('\n==>\n').length, 'cases in the file').toBeGreaterThan(5)
  expectGolden(path, rewritten(source))
})
