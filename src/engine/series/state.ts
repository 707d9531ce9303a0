/**
 * State of the parser of the series notation. Prometheus prints the first error that its LALR parser meets, so a token
 * is read here exactly when that machine needs it: see `src/promql/state.ts`.
 */
import { byteLength } from '../../promql/go.ts'
import { parseNumber } from '../../promql/literals.ts'
import { createSeriesLexer, nextSeriesToken, type SeriesLexer, type SeriesSyntax } from './lexer.ts'
import { describe, type Token } from './token.ts'
import type { SeriesError } from './types.ts'

/** Thrown by `stop` and caught where parsing began: parsing ends at the first error. */
export class Stopped extends Error {
  readonly error: SeriesError
  constructor(error: SeriesError) {
    super(error.message)
    this.error = error
  }
}

export interface State {
  readonly lexer: SeriesLexer
  /** The look-ahead token, once read. */
  ahead: Token | undefined
  /** The last token read. */
  last: Token
}

export function createState(text: string, withValues: boolean, syntax: SeriesSyntax): State {
  const lexer = createSeriesLexer(text, withValues, syntax)
  return { lexer, ahead: undefined, last: { kind: 'eof', start: 0, end: 0 } }
}

/** Stops parsing with an error. */
export function stop(p: State, message: string, range: { start: number; end: number } = p.last): never {
  const { text } = p.lexer
  const { start, end } = range
  const promRange = { start: byteLength(text, start), end: byteLength(text, end) }
  throw new Stopped({ message, range: { start, end }, promRange })
}

/** The next token, without comments. */
export function peek(p: State): Token {
  if (p.ahead !== undefined) return p.ahead
  let token = nextSeriesToken(p.lexer)
  while (token.kind === 'comment') token = nextSeriesToken(p.lexer)
  p.ahead = token
  p.last = token
  if (token.kind === 'error') stop(p, p.lexer.error)
  return token
}

export function take(p: State): Token {
  const token = peek(p)
  p.ahead = undefined
  return token
}

/** Takes the next token if it is of this kind. */
export function accept(p: State, kind: string): Token | undefined {
  return peek(p).kind === kind ? take(p) : undefined
}

/** Takes the next token, which must be of this kind. */
export function expect(p: State, kind: string, context: string, expected = ''): Token {
  return accept(p, kind) ?? unexpected(p, context, expected)
}

/** Stops at the last token read. */
export function unexpected(p: State, context: string, expected = ''): never {
  const where = context === '' ? '' : ` in ${context}`
  const wanted = expected === '' ? '' : `, expected ${expected}`
  return stop(p, `unexpected ${describe(p.lexer.text, p.last)}${where}${wanted}`)
}

export function textOf(p: State, token: Token): string {
  return p.lexer.text.slice(token.start, token.end)
}

/** The value of a number token. */
export function numberOf(p: State, token: Token): number {
  const parsed = parseNumber(textOf(p, token))
  return parsed.error === undefined ? parsed.value : stop(p, parsed.error)
}

const mostUint64 = 0xffff_ffff_ffff_ffffn

/** The value of a number token that must be a whole number in decimal digits (`strconv.ParseUint`). */
export function uintOf(p: State, token: Token): bigint {
  const text = textOf(p, token)
  const isNumber = /^[0-9]+$/.test(text)
  const value = isNumber ? BigInt(text) : 0n
  if (isNumber && value <= mostUint64) return value
  const why = isNumber ? 'value out of range' : 'invalid syntax'
  return stop(p, `invalid repetition in series values: strconv.ParseUint: parsing "${text}": ${why}`)
}
