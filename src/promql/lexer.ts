/**
 * The PromQL lexer, token by token on demand. It mirrors the modes of `promql/parser/lex.go`: outside; inside `{}`,
 * where every word is an identifier; and inside `[]`, with two modes, before and after the first number.
 */
import { aggregators as aggregatorTable } from './functions.ts'
import { quote, quoteRune } from './go.ts'
import { scanNumber, scanRemainingDuration } from './scan-number.ts'
import { scanString } from './scan-string.ts'

/**
 * `identifier`, `metric identifier` (one with a colon), `number`, `duration`, `string`, `comment`, `eof`, `error`.
 * Everything else is its own kind, with words in lower case: `(`, `==`, `sum`, `offset`, `start`.
 */
export type TokenKind = string

export interface Token {
  readonly kind: TokenKind
  /** Half-open, in UTF-16 units. An error token extends to the end of the text. */
  readonly start: number
  readonly end: number
}

/** State of a lexer between two tokens. */
export interface Lexer {
  readonly text: string
  /** As for `scanNumber`. */
  readonly hexExponent: boolean
  at: number
  /** Prometheus' message for the error token, once there is one. */
  error: string
  /** The range of the fault itself. Prometheus may report another place. */
  errorAt: number
  parens: number
  braces: boolean
  brackets: boolean
  /** In brackets: no number was read yet. */
  beforeNumber: boolean
  gotColon: boolean
  /** A number was read in some bracket; never reset, as in Prometheus. */
  gotDuration: boolean
}

/** The names of `functions.ts`. */
export const aggregators: ReadonlySet<string> = new Set(aggregatorTable.keys())
export const wordOperators: ReadonlySet<string> = new Set(['and', 'or', 'unless', 'atan2'])
/** What Prometheus prints as `<word>`. */
export const keywords: ReadonlySet<string> = new Set(
  'offset smoothed anchored by without on ignoring group_left group_right bool fill fill_left fill_right'.split(
    ' ',
  ),
)
/** Words that are called like functions in durations. */
export const preprocessors: ReadonlySet<string> = new Set([
  'start',
  'end',
  'step',
  'range',
  'max_of',
  'min_of',
])
const durationWords: ReadonlySet<string> = new Set(['step', 'range', 'max_of', 'min_of'])

/** Lower-case word to token kind. */
const words: ReadonlyMap<string, TokenKind> = new Map([
  ...[...aggregators, ...wordOperators, ...keywords, ...preprocessors].map((word): [string, string] => [
    word,
    word,
  ]),
  ['inf', 'number'],
  ['nan', 'number'],
])

const longestWord = 12

/** A lexer at the start of a text. Before 2.54, hexadecimal numbers have no exponent. */
export function createLexer(text: string, hexExponent: boolean = true): Lexer {
  return {
    text,
    hexExponent,
    at: 0,
    error: '',
    errorAt: 0,
    parens: 0,
    braces: false,
    brackets: false,
    beforeNumber: false,
    gotColon: false,
    gotDuration: false,
  }
}

