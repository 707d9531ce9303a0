/**
 * Splits a template into tokens as Go's text/template does (text/template/parse/lex.go): text, and inside
 * `{{ }}` the parts of an action. The first thing that cannot be read ends the tokens with an `error`.
 */
import { decode, encode } from './go/bytes.ts'
import { describeRune, quote } from './go/quote.ts'

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
  /** UTF-16 offsets in the template. Of a text without what trim markers take away. */
  readonly start: number
  readonly end: number
  /** As written; of an `error`, what Go says. */
  readonly text: string
}

const keywords: ReadonlySet<string> = new Set(
  'block break continue define else end if range template with'.split(' '),
)

const isSpace = (char: string | undefined): boolean =>
  char === ' ' || char === '\n' || char === '\t' || char === '\r'
const word = /[\p{L}\p{Nd}_]/u

/** Where a run of characters that begins at `from` ends; `run` is a sticky expression that matches nothing too. */
function endOf(run: RegExp, text: string, from: number): number {
  run.lastIndex = from
  return run.test(text) ? run.lastIndex : from
}

const words = /[\p{L}\p{Nd}_]*/uy
const spaces = /[ \t\r\n]*/y
const numbers =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y

/** Where the number at `from` ends, and whether it ends where a number may end. */
function scanNumber(text: string, from: number): { end: number; good: boolean } {
  const end = endOf(numbers, text, from)
  const next = end < text.length ? String.fromCodePoint(text.codePointAt(end)!) : ''
  return word.test(next) ? { end: end + next.length, good: false } : { end, good: true }
}

