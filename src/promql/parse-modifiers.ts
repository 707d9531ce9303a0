/** Modifiers after an operand: `[5m]`, `[1h:5m]`, `offset`, `@`, `anchored`, `smoothed`. */
import type { At, Duration, Expr, VectorSelector } from './ast.ts'
import { noRangeAfterStart, syntaxSince } from './functions.ts'
import { formatFixed } from './go.ts'
import type { Token } from './lexer.ts'
import { versionNumber } from './options.ts'
import { duration, literal, literalValue, offsetDuration } from './parse-duration.ts'
import {
  accept,
  catchers,
  needsFlag,
  needsVersion,
  peek,
  report,
  type State,
  take,
  unexpected,
} from './state.ts'

/** Parses all modifiers that follow an operand; one with an error ends the expression. */
export function postfix(p: State, operand: Expr): Expr | undefined {
  const outer = p.catcher
  let expr: Expr | undefined = operand
  while (expr !== undefined) {
    const token = peek(p)
    switch (token.kind) {
      case '[':
        expr = brackets(p, expr, take(p))
        break
      case 'offset':
        expr = offset(p, expr, take(p))
        break
      case '@':
        expr = at(p, expr, take(p))
        break
      case 'anchored':
      case 'smoothed':
        expr = extended(p, expr, take(p))
        break
      default:
        return expr
    }
    p.catcher = outer
  }
  return undefined
}

/** Reports a modifier's operand; Prometheus points at the operand. */
function misplaced(
  p: State,
  expr: Expr,
  place: Token,
  message: string,
  promMessage: string,
  hint?: string,
): void {
  const range = { start: place.start, end: place.end }
  report(p, {
    code: 'promql-syntax',
    range,
    message,
    hint,
    promMessage,
    promRange: { start: expr.range.start, end: promEnd(p, expr) },
  })
}

const only = 'must be preceded by an instant vector selector or range vector selector or a subquery'
const needsRate = 'put the function around it: `rate(foo[5m])`'

function brackets(p: State, expr: Expr, open: Token): Expr | undefined {
  p.catcher = catchers.window
  const window = positive(p, duration(p))
  if (window === undefined) return undefined
  p.catcher = catchers.windowEnd
  const close = accept(p, ']')
  if (close !== undefined) return range(p, expr, window, { start: open.start, end: close.end })
  if (!accept(p, ':')) return unexpected(p, '`]`, or `:` and a step')
  p.catcher = catchers.step
  let step: Duration | undefined
  let end = accept(p, ']')
  if (end === undefined) {
    step = positive(p, duration(p))
    if (step === undefined) return undefined
    p.catcher = catchers.stepEnd
    end = accept(p, ']')
    if (end === undefined) return unexpected(p, '`]`')
  }
  const whole = { start: expr.range.start, end: end.end }
  return { kind: 'subquery', range: whole, expr, window, step, offset: undefined, at: undefined }
}

/** Refuses a literal of zero or less, once the next token is known. */
function positive(p: State, found: Duration | undefined): Duration | undefined {
  if (found === undefined) return undefined
  const value = literalValue(p, found)
  if (value !== undefined && value <= 0) {
    report(p, {
      code: 'promql-syntax',
      range: found.range,
      message: 'the duration must be greater than 0',
      promMessage: 'duration must be greater than 0',
    })
  } else if (found.kind === 'number' && !found.duration) {
    needsVersion(p, syntaxSince.durationAsNumber, 'a duration without unit', found.range)
  }
  return found
}

/** `selector[5m]`. After reporting a wrong operand Prometheus continues with it; here the tree ends. */
function range(
  p: State,
  expr: Expr,
  window: Duration,
  place: { start: number; end: number },
): Expr | undefined {
  const whole = { start: expr.range.start, end: place.end }
  const fail = (message: string, promMessage: string, hint?: string): void =>
    report(p, { code: 'promql-syntax', range: place, message, hint, promMessage })
  if (expr.kind !== 'vectorSelector') {
    const isVector = expr.kind !== 'number' && expr.kind !== 'string' && expr.kind !== 'matrixSelector'
    fail(
      'found a range after something other than a selector',
      'ranges only allowed for vector selectors',
      isVector ? 'write a subquery, `[5m:]`, to get a range of any expression' : undefined,
    )
    return { kind: 'matrixSelector', range: whole, selector: placeholder(expr), window, ...bare }
  }
  if (expr.offset !== undefined && (literalValue(p, expr.offset) !== undefined || p.version >= strict)) {
    fail(
      'found `offset` before the range',
      'no offset modifiers allowed before range',
      'write the range first: `foo[5m] offset 1h`',
    )
  } else if (expr.at !== undefined && (typeof expr.at.time === 'number' || p.version >= strict)) {
    fail(
      'found `@` before the range',
      'no @ modifiers allowed before range',
      'write the range first: `foo[5m] @ 0`',
    )
  }
  // The modifiers are those of the whole, as if they were after the range.
  const { offset, at, extended } = expr
  const isBare = offset === undefined && at === undefined && extended === undefined
  const selector = isBare ? expr : { ...expr, ...bare }
  return { kind: 'matrixSelector', range: whole, selector, window, offset, at, extended }
}

/** Older versions allow computed modifiers before a range. */
const strict = versionNumber(noRangeAfterStart) as number

const bare = { offset: undefined, at: undefined, extended: undefined } as const

/** Replaces a selector that is missing from the tree; a problem was reported. */
function placeholder(expr: Expr): VectorSelector {
  return {
    kind: 'vectorSelector',
    range: expr.range,
    name: undefined,
    nameRange: undefined,
    matchers: [],
    ...bare,
  }
}

