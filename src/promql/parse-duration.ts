/** Durations in expressions: literals and the arithmetic of `[…]` and `offset`. */
import type { ArithmeticOp, Duration, NumberLiteral } from './ast.ts'
import { deeper } from './depth.ts'
import { parseDuration } from './duration.ts'
import { parenIsComputed, signedParenIsOffset, syntaxSince } from './functions.ts'
import type { Token } from './lexer.ts'
import { parseNumber } from './literals.ts'
import { versionNumber } from './options.ts'
import {
  accept,
  needsFlag,
  needsVersion,
  peek,
  report,
  type State,
  take,
  textOf,
  unexpected,
} from './state.ts'

const precedence: Readonly<Record<string, number>> = { '+': 1, '-': 1, '*': 2, '/': 2, '%': 2, '^': 3 }
const power = 3

/** Go's duration of 2^63 nanoseconds, in seconds: too long from here. */
const tooLong = 2 ** 63 / 1e9

const wanted = 'a duration such as `5m`'

/** Parses a number or duration token; reports its errors before reading the next token. */
export function literal(p: State, token: Token): NumberLiteral {
  const text = textOf(p, token)
  const range = { start: token.start, end: token.end }
  if (token.kind === 'number') {
    const { value, error } = parseNumber(text)
    if (text.includes('_')) needsVersion(p, syntaxSince.underscore, '`_` in a number', range)
    if (error !== undefined) {
      report(p, {
        code: 'promql-syntax',
        range,
        message: `\`${text}\` is not a number Go can read`,
        promMessage: error,
      })
    }
    return { kind: 'number', range, value: value ?? Number.NaN, duration: false }
  }
  const { ms = Number.NaN, error } = parseDuration(text)
  if (error !== undefined) {
    report(p, {
      code: 'promql-syntax',
      range,
      message: error.endsWith('out of range')
        ? `\`${text}\` is out of range: at most 292 years can be expressed`
        : `\`${text}\` is not a duration`,
      hint: 'use the units y, w, d, h, m, s, ms, each once and from long to short, as in `1h30m`',
      promMessage: error,
    })
  }
  return { kind: 'number', range, value: Math.floor(ms / 1000) + ((ms % 1000) * 1e6) / 1e9, duration: true }
}

/** The rule `duration_expr`: arithmetic of at least this precedence. */
export function duration(p: State, least: number = 1): Duration | undefined {
  return arithmetic(p, operand(p), least)
}

/** Continues after a left operand while operators follow; always reads one token ahead. */
function arithmetic(p: State, first: Duration | undefined, least: number): Duration | undefined {
  let lhs = first
  while (lhs !== undefined) {
    const op = peek(p)
    const binds = precedence[op.kind]
    if (binds === undefined || binds < least) return lhs
    take(p)
    const rhs = deeper(p, op, () => duration(p, op.kind === '^' ? binds : binds + 1))
    if (rhs === undefined) return undefined
    gate(p, lhs)
    needsVersion(p, syntaxSince.durationExpr, 'arithmetic in a duration', op)
    if ((op.kind === '/' || op.kind === '%') && literalValue(p, rhs) === 0) {
      const name = op.kind === '/' ? 'division' : 'modulo'
      report(p, {
        code: 'promql-syntax',
        range: op,
        message: `${name} of a duration by zero`,
        promMessage: `${name} by zero`,
      })
    }
    const range = { start: lhs.range.start, end: rhs.range.end }
    lhs = { kind: 'durationBinary', range, op: op.kind as ArithmeticOp, lhs, rhs }
  }
  return undefined
}

/** Parses a signed, bracketed or plain operand. */
function operand(p: State): Duration | undefined {
  const token = peek(p)
  switch (token.kind) {
    case '+':
    case '-': {
      take(p)
      needsVersion(p, syntaxSince.durationExpr, 'a sign in a duration', token)
      const inner = deeper(p, token, () => duration(p, power))
      return inner && signed(p, token, inner)
    }
    case 'number':
    case 'duration':
      return checked(p, literal(p, take(p)))
    case '(':
      return parenthesised(p)
    case 'step':
    case 'range':
    case 'min_of':
    case 'max_of':
      return call(p, token.start)
  }
  return unexpected(p, wanted)
}

/**
 * The rule `offset_duration_expr`. A bare literal or a call ends the duration, so `foo offset 5m - bar` subtracts
 * `bar`; after a parenthesis or two signs, the arithmetic belongs to the duration. This is how goyacc resolved the
 * grammar's conflicts.
 */