const isSpace = (unit: number): boolean => unit === 32 || unit === 10 || unit === 9 || unit === 13
const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57
const isAlpha = (unit: number): boolean =>
  (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95

/** The next token; at the end `eof`, repeatedly. After an error the caller must stop or advance by itself. */
export function nextToken(lexer: Lexer): Token {
  const { text } = lexer
  let at = lexer.at
  while (isSpace(text.charCodeAt(at))) at++
  lexer.at = at
  if (lexer.braces) return insideBraces(lexer)
  if (lexer.beforeNumber) return insideBrackets(lexer)
  return outside(lexer)
}

/** A token from the current position to `end`. */
function token(lexer: Lexer, kind: TokenKind, end: number): Token {
  const start = lexer.at
  lexer.at = end
  return { kind, start, end }
}

/** An error at `place`; `start`: where Prometheus says it begins. Both default to the token's start. */
function fail(lexer: Lexer, message: string, start: number = lexer.at, place: number = lexer.at): Token {
  lexer.error = message
  lexer.errorAt = place
  return { kind: 'error', start, end: lexer.text.length }
}

/** The character at an offset; '' at the end. */
function charAt(text: string, at: number): string {
  const code = text.codePointAt(at)
  return code === undefined ? '' : String.fromCodePoint(code)
}

function outside(lexer: Lexer): Token {
  const { text, at } = lexer
  const unit = text.charCodeAt(at)
  if (isAlpha(unit) || unit === 58) return lexer.brackets ? wordInBrackets(lexer, unit) : word(lexer)
  if (isDigit(unit)) return number(lexer)
  const next = text.charCodeAt(at + 1)
  switch (unit) {
    case 40: // (
      lexer.parens++
      return token(lexer, '(', at + 1)
    case 41: // )
      return closeParen(lexer)
    case 123: // {
      lexer.braces = true
      return token(lexer, '{', at + 1)
    case 91: // [
      if (lexer.brackets) return fail(lexer, "unexpected left bracket '['")
      lexer.brackets = true
      lexer.beforeNumber = true
      lexer.gotColon = false
      return token(lexer, '[', at + 1)
    case 93: // ]
      if (!lexer.brackets) return fail(lexer, "unexpected right bracket ']'")
      lexer.brackets = false
      return token(lexer, ']', at + 1)
    case 44: // ,
    case 42: // *
    case 47: // /
    case 37: // %
    case 43: // +
    case 45: // -
    case 94: // ^
    case 64: // @
      return token(lexer, text[at] as string, at + 1)
    case 61: // =
      if (next === 126) return fail(lexer, "unexpected character after '=': '~'")
      return next === 61 ? token(lexer, '==', at + 2) : token(lexer, '=', at + 1)
    case 33: // !
      if (next === 61) return token(lexer, '!=', at + 2)
      return fail(lexer, `unexpected character after '!': ${quoteRune(charAt(text, at + 1))}`)
    case 60: // <
    case 62: // >
      if (next === 61 || next === 47) return token(lexer, text.slice(at, at + 2), at + 2)
      return token(lexer, text[at] as string, at + 1)
    case 34: // "
    case 39: // '
    case 96: // `
      return string(lexer)
    case 35: // #
      return comment(lexer)
    case 46: // .
      if (isDigit(next)) return number(lexer)
  }
  if (at < text.length) return fail(lexer, `unexpected character: ${quoteRune(charAt(text, at))}`)
  if (lexer.parens !== 0) return fail(lexer, 'unclosed left parenthesis')
  if (lexer.brackets) return fail(lexer, 'unclosed left bracket')
  return token(lexer, 'eof', at)
}

/** `)`; Prometheus places the error about a superfluous one after it. */
function closeParen(lexer: Lexer): Token {
  if (--lexer.parens < 0) return fail(lexer, "unexpected right parenthesis ')'", lexer.at + 1)
  return token(lexer, ')', lexer.at + 1)
}

function word(lexer: Lexer): Token {
  const { text, at } = lexer
  let end = at
  let colon = false
  for (; ; end++) {
    const unit = text.charCodeAt(end)
    if (isAlpha(unit) || isDigit(unit)) continue
    if (unit !== 58) break
    colon = true
  }
  if (end - at <= longestWord) {
    const kind = words.get(text.slice(at, end).toLowerCase())
    if (kind !== undefined) {
      const isFill = kind === 'fill' || kind === 'fill_left' || kind === 'fill_right'
      return token(lexer, isFill && !parenFollows(text, end) ? 'identifier' : kind, end)
    }
  }
  return token(lexer, colon ? 'metric identifier' : 'identifier', end)
}

/** `fill` words are keywords only before a parenthesis. */
function parenFollows(text: string, at: number): boolean {
  let next = at
  while (isSpace(text.charCodeAt(next))) next++
  return text.charCodeAt(next) === 40
}

/** In brackets after the first number: a colon, or a word of duration arithmetic. */
function wordInBrackets(lexer: Lexer, unit: number): Token {
  if (unit === 58) {
    if (lexer.gotColon) return fail(lexer, "unexpected colon ':'")
    lexer.gotColon = true
    return token(lexer, ':', lexer.at + 1)
  }
  return (
    durationWord(lexer) ??
    fail(lexer, `unexpected character: ${quoteRune(lexer.text[lexer.at] as string)}, expected ':'`)
  )
}

/** `step`, `range`, `max_of` or `min_of` at the current position. */
function durationWord(lexer: Lexer): Token | undefined {
  let end = lexer.at
  while (isAlpha(lexer.text.charCodeAt(end))) end++
  const found = lexer.text.slice(lexer.at, end).toLowerCase()
  return durationWords.has(found) ? token(lexer, found, end) : undefined
}

/** In brackets before the first number. */
function insideBrackets(lexer: Lexer): Token {
  const { text, at } = lexer
  if (at >= text.length) return fail(lexer, 'unexpected end of input in duration expression')
  const char = text[at] as string
  switch (char) {
    case ']':
      lexer.brackets = false
      lexer.beforeNumber = false
      lexer.gotColon = false
      return token(lexer, ']', at + 1)
    case ':':
      if (!lexer.gotDuration) {
        return fail(lexer, 'unexpected colon before duration in duration expression', at + 1)
      }
      if (lexer.gotColon) return fail(lexer, 'unexpected repeated colon in duration expression', at + 1)
      lexer.gotColon = true
      return token(lexer, ':', at + 1)
    case '(':
      lexer.parens++
      return token(lexer, '(', at + 1)
    case ')':
      return closeParen(lexer)
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '^':
    case ',':
      return token(lexer, char, at + 1)
  }
  if (isDigit(text.charCodeAt(at)) || (char === '.' && isDigit(text.charCodeAt(at + 1)))) {
    lexer.gotDuration = true
    lexer.beforeNumber = false
    return number(lexer)
  }
  return (
    durationWord(lexer) ??
    fail(lexer, `unexpected character in duration expression: ${quoteRune(charAt(text, at))}`)
  )
}

function insideBraces(lexer: Lexer): Token {
  const { text, at } = lexer
  const unit = text.charCodeAt(at)
  if (isAlpha(unit)) {
    let end = at
    while (isAlpha(text.charCodeAt(end)) || isDigit(text.charCodeAt(end))) end++
    return token(lexer, 'identifier', end)
  }
  const next = text.charCodeAt(at + 1)
  switch (unit) {
    case 44: // ,
      return token(lexer, ',', at + 1)
    case 34: // "
    case 39: // '
    case 96: // `
      return string(lexer)
    case 61: // =
      return next === 126 ? token(lexer, '=~', at + 2) : token(lexer, '=', at + 1)
    case 33: // !
      if (next === 126) return token(lexer, '!~', at + 2)
      if (next === 61) return token(lexer, '!=', at + 2)
      return fail(lexer, `unexpected character after '!' inside braces: ${quoteRune(charAt(text, at + 1))}`)
    case 123: // {
      return fail(lexer, "unexpected left brace '{'")
    case 125: // }
      lexer.braces = false
      return token(lexer, '}', at + 1)
    case 35: // #
      return comment(lexer)
  }
  if (at >= text.length) return fail(lexer, 'unexpected end of input inside braces')
  return fail(lexer, `unexpected character inside braces: ${quoteRune(charAt(text, at))}`)
}

function comment(lexer: Lexer): Token {
  let end = lexer.at
  while (end < lexer.text.length && lexer.text[end] !== '\n' && lexer.text[end] !== '\r') end++
  return token(lexer, 'comment', end)
}

function string(lexer: Lexer): Token {
  const found = scanString(lexer.text, lexer.at)
  if (typeof found === 'number') return token(lexer, 'string', found)
  return fail(lexer, found.error, lexer.at, found.at)
}

function number(lexer: Lexer): Token {
  const { text, at } = lexer
  const scanned = scanNumber(text, at, lexer.hexExponent)
  if (scanned.ok) return token(lexer, 'number', scanned.end)
  const rest = scanRemainingDuration(text, scanned.end)
  if (rest.ok) return token(lexer, 'duration', rest.end)
  return fail(lexer, `bad number or duration syntax: ${quote(text.slice(at, rest.end))}`)
}
