/**
 * Lexer of the series notation, token by token on demand. It mirrors the modes of `promql/parser/lex.go`: the metric is
 * read as PromQL; after it come values, histograms in double braces and lists in brackets.
 */
import { quote, quoteRune } from '../../promql/go.ts'
import { createLexer, type Lexer, nextToken } from '../../promql/lexer.ts'
import { type Scan, scanNumber, scanRemainingDuration } from '../../promql/scan-number.ts'
import { fieldNumbers, hintNumbers, type Token } from './token.ts'

/**
 * Mode of the lexer; `sign`: right after the closing braces of a histogram; `negative`: after a minus sign in brackets,
 * where only digits may follow.
 */
type Mode = 'metric' | 'values' | 'histogram' | 'list' | 'sign' | 'negative'

/** Syntax that depends on the version of Prometheus. */
export interface SeriesSyntax {
  readonly histograms: boolean
  /** Quoted names are allowed. */
  readonly quotedNames: boolean
  /** Underscores between digits are allowed. */
  readonly underscores: boolean
  /** Histograms with other custom buckets may be added. */
  readonly reconcilesBounds: boolean
}

export interface SeriesLexer {
  readonly text: string
  readonly promql: Lexer
  /** Whether values may follow the metric; false for a metric alone. */
  readonly withValues: boolean
  readonly syntax: SeriesSyntax
  mode: Mode
  at: number
  /** Message of the error token, once there was one. */
  error: string
}

export function createSeriesLexer(text: string, withValues: boolean, syntax: SeriesSyntax): SeriesLexer {
  return { text, promql: createLexer(text), withValues, syntax, mode: 'metric', at: 0, error: '' }
}

const isSpace = (char: string): boolean => char === ' ' || char === '\n' || char === '\t' || char === '\r'
const isDigit = (char: string): boolean => char >= '0' && char <= '9'
const isAlpha = (char: string): boolean => /^[a-zA-Z_]$/.test(char)

/** The next token; at the end `eof`, repeatedly. After an error the caller must stop. */
export function nextSeriesToken(lexer: SeriesLexer): Token {
  switch (lexer.mode) {
    case 'metric':
      return metric(lexer)
    case 'values':
      return value(lexer)
    case 'histogram':
      return histogram(lexer)
    case 'list':
      return list(lexer, lexer.at)
    case 'negative':
      lexer.mode = 'list'
      return number(lexer, lexer.at, lexer.at)
    case 'sign':
      lexer.mode = 'values'
      return token(lexer, lexer.text[lexer.at] as string, lexer.at + 1)
  }
}

/** The character at an offset; '' at the end. */
function charAt(text: string, at: number): string {
  const code = text.codePointAt(at)
  return code === undefined ? '' : String.fromCodePoint(code)
}

function token(lexer: SeriesLexer, kind: string, end: number, start: number = lexer.at): Token {
  lexer.at = end
  return { kind, start, end }
}

function fail(lexer: SeriesLexer, message: string, start: number = lexer.at): Token {
  lexer.error = message
  return { kind: 'error', start, end: lexer.text.length }
}

/** Reads a token of the metric; the values begin after the braces, or after a name without braces. */
function metric(lexer: SeriesLexer): Token {
  const { promql, withValues } = lexer
  promql.at = lexer.at
  const found = nextToken(promql)
  lexer.at = promql.at
  if (found.kind === 'error') lexer.error = promql.error
  if (!withValues || promql.braces) return found
  if (/^\.?[0-9]/.test(lexer.text.slice(found.start, found.start + 2)))
    return leadingNumber(lexer, found.start)
  const isWord = isAlpha(lexer.text[found.start] ?? '') || lexer.text[found.start] === ':'
  if (found.kind === '}' || (isWord && lexer.text[found.end] !== '{')) lexer.mode = 'values'
  return found
}

/** A number in place of a metric. Unlike among the values, it may be a duration. */
function leadingNumber(lexer: SeriesLexer, start: number): Token {
  const { ok, end } = scan(lexer, start)
  if (ok) return token(lexer, 'number', end, start)
  const rest = scanRemainingDuration(lexer.text, end)
  if (rest.ok) return token(lexer, 'duration', rest.end, start)
  return fail(lexer, `bad number or duration syntax: ${quote(lexer.text.slice(start, rest.end))}`, start)
}

