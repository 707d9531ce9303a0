/**
 * PromQL and LogQL in colour. Works on words, not on a parse tree: queries in prose are often incomplete,
 * hold `<placeholders>` or template text, and must look right all the same.
 */
import type { Context, Kind, Token } from './token.ts'

const part =
  /#[^\n]*|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|`[^`]*`?|(?:0x[\da-f]+|\d+(?:\.\d+)?(?:e[+-]?\d+)?(?:ms|[smhdwy]|\d)*)\b|[A-Za-z_:][\w:]*|[=!]~|[!=<>]=|\|[=~>]|[-+*/%^<>=@|]|[{}()[\],]/gi

const keywords = new Set(
  'by without on ignoring group_left group_right bool offset and or unless atan2 start end inf nan fill fill_left fill_right'.split(
    ' ',
  ),
)
/** Keywords whose parentheses hold label names. */
const labelLists = new Set('by without on ignoring group_left group_right'.split(' '))
const stages = new Set(
  'json logfmt pattern regexp unpack line_format label_format decolorize drop keep unwrap distinct'.split(
    ' ',
  ),
)

const quotes: Readonly<Record<string, string>> = { '"': 'double', "'": 'single', '`': 'raw' }

/** Tokens of a PromQL expression. */
export function promql(code: string): Token[] {
  return query(code, false)
}

/** Tokens of a LogQL query. */
export function logql(code: string): Token[] {
  return query(code, true)
}

function query(code: string, logs: boolean): Token[] {
  const tokens: Token[] = []
  let braces = 0
  let list = false
  let before = ''
  for (const match of code.matchAll(part)) {
    const text = match[0]
    const start = match.index
    const end = start + text.length
    const quote = quotes[text[0]!]
    if (text === '{') braces++
    else if (text === '}') braces = Math.max(0, braces - 1)
    else if (text === '(') list = labelLists.has(before)
    else if (text === ')') list = false
    else if (quote !== undefined) {
      const pattern = /^([=!]~|\|~)$/.test(before) ? '-regex' : ''
      tokens.push({ start, end, kind: 's', context: `promql-${quote}${pattern}` as Context })
    } else if (!/^[[\],]$/.test(text)) {
      const kind = /^[A-Za-z_:]/.test(text)
        ? wordKind(text, braces > 0 || list, logs && before === '|', code.slice(end, end + 40))
        : text[0] === '#'
          ? 'c'
          : /^[\d]/.test(text)
            ? 'n'
            : 'o'
      tokens.push({ start, end, kind })
    }
    before = text.toLowerCase()
  }
  return tokens
}

function wordKind(word: string, label: boolean, stage: boolean, rest: string): Kind {
  if (label) return 'l'
  if (stage && stages.has(word)) return 'f'
  if (keywords.has(word.toLowerCase())) return 'k'
  return /^\s*(\(|(by|without)\b)/i.test(rest) ? 'f' : 'm'
}
