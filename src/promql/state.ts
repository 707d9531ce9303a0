/**
 * State of the parser between two tokens: the look-ahead, the problems so far, and the rule that would explain an
 * unexpected token.
 *
 * Prometheus' parser is an LALR machine made by goyacc, and it prints the first error that it meets. Which one is first
 * depends on when the machine reads its look-ahead token: it meets a lexer error when it reads the token, and an error
 * of an action when that rule is complete, and many rules are complete only once the next token is known. So here too a
 * token is read by `peek` and not before: a function that reports an error does so before or after its `peek` exactly
 * as the machine does.
 */
import { wellFormed } from '../text/bytes.ts'
import { nearest } from '../text/nearest.ts'
import type { Range } from '../text/source.ts'
import type { Expr } from './ast.ts'
import { syntaxSince } from './functions.ts'
import { byteLength, quote } from './go.ts'
import {
  aggregators,
  createLexer,
  keywords,
  type Lexer,
  nextToken,
  type Token,
  type TokenKind,
  wordOperators,
} from './lexer.ts'
import { explainLexerError } from './lexer-errors.ts'
import type { ParseOptions } from './options.ts'
import { versionNumber } from './options.ts'
import type { Found, Problem } from './problem.ts'
import { slipHint } from './slips.ts'

/**
 * Where the machine catches an unexpected token: the innermost open rule that has an alternative for errors. It words
 * Prometheus' message.
 */
export interface Catcher {
  readonly context: string
  readonly expected: string
}

type CatcherName =
  | 'none'
  | 'aggregation'
  | 'groupingOpen'
  | 'groupingLabel'
  | 'groupingNext'
  | 'offset'
  | 'at'
  | 'window'
  | 'windowEnd'
  | 'step'
  | 'stepEnd'
  | 'matcher'
  | 'matcherNext'
  | 'matcherOp'
  | 'matcherValue'

export const catchers: Readonly<Record<CatcherName, Catcher>> = {
  none: { context: '', expected: '' },
  aggregation: { context: 'aggregation', expected: '' },
  groupingOpen: { context: 'grouping opts', expected: '"("' },
  groupingLabel: { context: 'grouping opts', expected: 'label' },
  groupingNext: { context: 'grouping opts', expected: '"," or ")"' },
  offset: { context: 'offset', expected: 'number, duration, step(), or range()' },
  at: { context: '@', expected: 'timestamp' },
  window: { context: 'subquery or range selector', expected: 'number, duration, step(), or range()' },
  windowEnd: { context: 'subquery or range', expected: '":" or "]"' },
  step: { context: 'subquery selector', expected: 'number, duration, step(), range(), or "]"' },
  stepEnd: { context: 'subquery selector', expected: '"]"' },
  matcher: { context: 'label matching', expected: 'identifier or "}"' },
  matcherNext: { context: 'label matching', expected: '"," or "}"' },
  matcherOp: { context: 'label matching', expected: 'label matching operator' },
  matcherValue: { context: 'label matching', expected: 'string' },
}

export interface State {
  readonly text: string
  readonly lexer: Lexer
  readonly options: ParseOptions
  /** As returned by `versionNumber`. */
  readonly version: number
  readonly found: Found[]
  /** The look-ahead token, once read. */
  ahead: Token | undefined
  catcher: Catcher
  /** Number of open recursive rules. */
  depth: number
  /** The operator at which a chain became too high for a tree. */
  tooHigh: Token | undefined
  /** Ends of expressions that Prometheus places elsewhere. */
  readonly promEnds: Map<Expr, number>
}

export function createState(text: string, options: ParseOptions): State {
  const known = options.version === undefined ? undefined : versionNumber(options.version)
  const version = known ?? Number.MAX_VALUE
  return {
    text,
    lexer: createLexer(text, version >= (versionNumber(syntaxSince.underscore) as number)),
    options,
    version,
    found: [],
    ahead: undefined,
    catcher: catchers.none,
    depth: 0,
    tooHigh: undefined,
    promEnds: new Map(),
  }
}

/** The next token, without comments; a lexer error is reported when it is read. */
export function peek(p: State): Token {
  if (p.ahead !== undefined) return p.ahead
  let token = nextToken(p.lexer)
  while (token.kind === 'comment') token = nextToken(p.lexer)
  p.ahead = token
  if (token.kind === 'error') {
    p.found.push(explainLexerError(p.lexer, token))
  }
  return token
}

/** Takes the next token. The end and errors are not consumed. */
export function take(p: State): Token {
  const token = peek(p)
  if (token.kind !== 'eof' && token.kind !== 'error') p.ahead = undefined
  return token
}

/** Takes the next token if it is of this kind. */
export function accept(p: State, kind: TokenKind): Token | undefined {
  return peek(p).kind === kind ? take(p) : undefined
}

/** The characters of a token. */
export function textOf(p: State, token: Range): string {
  return p.text.slice(token.start, token.end)
}

export function report(p: State, found: Found): void {
  p.found.push(found)
}

