/**
 * Splits a template into tokens as Go's text/template does (text/template/parse/lex.go): text, and inside `{{ }}` the
 * parts of an action. The first error ends the tokens with an `error` token.
 */
import { quoted } from './go/print.ts'
import { describeRune } from './go/quote.ts'

export type TokenKind =
  | 'text'
  | 'left'
  | 'right'
  | 'space'
  | 'dot'
  | 'field'
  | 'variable'
  | 'identifier'
  | 'keyword'
  | 'nil'
  | 'bool'
  | 'number'
  | 'complex'
  | 'character'
  | 'string'
  | 'pipe'
  | 'declare'
  | 'assign'
  | 'open'
  | 'close'
  | 'char'
  | 'error'
  | 'end'

export interface Token {
  readonly kind: TokenKind
  /** UTF-16 offsets in the template. For text they exclude whatever trim markers remove. */
  readonly start: number
  readonly end: number
  /** As written; for an `error`, Go's message. */
  readonly text: string
}

const keywords: ReadonlySet<string> = new Set(
  'block break continue define else end if range template with'.split(' '),
)

const isSpace = (char: string | undefined): boolean =>
  char === ' ' || char === '\n' || char === '\t' || char === '\r'
const word = /[\p{L}\p{Nd}_]/u

/** End of the run of characters that begins at `from`; `run` is a sticky expression that also matches nothing. */
function endOf(run: RegExp, text: string, from: number): number {
  run.lastIndex = from
  return run.test(text) ? run.lastIndex : from
}

const words = /[\p{L}\p{Nd}_]*/uy
const spaces = /[ \t\r\n]*/y
const numbers =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y

/** End of the number at `from`, and whether a number may end there. */
function scanNumber(text: string, from: number): { end: number; good: boolean } {
  const end = endOf(numbers, text, from)
  const next = end < text.length ? String.fromCodePoint(text.codePointAt(end)!) : ''
  return word.test(next) ? { end: end + next.length, good: false } : { end, good: true }
}

interface Lexer {
  readonly text: string
  /** Whether `break` and `continue` are keywords. */
  readonly loops: boolean
  readonly tokens: Token[]
  at: number
}

function push(l: Lexer, kind: TokenKind, end: number, said?: string): void {
  l.tokens.push({ kind, start: l.at, end, text: said ?? l.text.slice(l.at, end) })
  l.at = end
}
function error(l: Lexer, said: string, start: number, end: number): false {
  l.at = start
  push(l, 'error', Math.max(start, Math.min(end, l.text.length)), said)
  return false
}

/** Length of the right delimiter at `from` (`}}` or ` -}}`); 0 where there is none. */
function rightDelimiter(l: Lexer, from: number): number {
  if (l.text.startsWith('}}', from)) return 2
  return isSpace(l.text[from]) && l.text.startsWith('-}}', from + 1) ? 4 : 0
}

/** Goes on behind a right delimiter, which ends at `end` and may trim the space after it. */
function pass(l: Lexer, end: number, length: number): void {
  l.at = length === 4 ? endOf(spaces, l.text, end) : end
}

/** Reads a comment whose `/*` is at `from`. */
function comment(l: Lexer, from: number, start: number): boolean {
  const close = l.text.indexOf('*/', from + 2)
  if (close < 0) return error(l, 'unclosed comment', start, l.text.length)
  const length = rightDelimiter(l, close + 2)
  if (length === 0) return error(l, 'comment ends before closing delimiter', start, close + 2)
  pass(l, close + 2 + length, length)
  return true
}

/** Whether an identifier, field or variable may end at `from`. */
function terminates(l: Lexer, from: number): boolean {
  const char = l.text[from]
  return char === undefined || isSpace(char) || '.,|:)('.includes(char) || l.text.startsWith('}}', from)
}

function badCharacter(l: Lexer, start: number, end: number): false {
  const code = l.text.codePointAt(end)!
  return error(l, `bad character ${describeRune(code)}`, start, end + String.fromCodePoint(code).length)
}

function named(l: Lexer, kind: 'field' | 'variable'): boolean {
  const end = endOf(words, l.text, l.at + 1)
  if (!terminates(l, end)) return badCharacter(l, l.at, end)
  push(l, kind === 'field' && end === l.at + 1 ? 'dot' : kind, end)
  return true
}

function identifier(l: Lexer): boolean {
  const end = endOf(words, l.text, l.at)
  if (!terminates(l, end)) return badCharacter(l, l.at, end)
  const name = l.text.slice(l.at, end)
  const isKeyword = keywords.has(name) && (l.loops || (name !== 'break' && name !== 'continue'))
  if (isKeyword) push(l, 'keyword', end)
  else if (name === 'nil') push(l, 'nil', end)
  else push(l, name === 'true' || name === 'false' ? 'bool' : 'identifier', end)
  return true
}

