/** Highlighting of LogQL, whose strings are those of PromQL, compared with the PromQL lexer. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { logql } from '../../src/highlight/promql.ts'
import { parseExpr, parseOptions, tokens } from '../../src/promql/index.ts'

const path = new URL('../../../shared/corpus/promql/parse-cases.json', import.meta.url)

function expressions(): string[] {
  if (!existsSync(path)) {
    console.warn(`SKIPPED: no corpus at ${path.pathname}`)
    return []
  }
  const cases = JSON.parse(readFileSync(path, 'utf8')) as { input: string; inputBase64?: string }[]
  const options = parseOptions([], '3.14')
  return cases
    .filter(
      ({ input, inputBase64 }) => input && !inputBase64 && parseExpr(input, options).problems.length === 0,
    )
    .map(({ input }) => input)
}

it('sees strings and comments where the lexer of PromQL sees them', () => {
  for (const text of expressions()) {
    const own = logql(text).filter(({ kind }) => kind === 's' || kind === 'c')
    const lexer = tokens(text).filter(({ kind }) => kind === 'string' || kind === 'comment')
    expect(
      own.map(({ start, end }) => text.slice(start, end)),
      text,
    ).toEqual(lexer.map(({ range }) => text.slice(range.start, range.end)))
  }
})
