/** Vector selectors: `name{label="value"}`. */
import type { Matcher, MatchOp, VectorSelector } from './ast.ts'
import { syntaxSince } from './functions.ts'
import type { Token } from './lexer.ts'
import { oldRegexError, regexError } from './regex.ts'
import { unquote } from './scan-string.ts'
import {
  accept,
  catchers,
  needsVersion,
  peek,
  report,
  type State,
  take,
  textOf,
  unexpected,
} from './state.ts'

const matchOps: ReadonlySet<string> = new Set(['=', '!=', '=~', '!~'])

/** Parses a selector after its name, if it has one. */
export function selector(p: State, name: Token | undefined): VectorSelector | undefined {
  const open = peek(p).kind === '{' ? take(p) : undefined
  let matchers: readonly Matcher[] = []
  const start = (name ?? open ?? peek(p)).start
  let end = name?.end ?? start
  if (open !== undefined) {
    const outer = p.catcher
    const found = matcherList(p)
    p.catcher = outer
    if (found === undefined) return undefined
    matchers = found.matchers
    end = found.end
  }
  return {
    kind: 'vectorSelector',
    range: { start, end },
    name: name && textOf(p, name),
    nameRange: name && { start: name.start, end: name.end },
    matchers,
    offset: undefined,
    at: undefined,
    extended: undefined,
  }
}

/** Parses matchers through the closing brace. */
function matcherList(p: State): { readonly matchers: readonly Matcher[]; readonly end: number } | undefined {
  const matchers: Matcher[] = []
  p.catcher = catchers.matcher
  for (;;) {
    const close = accept(p, '}')
    if (close !== undefined) return { matchers, end: close.end }
    const next = matcher(p)
    if (next === undefined) return skipMatchers(p)
    matchers.push(next)
    p.catcher = catchers.matcherNext
    if (accept(p, ',')) p.catcher = catchers.matcher
    else if (peek(p).kind !== '}') {
      unexpected(p, '`,` or `}`')
      return skipMatchers(p)
    }
  }
}

/** Recovers from an error: skips past the closing brace, so that the rest is still parsed. */
function skipMatchers(p: State): undefined {
  for (;;) {
    const { kind } = take(p)
    if (kind === '}' || kind === 'eof' || kind === 'error') return undefined
  }
}

function matcher(p: State): Matcher | undefined {
  const label = peek(p)
  if (label.kind !== 'identifier' && label.kind !== 'string') return unexpected(p, 'a label name or `}`')
  take(p)
  const nameRange = { start: label.start, end: label.end }
  const name = label.kind === 'string' ? unquote(textOf(p, label)) : textOf(p, label)
  if (label.kind === 'string') needsVersion(p, syntaxSince.quotedName, 'a quoted name', nameRange)
  const op = peek(p)
  if (!matchOps.has(op.kind)) {
    if (label.kind === 'string') {
      return { name: '__name__', op: '=', value: name, range: nameRange, nameRange, valueRange: nameRange }
    }
    p.catcher = catchers.matcherOp
    return unexpected(p, '`=`, `!=`, `=~` or `!~`')
  }
  take(p)
  p.catcher = catchers.matcherValue
  const { kind } = peek(p)
  if (kind !== 'string')
    return unexpected(p, 'a string', kind === 'identifier' ? 'put the value in quotes' : undefined)
  const literal = take(p)
  const value = unquote(textOf(p, literal))
  const range = { start: label.start, end: literal.end }
  const valueRange = { start: literal.start, end: literal.end }
  if (op.kind === '=~' || op.kind === '!~') {
    const error = regexError(value) ?? (p.version < 3000 ? oldRegexError(value) : undefined)
    if (error === undefined && /\(\?</.test(value)) {
      needsVersion(p, syntaxSince.namedGroup, '`(?<name>…)` in a regular expression', valueRange)
    }
    if (error !== undefined) {
      report(p, {
        code: 'promql-syntax',
        range: valueRange,
        message: `this is not a regular expression of RE2: ${error.length > 120 ? `${error.slice(0, 120)}…` : error}`,
        hint: error.includes('escape')
          ? 'double the backslash, or put the pattern in back quotes'
          : 'Prometheus reads regular expressions as RE2 does; escape literal characters with `\\\\`',
        promMessage: `error parsing regexp: ${error}`,
        promRange: range,
      })
    }
  }
  return { name, op: op.kind as MatchOp, value, range, nameRange, valueRange }
}