function number(l: Lexer): boolean {
  const bad = (end: number): false =>
    error(l, `bad number syntax: ${quoted(l.text.slice(l.at, end))}`, l.at, end)
  const first = scanNumber(l.text, l.at)
  if (!first.good) return bad(first.end)
  if (l.text[first.end] !== '+' && l.text[first.end] !== '-') {
    push(l, 'number', first.end)
    return true
  }
  const { end, good } = scanNumber(l.text, first.end)
  if (!good || l.text[end - 1] !== 'i') return bad(end)
  push(l, 'complex', end)
  return true
}

/** Reads a literal up to its closing quote mark on the same line. */
function literal(l: Lexer, kind: 'string' | 'character', said: string): boolean {
  const mark = l.text[l.at]!
  for (let end = l.at + 1; ; end++) {
    const escaped = l.text[end] === '\\'
    if (escaped) end++
    const char = l.text[end]
    if (char === undefined || char === '\n') return error(l, said, l.at, end)
    if (char === mark && !escaped) {
      push(l, kind, end + 1)
      return true
    }
  }
}

function rawString(l: Lexer): boolean {
  const close = l.text.indexOf('`', l.at + 1)
  if (close < 0) return error(l, 'unterminated raw quoted string', l.at, l.text.length)
  push(l, 'string', close + 1)
  return true
}

/** Reads the parts of one action, through its `}}`. */
function action(l: Lexer, opened: number): boolean {
  let depth = 0
  for (;;) {
    const length = rightDelimiter(l, l.at)
    if (length > 0) {
      if (depth > 0) return error(l, 'unclosed left paren', l.at, l.at + length)
      l.at += length - 2
      push(l, 'right', l.at + 2)
      pass(l, l.at, length)
      return true
    }
    const char = l.text[l.at]
    if (char === undefined) return error(l, 'unclosed action', opened, l.text.length)
    if (isSpace(char)) {
      // The space before `-}}` is part of the delimiter.
      const end = endOf(spaces, l.text, l.at)
      push(l, 'space', l.text.startsWith('-}}', end) ? end - 1 : end)
    } else if (char === '=') push(l, 'assign', l.at + 1)
    else if (char === '|') push(l, 'pipe', l.at + 1)
    else if (char === ':') {
      if (l.text[l.at + 1] !== '=') return error(l, 'expected :=', l.at, l.at + 1)
      push(l, 'declare', l.at + 2)
    } else if (char === '(') {
      depth++
      push(l, 'open', l.at + 1)
    } else if (char === ')') {
      // A superfluous `)` is reported by the parser.
      depth = Math.max(depth - 1, 0)
      push(l, 'close', l.at + 1)
    } else if (!scanToken(l, char)) return false
  }
}

function scanToken(l: Lexer, char: string): boolean {
  if (char === '"') return literal(l, 'string', 'unterminated quoted string')
  if (char === "'") return literal(l, 'character', 'unterminated character constant')
  if (char === '`') return rawString(l)
  if (char === '$') return named(l, 'variable')
  const digitFollows = /[0-9]/.test(l.text[l.at + 1] ?? '')
  if (char === '.' && l.at + 1 < l.text.length && !digitFollows) return named(l, 'field')
  if (/[-+.0-9]/.test(char)) return number(l)
  const code = l.text.codePointAt(l.at)!
  const whole = String.fromCodePoint(code)
  if (word.test(whole)) return identifier(l)
  if (code > 0x20 && code < 0x7f) {
    push(l, 'char', l.at + 1)
    return true
  }
  return error(l, `unrecognized character in action: ${describeRune(code)}`, l.at, l.at + whole.length)
}

/** All tokens of a template; the last one is `end` or `error`. `loops`: `break` and `continue` are keywords. */
export function lex(text: string, loops = true): Token[] {
  const l: Lexer = { text, loops, tokens: [], at: 0 }
  for (;;) {
    const open = l.text.indexOf('{{', l.at)
    if (open < 0) break
    const trims = l.text[open + 2] === '-' && isSpace(l.text[open + 3])
    let kept = open
    if (trims) while (kept > l.at && isSpace(l.text[kept - 1])) kept--
    if (kept > l.at) push(l, 'text', kept)
    l.at = open
    const inside = open + (trims ? 4 : 2)
    if (l.text.startsWith('/*', inside)) {
      if (!comment(l, inside, open)) return l.tokens
      continue
    }
    push(l, 'left', open + 2)
    l.at = inside
    if (!action(l, open)) return l.tokens
  }
  if (l.at < l.text.length) push(l, 'text', l.text.length)
  push(l, 'end', l.at)
  return l.tokens
}
