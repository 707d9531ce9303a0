/** Better words and places for Prometheus' lexer errors. */
import type { Range } from '../text/source.ts'
import { createLexer, type Lexer, nextToken, type Token } from './lexer.ts'
import { isPipeline } from './logql.ts'
import type { Found } from './problem.ts'

/** The problem for an error token. Prometheus' range extends to the end of the text; ours covers the fault. */
export function explainLexerError({ text, error, errorAt }: Lexer, token: Token): Found {
  const promRange = { start: token.start, end: token.end }
  const say = (range: Range, message: string, hint?: string): Found => ({
    code: 'promql-syntax',
    range,
    message,
    hint,
    promMessage: error,
    promRange,
  })
  const code = text.codePointAt(errorAt)
  const char = code === undefined ? '' : String.fromCodePoint(code)
  const one = { start: errorAt, end: errorAt + char.length }

  if (error.startsWith('unclosed left') || error.startsWith('unexpected end of input in duration')) {
    return openBracket(text, error.includes('parenthesis') ? '(' : '[', say)
  }
  if (error.startsWith('unexpected end of input inside braces')) return openBrace(text, say)
  if (error.startsWith('unexpected right')) return say(one, `found \`${char}\` without one that opens it`)
  if (error.startsWith('unterminated')) {
    const line = text.indexOf('\n', errorAt)
    const end = char === '`' || line < 0 ? text.length : line
    return say({ start: errorAt, end }, 'found a string without its closing quote', `add \`${char}\``)
  }
  if (error.startsWith('bad number')) return badNumber(text, errorAt, say)
  if (error.includes('escape sequence')) {
    const range = { start: errorAt, end: Math.min(errorAt + 2, text.length) }
    return say(
      range,
      `found a bad escape: ${error}`,
      'double the backslash, or put the string in back quotes',
    )
  }
  if (error.includes('colon')) {
    const message = error.includes('before') ? 'found `:` before the range' : 'found a second `:` in brackets'
    return say(one, message, 'write `[range]` or `[range:step]`')
  }
  if (error.includes("expected ':'") || error.includes('duration expression')) {
    return say(one, `found \`${char}\` in brackets, expected a duration such as \`5m\``)
  }
  return strayCharacter(error, one, char, text, say)
}

/** A character with no meaning in its place. */
function strayCharacter(error: string, one: Range, char: string, text: string, say: ReportAt): Found {
  if (error.startsWith("unexpected character after '=': '~'")) {
    const both = { start: one.start, end: one.end + 1 }
    return say(both, 'found `=~` outside braces', 'match labels inside braces: `{label=~"…"}`')
  }
  if (error.startsWith('unexpected left')) {
    const hint = char === '{' ? 'leave templates such as `{{ $value }}` out of expressions' : undefined
    return say(one, `found \`${char}\` inside another one`, hint)
  }
  if (error.includes('invalid UTF-8')) return say(one, 'found a byte that is not UTF-8, or U+FFFD')
  if (char === '$') {
    return say(one, 'found `$`, which PromQL does not have', 'replace variables with their values')
  }
  if (char === '&' || char === '|') {
    const hint = isPipeline(text, one)
      ? 'this is LogQL, which only Loki evaluates: keep its rules apart from those of Prometheus'
      : 'combine vectors with `and`, `or`, `unless`'
    return say(one, `found \`${char}\`, which PromQL does not have`, hint)
  }
  if (/[“”‘’„]/.test(char)) return say(one, `found \`${char}\`, a typographic quotation mark`, 'write `"`')
  if (error.includes('inside braces') && /[\w.*-]/.test(char))
    return say(
      one,
      `found \`${char}\` inside braces, which is not allowed here`,
      'put the label\'s value in quotes: `{label="value"}`',
    )
  const inside = error.includes('inside braces') ? ' inside braces' : ''
  return say(one, `found \`${char}\`${inside}, which is not allowed here`)
}

function badNumber(text: string, start: number, say: ReportAt): Found {
  const end = start + (/^[\w.]+/.exec(text.slice(start, start + 80))?.[0].length ?? 1)
  const message = `\`${text.slice(start, end)}\` is neither a number nor a duration`
  return say({ start, end }, message, 'write durations as `5m` or `1h30m`, numbers as `0.5` or `1e3`')
}

type ReportAt = (range: Range, message: string, hint?: string) => Found

/** The last `(` or `[` still open at the end of the text. */
function openBracket(text: string, kind: '(' | '[', say: ReportAt): Found {
  const close = kind === '(' ? ')' : ']'
  const lexer = createLexer(text)
  const open: number[] = []
  for (
    let token = nextToken(lexer);
    token.kind !== 'error' && token.kind !== 'eof';
    token = nextToken(lexer)
  ) {
    if (token.kind === kind) open.push(token.start)
    else if (token.kind === close) open.pop()
  }
  const start = open.at(-1) ?? Math.max(0, text.length - 1)
  return say(
    { start, end: start + 1 },
    `found \`${kind}\` without \`${close}\``,
    `close it with \`${close}\``,
  )
}

/** The `{` still open at the end of the text. */
function openBrace(text: string, say: ReportAt): Found {
  const lexer = createLexer(text)
  let start = 0
  for (
    let token = nextToken(lexer);
    token.kind !== 'error' && token.kind !== 'eof';
    token = nextToken(lexer)
  ) {
    if (token.kind === '{') start = token.start
  }
  return say({ start, end: start + 1 }, 'found `{` without `}`', 'close it with `}`')
}