/** Reports the look-ahead as unexpected, unless it is a lexer error, which is already reported. */
export function unexpected(p: State, expected: string, hint?: string): undefined {
  const token = peek(p)
  if (token.kind === 'error') return undefined
  const { context, expected: promExpected } = p.catcher
  const where = context === '' ? '' : ` in ${context}`
  const wanted = promExpected === '' ? '' : `, expected ${promExpected}`
  report(p, {
    code: 'promql-syntax',
    range: token,
    message: `found ${shown(p, token)}, expected ${expected}`,
    hint: hint ?? hintFor(p, token),
    promMessage: `unexpected ${describe(p, token)}${where}${wanted}`,
  })
  return undefined
}

/** A token as our messages show it. */
function shown(p: State, token: Token): string {
  if (token.kind === 'eof') return 'the end of the expression'
  const text = textOf(p, token)
  return text.length > 40 || text.includes('`') ? `a ${token.kind}` : `\`${text}\``
}

const WORDS = ['and', 'or', 'unless', 'atan2', 'bool', 'offset', 'group_left', 'group_right']

function hintFor(p: State, token: Token): string | undefined {
  const { kind } = token
  const text = textOf(p, token)
  const before = p.text.slice(0, token.start).trimEnd()
  if (kind === 'eof' && before.endsWith('%')) return '`%` is the remainder of a division: write 90% as `0.9`'
  if (text === 'for' || text === 'FOR') return '`for` is a field of the rule: write it on a line of its own'
  if (kind === 'identifier') {
    const near = nearest(text, WORDS)
    if (near !== undefined) return `did you mean \`${near}\`?`
    if (/\b(?:by|without|on|ignoring)$/i.test(before)) return `write \`(${text})\``
  }
  if (/[\w)\]}]$/.test(before) && /^[A-Za-z_]/.test(text) && isInsideCall(before))
    return `is a comma missing before \`${text}\`?`
  if (kind === '=') return 'compare with `==`; match labels inside braces: `{label="value"}`'
  if (kind === 'string') return 'put label values into a matcher: `{label="value"}`'
  return undefined
}

/** Whether a text ends inside the parentheses of a call. */
function isInsideCall(before: string): boolean {
  let depth = 0
  for (let at = before.length - 1; at >= 0; at--) {
    if (before[at] === ')') depth++
    else if (before[at] === '(' && depth-- === 0) return /\w\s*$/.test(before.slice(0, at))
  }
  return false
}

const named: ReadonlySet<TokenKind> = new Set([
  'identifier',
  'metric identifier',
  'number',
  'duration',
  'string',
])
const symbolOperators = /^(?:[-+*/%^@<>]|[=!<>]=|[=!]~|<\/|>\/)$/

/** A token as Prometheus names it. */
function describe(p: State, token: Token): string {
  const { kind } = token
  if (kind === 'eof') return 'end of input'
  const text = textOf(p, token)
  if (named.has(kind)) return `${kind} ${clipped(kind, text)}`
  if (keywords.has(kind)) return `<${text}>`
  if (wordOperators.has(kind) || symbolOperators.test(kind)) return `<op:${text}>`
  if (aggregators.has(kind)) return `<aggr:${text}>`
  return quote(text)
}

/** Literals longer than ten bytes are cut after ten characters. */
function clipped(kind: TokenKind, text: string): string {
  if (kind === 'identifier' || kind === 'metric identifier' || byteLength(text) <= 10) return quote(text)
  return `${quote([...text.slice(0, 20)].slice(0, 10).join(''))}...`
}

/**
 * Reports syntax or a name that the configured version does not have yet. That version's message is unknown:
 * `promMessage` is the newest version's message for a disabled feature.
 */
export function needsVersion(p: State, since: string | undefined, what: string, range: Range): void {
  if (since === undefined || p.version >= (versionNumber(since) as number)) return
  const version = p.options.version as string
  report(p, {
    code: 'promql-feature',
    range,
    message: `${what} needs Prometheus ${since} or newer, the configured version is ${version}`,
    hint: `raise \`prometheus.version\` if your Prometheus has it, or write it without ${what}`,
    promMessage: `${what.replaceAll('`', '')} is not known to version ${version}`,
  })
}

/** Reports use of a disabled feature flag of Prometheus. */
export function needsFlag(
  p: State,
  flag: string,
  what: string,
  range: Range,
  promMessage: string,
  promRange: Range = range,
): void {
  report(p, {
    code: 'promql-feature',
    range,
    message: `${what} is experimental and its feature flag is off`,
    hint: `start Prometheus with \`--enable-feature=${flag}\` and add it to \`prometheus.features\``,
    promMessage,
    promRange,
  })
}

/** All problems, with Prometheus' places in bytes. Messages are encoded as UTF-8 when read. */
export function problems(p: State): readonly Problem[] {
  const ascii = /^[\0-\x7f]*$/.test(p.text)
  const bytes = (at: number): number => (ascii ? at : byteLength(p.text, at))
  return p.found.map(({ code, range, message, hint: own, promMessage, promRange = range }) => {
    const hint = (code === 'promql-feature' ? undefined : slipHint(p.text, range)) ?? own
    return {
      code,
      range: { start: range.start, end: range.end },
      message,
      ...(hint === undefined ? {} : { hint }),
      promMessage: wellFormed(promMessage),
      promRange: { start: bytes(promRange.start), end: bytes(promRange.end) },
    }
  })
}
