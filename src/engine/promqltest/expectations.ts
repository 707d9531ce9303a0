/** Parses `expect warn msg: …` and its like. */
import { parseExpr } from '../../promql/index.ts'
import { tryRegex } from '../../promql/regex-match.ts'
import type { Expectation, ExpectationType } from './types.ts'

const syntax = /^expect\s+(ordered|fail|warn|no_warn|info|no_info)(?:\s+(regex|msg):(.+))?$/

/** A line that is an `expect` command. A metric of that name can still be written as `expect{}`. */
export const isExpectLine = (text: string): boolean => text.split(' ')[0] === 'expect'

export function readExpectation(
  text: string,
  stop: (message: string) => never,
): { readonly type: ExpectationType; readonly expectation: Expectation } {
  const found = syntax.exec(text.trim())
  if (found === null)
    return stop('invalid expect statement, must match `expect <type> <match_type>: <string>` format')
  const type = found[1] as ExpectationType
  const wanted = (found[3] ?? '').trim()
  if (found[2] === 'msg')
    return { type, expectation: { kind: 'message', text: wanted, matches: (message) => message === wanted } }
  const pattern = found[2] === undefined ? '^.*$' : wanted
  const expectation = patternExpectation(pattern) ?? stop(`invalid regex ${pattern} for ${type}`)
  return { type, expectation }
}

/** A pattern that a text must contain; undefined for an invalid regular expression. */
export function patternExpectation(pattern: string): Expectation | undefined {
  const compiled = tryRegex(pattern, false)
  if (typeof compiled === 'string') return undefined
  return { kind: 'pattern', text: pattern, matches: (message) => compiled.test(message) }
}

/** The string of `expect string "…"`; undefined where its quoting is invalid. */
export function readString(text: string): string | undefined {
  const quoted = text.slice('expect string '.length)
  const { expr, problems } = parseExpr(quoted)
  if (expr?.kind !== 'string' || problems.length > 0) return undefined
  // In single quotes Go allows one character.
  return quoted.startsWith("'") && [...expr.value].length !== 1 ? undefined : expr.value
}
