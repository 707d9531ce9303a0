/** Errors of the lexer, in better words and at a better place than Prometheus gives them. */
import type { Range } from '../text/source.ts'
import { createLexer, nextToken, type Token } from './lexer.ts'
import type { Found } from './state.ts'

/**
 * The problem that an error token stands for. `error` is Prometheus' message; its range runs to the end of
 * the text, ours covers what is wrong.
 */
export function explainLexerError(text: string, error: string, token: Token): Found {
  const promRange = { start: token.start, end: token.end }
  const found = { code: 'promql-syntax', promMessage: error, promRange } as const
  const at = (range: Range, message: string, hint?: string): Found => ({ ...found, range, message, hint })
  const one = { start: token.start, end: Math.min(token.start + 1, text.length) }

  if (error.startsWith('unclosed left')) return openBracket(text, error, at)
  if (error.startsWith('unexpected end of input inside braces')) return openBrace(text, at)
  if (error.startsWith('unexpected end of input in duration')) return openBracket(text, error, at)
  if (error.startsWith('unexpected right')) {
    const start = error.includes('parenthesis') ? token.start - 1 : token.start
    return at({ start, end: start + 1 }, `found \`${text[start]}\` without one that opens it`)
  }
  if (error.startsWith('unterminated')) {
    const line = text.indexOf('\n', token.start)
    const end = text[token.start] === '`' || line < 0 ? text.length : line
    return at(
      { start: token.start, end },
      'found a string without its closing quote',
      `add \`${text[token.start]}\``,
    )
  }
  if (error.startsWith('bad number')) {
    const end = token.start + (/^[\w.]+/.exec(text.slice(token.start, token.start + 80))?.[0].length ?? 1)
    return at(
      { start: token.start, end },
      `\`${text.slice(token.start, end)}\` is neither a number nor a duration`,
      'write durations as `5m` or `1h30m`, numbers as `0.5` or `1e3`',
    )
  }
  if (error.startsWith("unexpected character after '=': '~'")) {
    return at(
      { start: token.start, end: token.start + 2 },
      'found `=~` outside braces',
      'match labels inside braces: `{label=~"…"}`',
    )
  }
  if (/escape|UTF-8/.test(error)) {
    const end = Math.min(text.length, token.start + 1)
    return at(
      { start: token.start, end },
      `${error} in this string`,
      'double backslashes, or use back quotes',
    )
  }
  if (error.includes("expected ':'") || error.includes('duration expression')) {
    return at(one, `found \`${text[token.start] ?? ''}\` in brackets, expected a duration such as \`5m\``)
  }
  if (error.startsWith("unexpected character: '$'")) {
    return at(
      one,
      'found `$`, which PromQL does not have',
      'replace dashboard variables by what they stand for',
    )
  }
  if (error.startsWith("unexpected character: '&'") || error.startsWith("unexpected character: '|'")) {
    return at(
      one,
      `found \`${text[token.start]}\`, which PromQL does not have`,
      'combine vectors with `and`, `or`, `unless`',
    )
  }
  if (error.startsWith('unexpected character')) {
    const inside = error.includes('inside braces') ? ' inside braces' : ''
    const char = String.fromCodePoint(text.codePointAt(token.start) ?? 32)
    return at(
      { start: token.start, end: token.start + char.length },
      `found \`${char}\`${inside}, which cannot stand here`,
    )
  }
  return at(one, error)
}

type Say = (range: Range, message: string, hint?: string) => Found

/** The last `(` or `[` that is still open where the text ends. */
function openBracket(text: string, error: string, say: Say): Found {
  const kind = error.includes('parenthesis') ? '(' : '['
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

/** The `{` that is still open where the text ends. */
function openBrace(text: string, say: Say): Found {
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