/** One token for adjacent spaces. */
function space(lexer: SeriesLexer, start: number = lexer.at, from: number = lexer.at): Token {
  const found = { kind: '<space>', start, end: from + 1 }
  let at = from + 1
  while (isSpace(lexer.text[at] ?? '')) at++
  lexer.at = at
  return found
}

function value(lexer: SeriesLexer): Token {
  const { text, at } = lexer
  const char = charAt(text, at)
  if (char === '') return token(lexer, 'eof', at)
  if (char === '{' && text[at + 1] === '{' && lexer.syntax.histograms) {
    lexer.mode = 'histogram'
    return token(lexer, '{{', at + 2)
  }
  if (isSpace(char)) return space(lexer)
  if (char === '+' || char === '-' || char === 'x' || char === '_') return token(lexer, char, at + 1)
  if (isDigit(char) || (char === '.' && isDigit(text[at + 1] ?? ''))) return number(lexer, at, at)
  if (!isAlpha(char)) return fail(lexer, `unexpected character in series sequence: ${quoteRune(char)}`)
  lexer.promql.at = at
  const word = nextToken(lexer.promql)
  if (text[word.end] === '{') lexer.mode = 'metric'
  return token(lexer, word.kind, word.end)
}

/** Reads a number whose digits begin at `from`; its token may begin earlier, at `start`. */
function number(lexer: SeriesLexer, start: number, from: number): Token {
  const { ok, end } = scan(lexer, from)
  if (ok) return token(lexer, 'number', end, start)
  return fail(lexer, `bad number syntax: ${quote(lexer.text.slice(start, end))}`, start)
}

function scan({ text, syntax }: SeriesLexer, from: number): Scan {
  const { ok, end } = scanNumber(syntax.underscores ? text : text.replaceAll('_', '\0'), from, true, true)
  return { ok: ok && (syntax.underscores || text[end] !== '_'), end }
}

function histogram(lexer: SeriesLexer): Token {
  const { text, at } = lexer
  const char = charAt(text, at)
  if (isSpace(char)) return space(lexer)
  if (isAlpha(char)) return word(lexer)
  if (char === ':' || char === '-') return token(lexer, char, at + 1)
  if (isDigit(char)) return number(lexer, at, at)
  if (char === '[') {
    lexer.mode = 'list'
    return token(lexer, char, at + 1)
  }
  if (char === '}' && text[at + 1] === '}') {
    const next = text[at + 2]
    lexer.mode = next === 'x' || next === '+' || next === '-' ? 'sign' : 'values'
    return token(lexer, '}}', at + 2)
  }
  return fail(lexer, `histogram description incomplete unexpected: ${quoteRune(char)}`)
}

/** Reads a field's name followed by its colon, a counter reset hint, or `Inf` and `NaN`. */
function word(lexer: SeriesLexer): Token {
  const { text, at } = lexer
  let end = at
  while (isAlpha(text[end] ?? '')) end++
  const name = text.slice(at, end).toLowerCase()
  if (fieldNumbers.has(name)) {
    if (text[end] === ':') return token(lexer, 'field', end)
    return fail(lexer, 'missing `:` for histogram descriptor')
  }
  if (name === 'inf' || name === 'nan') return token(lexer, 'number', end)
  if (hintNumbers.has(name)) return token(lexer, 'hint', end)
  return fail(lexer, `bad histogram descriptor found: ${quote(text.slice(at, end))}`)
}

/**
 * Reads a token inside brackets. Letters that begin neither `Inf` nor `NaN` become part of the next token, as in
 * Prometheus.
 */
function list(lexer: SeriesLexer, start: number): Token {
  const { text } = lexer
  for (let at = start; ; at++) {
    const char = charAt(text, at)
    if (isAlpha(char)) {
      const name = text.slice(start, at + 1).toLowerCase()
      if (name === 'inf' || name === 'nan') return token(lexer, 'number', at + 1, start)
      continue
    }
    if (isSpace(char)) return space(lexer, start, at)
    if (isDigit(char)) return number(lexer, start, at)
    if (char === '-') {
      lexer.mode = 'negative'
      return token(lexer, char, at + 1, start)
    }
    if (char !== ']')
      return fail(lexer, `invalid character in buckets description: ${quoteRune(char)}`, start)
    lexer.mode = 'histogram'
    return token(lexer, char, at + 1, start)
  }
}