/** All tokens of a template; the last one is `end` or `error`. `loops` is whether `break` is a keyword. */
export function lex(text: string, loops = true): Token[] {
  const tokens: Token[] = []
  let at = 0

  const push = (kind: TokenKind, end: number, said?: string): void => {
    tokens.push({ kind, start: at, end, text: said ?? text.slice(at, end) })
    at = end
  }
  const error = (said: string, start: number, end: number): false => {
    at = start
    push('error', Math.max(start, Math.min(end, text.length)), said)
    return false
  }
  const literal = (start: number, end: number): string => decode(quote(encode(text.slice(start, end))))

  /** `}}` here, or ` -}}`; how long it is, or 0. */
  const rightDelimiter = (from: number): number => {
    if (text.startsWith('}}', from)) return 2
    return isSpace(text[from]) && text.startsWith('-}}', from + 1) ? 4 : 0
  }

  const closeAction = (length: number): void => {
    const start = at + length - 2
    at = start
    push('right', start + 2)
    if (length === 4) at = endOf(spaces, text, at)
  }

  /** A comment whose `/*` stands at `from`. */
  const comment = (from: number, start: number): boolean => {
    const close = text.indexOf('*/', from + 2)
    if (close < 0) return error('unclosed comment', start, text.length)
    const length = rightDelimiter(close + 2)
    if (length === 0) return error('comment ends before closing delimiter', start, close + 2)
    at = close + 2 + length
    if (length === 4) at = endOf(spaces, text, at)
    return true
  }

  /** Whether an identifier, field or variable may end at `from`. */
  const terminates = (from: number): boolean => {
    const char = text[from]
    return char === undefined || isSpace(char) || '.,|:)('.includes(char) || text.startsWith('}}', from)
  }

  const badCharacter = (start: number, end: number): false => {
    const code = text.codePointAt(end)!
    return error(`bad character ${describeRune(code)}`, start, end + String.fromCodePoint(code).length)
  }

  const named = (kind: 'field' | 'variable'): boolean => {
    const end = endOf(words, text, at + 1)
    if (!terminates(end)) return badCharacter(at, end)
    push(kind === 'field' && end === at + 1 ? 'dot' : kind, end)
    return true
  }

  const identifier = (): boolean => {
    const end = endOf(words, text, at)
    if (!terminates(end)) return badCharacter(at, end)
    const name = text.slice(at, end)
    const isKeyword = keywords.has(name) && (loops || (name !== 'break' && name !== 'continue'))
    if (isKeyword) push('keyword', end)
    else if (name === 'nil') push('nil', end)
    else push(name === 'true' || name === 'false' ? 'bool' : 'identifier', end)
    return true
  }

  const number = (): boolean => {
    const start = at
    const first = scanNumber(text, at)
    if (!first.good) return error(`bad number syntax: ${literal(start, first.end)}`, start, first.end)
    if (text[first.end] !== '+' && text[first.end] !== '-') {
      push('number', first.end)
      return true
    }
    const { end, good } = scanNumber(text, first.end)
    if (!good || text[end - 1] !== 'i') {
      return error(`bad number syntax: ${literal(start, end)}`, start, end)
    }
    push('complex', end)
    return true
  }

  /** A literal that ends at its own quote mark, on the same line. */
  const quoted = (kind: 'string' | 'character', said: string): boolean => {
    const mark = text[at]!
    for (let end = at + 1; ; end++) {
      const escaped = text[end] === '\\'
      if (escaped) end++
      const char = text[end]
      if (char === undefined || char === '\n') return error(said, at, end)
      if (char === mark && !escaped) {
        push(kind, end + 1)
        return true
      }
    }
  }

  const rawString = (): boolean => {
    const close = text.indexOf('`', at + 1)
    if (close < 0) return error('unterminated raw quoted string', at, text.length)
    push('string', close + 1)
    return true
  }

  /** The parts of one action up to and with its `}}`. */
  const action = (opened: number): boolean => {
    let depth = 0
    for (;;) {
      const length = rightDelimiter(at)
      if (length > 0) {
        if (depth > 0) return error('unclosed left paren', at, at + length)
        closeAction(length)
        return true
      }
      const char = text[at]
      if (char === undefined) return error('unclosed action', opened, text.length)
      if (isSpace(char)) {
        // The space before `-}}` belongs to the delimiter.
        const end = endOf(spaces, text, at)
        push('space', text.startsWith('-}}', end) ? end - 1 : end)
      } else if (char === '=') push('assign', at + 1)
      else if (char === '|') push('pipe', at + 1)
      else if (char === ':') {
        if (text[at + 1] !== '=') return error('expected :=', at, at + 1)
        push('declare', at + 2)
      } else if (char === '(') {
        depth++
        push('open', at + 1)
      } else if (char === ')') {
        // One too many is the parser's to refuse.
        depth = Math.max(depth - 1, 0)
        push('close', at + 1)
      } else if (!scanToken(char)) return false
    }
  }

  const scanToken = (char: string): boolean => {
    if (char === '"') return quoted('string', 'unterminated quoted string')
    if (char === "'") return quoted('character', 'unterminated character constant')
    if (char === '`') return rawString()
    if (char === '$') return named('variable')
    const digitFollows = /[0-9]/.test(text[at + 1] ?? '')
    if (char === '.' && at + 1 < text.length && !digitFollows) return named('field')
    if (/[-+.0-9]/.test(char)) return number()
    const code = text.codePointAt(at)!
    const whole = String.fromCodePoint(code)
    if (word.test(whole)) return identifier()
    if (code > 0x20 && code < 0x7f) {
      push('char', at + 1)
      return true
    }
    return error(`unrecognized character in action: ${describeRune(code)}`, at, at + whole.length)
  }

  for (;;) {
    const open = text.indexOf('{{', at)
    if (open < 0) break
    const trims = text[open + 2] === '-' && isSpace(text[open + 3])
    let kept = open
    if (trims) while (kept > at && isSpace(text[kept - 1])) kept--
    if (kept > at) push('text', kept)
    at = open
    const inside = open + (trims ? 4 : 2)
    if (text.startsWith('/*', inside)) {
      if (!comment(inside, open)) return tokens
      continue
    }
    push('left', open + 2)
    at = inside
    if (!action(open)) return tokens
  }
  if (at < text.length) push('text', text.length)
  push('end', at)
  return tokens
}