function offset(p: State, expr: Expr, word: Token): Expr | undefined {
  p.catcher = catchers.offset
  const value = offsetDuration(p)
  if (value === undefined) return undefined
  if (value.kind === 'number' && !value.duration) {
    needsVersion(p, syntaxSince.durationAsNumber, 'a duration without unit', value.range)
  } else if (value.kind === 'number' && value.value === 0) {
    needsVersion(p, syntaxSince.zeroDuration, 'an offset of zero', value.range)
  }
  if (expr.kind !== 'vectorSelector' && expr.kind !== 'matrixSelector' && expr.kind !== 'subquery') {
    misplaced(
      p,
      expr,
      word,
      '`offset` must follow a selector or subquery',
      `offset modifier ${only}`,
      expr.kind === 'number'
        ? 'move it after the selector: `foo offset 5m > 10`'
        : needsRate.replace('[5m]', '[5m] offset 1h'),
    )
    return expr
  }
  const whole = { start: expr.range.start, end: value.range.end }
  if (expr.offset !== undefined) {
    misplaced(p, expr, word, 'found a second `offset`', 'offset may not be set multiple times')
    return expr
  }
  // To Prometheus, an offset of zero is none.
  const isZero = value.kind === 'number' && Math.round(value.value * 1e9) === 0
  return { ...expr, range: whole, offset: isZero ? undefined : value }
}

function at(p: State, expr: Expr, sign: Token): Expr | undefined {
  p.catcher = catchers.at
  const found = timestamp(p, sign)
  if (found === undefined) return undefined
  const { time } = found
  if (typeof time === 'number' && !(Math.abs(time) < 2 ** 63)) {
    misplaced(
      p,
      expr,
      sign,
      'the timestamp of `@` is out of bounds',
      `timestamp out of bounds for @ modifier: ${formatFixed(time)}`,
      'give seconds since 1970',
    )
  }
  if (expr.kind !== 'vectorSelector' && expr.kind !== 'matrixSelector' && expr.kind !== 'subquery') {
    misplaced(p, expr, sign, '`@` must follow a selector or subquery', `@ modifier ${only}`)
    return expr
  }
  if (expr.at !== undefined) {
    misplaced(p, expr, sign, 'found a second `@`', '@ <timestamp> may not be set multiple times')
    return expr
  }
  const at: At = { range: found.range, time: typeof time === 'number' ? milliseconds(time) : time }
  return { ...expr, range: { start: expr.range.start, end: found.range.end }, at }
}

/** Converts seconds to an int64 of milliseconds as Go does; a value out of range becomes the smallest. */
function milliseconds(seconds: number): number {
  const ms = seconds * 1000
  const rounded = Math.sign(ms) * Math.round(Math.abs(ms))
  return Math.abs(rounded) < 2 ** 63 ? rounded + 0 : -(2 ** 63)
}

function timestamp(p: State, at: Token): At | undefined {
  const sign = accept(p, '+') ?? accept(p, '-')
  const token = peek(p)
  const wanted = 'a timestamp, `start()` or `end()`'
  if (token.kind === 'number' || token.kind === 'duration') {
    if (token.kind === 'duration')
      needsVersion(p, syntaxSince.durationAsNumber, 'a duration as a timestamp', token)
    const { value } = literal(p, take(p))
    return { range: { start: at.start, end: token.end }, time: sign?.kind === '-' ? -value : value }
  }
  if (sign !== undefined || (token.kind !== 'start' && token.kind !== 'end')) return unexpected(p, wanted)
  take(p)
  if (!accept(p, '(')) return unexpected(p, `\`(\` after \`${token.kind}\``)
  const close = accept(p, ')')
  if (close === undefined) return unexpected(p, '`)`')
  return { range: { start: at.start, end: close.end }, time: token.kind }
}

/** `anchored` and `smoothed`. */
function extended(p: State, expr: Expr, word: Token): Expr {
  const name = word.kind as 'anchored' | 'smoothed'
  const fail = (message: string, promMessage: string): void => misplaced(p, expr, word, message, promMessage)
  needsVersion(p, syntaxSince.extended, `\`${name}\``, word)
  if (p.options.enableExtendedRangeSelectors !== true) {
    const message = `${name} modifier is experimental and not enabled`
    needsFlag(p, 'promql-extended-range-selectors', `\`${name}\``, word, message, expr.range)
    return expr
  }
  if (expr.kind === 'subquery') {
    fail(`\`${name}\` cannot follow a subquery`, `${name} modifier is not supported for subqueries`)
    return expr
  }
  if (expr.kind !== 'vectorSelector' && expr.kind !== 'matrixSelector') {
    fail(`\`${name}\` must follow a selector`, `${name} modifier not implemented`)
    return expr
  }
  if (expr.extended !== undefined && expr.extended !== name) {
    fail(
      '`anchored` and `smoothed` exclude each other',
      'anchored and smoothed modifiers cannot be used together',
    )
  }
  const whole = { start: expr.range.start, end: word.end }
  const node = { ...expr, range: whole, extended: name }
  p.promEnds.set(node, promEnd(p, expr))
  return node
}

/** Prometheus' end of an expression: it forgets to count `anchored` and `smoothed`. */
export function promEnd(p: State, expr: Expr): number {
  const known = p.promEnds.get(expr)
  if (known !== undefined) return known
  if (p.promEnds.size === 0) return expr.range.end
  if (expr.kind === 'binary') return promEnd(p, expr.rhs)
  return expr.kind === 'unary' ? promEnd(p, expr.expr) : expr.range.end
}
