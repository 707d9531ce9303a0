/** Limits on nesting. Prometheus has none; these keep every walk over a tree within the call stack. */
import type { Token } from './lexer.ts'
import { report, type State } from './state.ts'

/** Deepest nesting of grammar rules. */
export const mostDepth = 800

/** Longest chain of operators, whose tree nests to the left. */
export const mostChain = 2000

/** Runs a grammar rule one level deeper, or reports that this is too deep. */
export function deeper<T>(p: State, place: Token, rule: () => T | undefined): T | undefined {
  if (p.depth >= mostDepth) return tooDeep(p, place)
  p.depth++
  const result = rule()
  p.depth--
  return result
}

/** Reports that the expression is too deep here, and ends parsing. */
export function tooDeep(p: State, place: Token): undefined {
  reportDepth(p, place)
  const end = p.text.length
  p.lexer.at = end
  p.ahead = { kind: 'error', start: end, end }
  return undefined
}

/** Reports that the expression is too deep. */
export function reportDepth(p: State, place: Token, most: number = mostDepth): void {
  report(p, {
    code: 'promql-syntax',
    range: place,
    message: `the expression nests more than ${most} levels deep`,
    hint: 'split it into recording rules',
    promMessage: 'expression is nested too deeply',
  })
}
