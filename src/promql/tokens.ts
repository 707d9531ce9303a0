/** Tokens for highlighting: never fails, and omits only white space. */
import type { Range } from '../text/source.ts'
import { functions } from './functions.ts'
import {
  aggregators,
  createLexer,
  type Lexer,
  nextToken,
  preprocessors,
  type Token,
  wordOperators,
} from './lexer.ts'

/** What a token is. */
export type HighlightKind =
  | 'keyword'
  | 'function'
  | 'aggregator'
  | 'metric'
  | 'label'
  | 'string'
  | 'number'
  | 'duration'
  | 'operator'
  | 'punctuation'
  | 'comment'
  | 'error'

/** A token of an expression, for colouring. */
export interface Highlight {
  readonly kind: HighlightKind
  readonly range: Range
}

/**
 * The tokens of an expression, in order and without overlap. An error becomes an `error` token of one character, and
 * lexing continues after it, so that incomplete expressions, or those with template actions, are highlighted too.
 */
export function tokens(text: string): readonly Highlight[] {
  const lexer = createLexer(text)
  const found: Token[] = []
  for (let token = step(lexer); token.kind !== 'eof'; token = step(lexer)) found.push(token)
  let inLabels = false
  return found.map((token, index) => {
    const before = found[index - 1]?.kind
    if (token.kind === '(' && labelLists.has(before ?? '')) inLabels = true
    else if (token.kind === ')') inLabels = false
    else if (token.kind === '{') inLabels = true
    else if (token.kind === '}') inLabels = false
    const next = found[index + 1]?.kind ?? ''
    return { kind: highlight(text, token, next, inLabels), range: { start: token.start, end: token.end } }
  })
}

const labelLists: ReadonlySet<string> = new Set([
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
])
const punctuation: ReadonlySet<string> = new Set(['(', ')', '{', '}', '[', ']', ',', ':'])

/** The next token; after an error, skips one character. */
function step(lexer: Lexer): Token {
  const token = nextToken(lexer)
  if (token.kind !== 'error') return token
  const { at, text } = lexer
  if (at >= text.length) return { kind: 'eof', start: at, end: at }
  const width = (text.codePointAt(at) as number) > 0xffff ? 2 : 1
  lexer.at = at + width
  lexer.parens = Math.max(0, lexer.parens)
  return { kind: 'error', start: at, end: at + width }
}

function highlight(text: string, token: Token, next: string, inLabels: boolean): HighlightKind {
  const { kind } = token
  if (kind === 'string' || kind === 'number' || kind === 'duration' || kind === 'comment' || kind === 'error')
    return kind
  if (punctuation.has(kind)) return 'punctuation'
  if (!/^[a-z]/.test(kind)) return 'operator'
  if (inLabels) return 'label'
  if (wordOperators.has(kind)) return 'operator'
  if (kind === 'identifier' || preprocessors.has(kind)) {
    const isCall = next === '(' && functions.has(text.slice(token.start, token.end))
    return isCall ? 'function' : 'metric'
  }
  if (kind === 'metric identifier') return 'metric'
  if (aggregators.has(kind))
    return next === '(' || next === 'by' || next === 'without' ? 'aggregator' : 'metric'
  return 'keyword'
}
