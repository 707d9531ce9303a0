/** Colours PromQL and LogQL. Queries in prose are often incomplete or hold `<placeholders>`; neither fails. */
import { type HighlightKind, tokens } from '../promql/index.ts'
import { blank, replaced } from '../text/source.ts'
import type { Context, Kind, Token } from './token.ts'

const KINDS: Readonly<Record<HighlightKind, Kind | undefined>> = {
  keyword: 'k',
  function: 'f',
  aggregator: 'f',
  metric: 'm',
  label: 'l',
  string: 's',
  number: 'n',
  duration: 'n',
  operator: 'o',
  comment: 'c',
  punctuation: undefined,
  error: undefined,
}

/** Tokens of a PromQL expression. */
export function promql(code: string): Token[] {
  const prompts = [...code.matchAll(/^[ \t]*\$[ \t]+/gm)].map(
    ({ index, 0: found }): Token => ({
      start: index,
      end: index + found.length,
      kind: 'prompt',
    }),
  )
  if (prompts.length === 0) return promqlTokens(code)
  return [...prompts, ...promqlTokens(replaced(code, prompts, blank))].sort((a, b) => a.start - b.start)
}

function promqlTokens(code: string): Token[] {
  let before = ''
  let isBroken = false
  return tokens(code).flatMap(({ kind, range }): Token[] => {
    const text = code.slice(range.start, range.end)
    // After an error, the text between two strings may pass for a string.
    isBroken ||= kind === 'error'
    const context = kind !== 'string' ? undefined : isBroken ? 'name' : stringContext(text, before)
    before = text
    const own = KINDS[kind]
    return own ? [{ ...range, kind: own, ...(context && { context }) }] : []
  })
}

const QUOTES: Readonly<Record<string, string>> = { '"': 'double', "'": 'single', '`': 'raw' }

/**
 * The context of a slot in a string: its quotes, and whether the string is a pattern. Strings outside matchers and
 * filters may be templates or patterns, and multi-line strings mean something else when pasted line by line.
 */
function stringContext(text: string, before: string): Context {
  if (
    !/^(?:!?=|[=!]~|\|[=~])$/.test(before) ||
    text.includes('\n') ||
    text.length < 2 ||
    text.at(-1) !== text[0]
  )
    return 'name'
  const pattern = before.includes('~') ? '-regex' : ''
  return `promql-${QUOTES[text[0]!]}${pattern}` as Context
}

const part =
  /#[^\n]*|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|`[^`]*`?|\d+(?:\.\d+)?(?:[a-zA-Zµ]+\d*)*|[A-Za-z_]\w*|[=!]~|[!=<>]=|\|[=~>]|[-+*/%^<>=@|]|[{}()[\],]/g

const keywords = new Set(
  'by without on ignoring group_left group_right bool offset and or unless unwrap'.split(' '),
)
/** Keywords followed by label names in parentheses. */
const labelLists = new Set('by without on ignoring group_left group_right'.split(' '))
const stages = new Set(
  'json logfmt pattern regexp unpack line_format label_format decolorize drop keep distinct'.split(' '),
)

/** Tokens of a LogQL query. */
export function logql(code: string): Token[] {
  const found: Token[] = []
  let braces = 0
  let list = false
  let before = ''
  for (const match of code.matchAll(part)) {
    const [text] = match
    const start = match.index
    const end = start + text.length
    if (text === '{') braces++
    else if (text === '}') braces = Math.max(0, braces - 1)
    else if (text === '(') list = labelLists.has(before)
    else if (text === ')') list = false
    else if (text[0]! in QUOTES) found.push({ start, end, kind: 's', context: stringContext(text, before) })
    else if (text[0] === '#') found.push({ start, end, kind: 'c' })
    else if (/^\d/.test(text)) found.push({ start, end, kind: 'n' })
    else if (/^[A-Za-z_]/.test(text)) {
      found.push({
        start,
        end,
        kind: wordKind(text, braces > 0 || list, before === '|', code.slice(end, end + 40)),
      })
    } else if (!/^[[\],]$/.test(text)) found.push({ start, end, kind: 'o' })
    before = text.toLowerCase()
  }
  return found
}

function wordKind(word: string, label: boolean, stage: boolean, rest: string): Kind {
  if (label) return 'l'
  if (keywords.has(word)) return 'k'
  if (stage) return stages.has(word) ? 'f' : 'l'
  return /^\s*(\(|(by|without)\b)/.test(rest) ? 'f' : 'l'
}