export function offsetDuration(p: State): Duration | undefined {
  const token = peek(p)
  if (token.kind === '(') return arithmetic(p, parenthesised(p), 1)
  if (token.kind !== '+' && token.kind !== '-') return operand(p)
  take(p)
  const next = peek(p)
  if (token.kind === '+' || next.kind === '(')
    needsVersion(p, syntaxSince.durationExpr, 'a computed offset', token)
  if (next.kind === '+' || next.kind === '-' || (next.kind === '(' && p.version < wholeParen)) {
    const inner = deeper(p, next, () => duration(p, power))
    return inner && arithmetic(p, signed(p, token, inner), 1)
  }
  if (next.kind === 'number' || next.kind === 'duration') return signed(p, token, literal(p, take(p)))
  if (next.kind !== '(') {
    const inner = isCall(next.kind) ? call(p, token.start) : operand(p)
    return inner && signed(p, token, inner)
  }
  // The only parenthesis that Prometheus allows without the flag.
  const inner = bracketed(p)
  // The parser of 3.6 to 3.12 panics at a literal there, and so refuses it.
  if (inner?.expr.kind === 'number')
    needsVersion(p, syntaxSince.signedOffset, 'a signed literal in parentheses', inner.range)
  return inner && signed(p, token, { kind: 'durationParen', ...inner })
}

const wholeParen = versionNumber(signedParenIsOffset) as number

/** Applies a sign: folds it into a literal; before anything else a plus sign is dropped. */
function signed(p: State, sign: Token, inner: Duration): Duration {
  const range = { start: sign.start, end: inner.range.end }
  if (inner.kind === 'number') {
    const value = sign.kind === '-' ? -inner.value : inner.value
    return checked(p, { ...inner, range, value }, sign)
  }
  return sign.kind === '-' ? { kind: 'durationUnary', range, op: '-', expr: inner } : inner
}

/** The value of a literal; to older versions signs and parentheses around one are part of it. Undefined if computed. */
export function literalValue(p: State, given: Duration): number | undefined {
  if (given.kind === 'number') return given.value
  if (p.version >= computed || (given.kind !== 'durationParen' && given.kind !== 'durationUnary'))
    return undefined
  const inner = literalValue(p, given.expr)
  return inner === undefined || given.kind === 'durationParen' ? inner : -inner
}

const computed = versionNumber(parenIsComputed) as number

/** Refuses a literal too long for Go's duration; Prometheus points at the sign if there is one. */
function checked(p: State, node: NumberLiteral, place?: Token): NumberLiteral {
  // NaN is outside no range and passes, as in Prometheus.
  if (!(node.value > tooLong || node.value < -tooLong)) return node
  report(p, {
    code: 'promql-syntax',
    range: node.range,
    message: 'the duration is out of range: at most 292 years can be expressed',
    promMessage: 'duration out of range',
    promRange: place ?? node.range,
  })
  return node
}

function parenthesised(p: State): Duration | undefined {
  const inner = bracketed(p)
  if (inner === undefined) return undefined
  gate(p, inner.expr)
  needsVersion(p, syntaxSince.durationExpr, 'a parenthesis in a duration', inner.range)
  return { kind: 'durationParen', ...inner }
}

/** `(` duration `)`; a second pair of parentheses is dropped, as in Prometheus. */
function bracketed(p: State): { range: { start: number; end: number }; expr: Duration } | undefined {
  const open = take(p)
  const inner = deeper(p, open, () => duration(p))
  if (inner === undefined) return undefined
  const close = accept(p, ')')
  if (close === undefined) return unexpected(p, '`)` or an operator')
  const expr = inner.kind === 'durationParen' ? inner.expr : inner
  return { range: { start: open.start, end: close.end }, expr }
}

const isCall = (kind: string): boolean =>
  kind === 'step' || kind === 'range' || kind === 'min_of' || kind === 'max_of'

/** A call; `start`: where Prometheus says it begins, at the sign before it if there is one. */
function call(p: State, start: number): Duration | undefined {
  const name = take(p)
  const func = name.kind as 'step' | 'range' | 'min_of' | 'max_of'
  const args: Duration[] = []
  if (!accept(p, '(')) return unexpected(p, `\`(\` after \`${func}\``)
  if (func === 'min_of' || func === 'max_of') {
    const first = deeper(p, name, () => duration(p))
    if (first === undefined) return undefined
    if (!accept(p, ',')) return unexpected(p, '`,` and a second duration')
    const second = deeper(p, name, () => duration(p))
    if (second === undefined) return undefined
    args.push(first, second)
  }
  const close = accept(p, ')')
  if (close === undefined) return unexpected(p, '`)`')
  const node: Duration = { kind: 'durationCall', range: { start: name.start, end: close.end }, func, args }
  // Prometheus gives `min_of(a, b)` the place of its arguments, unless there is a sign.
  const first = start === name.start ? args[0]?.range.start : undefined
  gate(p, { ...node, range: { start: first ?? start, end: close.end } })
  const since = { step: syntaxSince.durationStep, range: syntaxSince.durationRange }
  needsVersion(
    p,
    since[func as 'step' | 'range'] ?? syntaxSince.durationMinMax,
    `\`${func}()\` in a duration`,
    node.range,
  )
  return node
}

/** Reports computed durations if their flag is off. */
function gate(p: State, node: Duration): void {
  if (p.options.experimentalDurationExpr === true) return
  needsFlag(
    p,
    'promql-duration-expr',
    'a computed duration',
    node.range,
    'experimental duration expression is not enabled',
  )
}
