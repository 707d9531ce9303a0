/** The canonical form of an expression: what Prometheus prints (`promql/parser/printer.go`). */
import type {
  BinaryExpr,
  Duration,
  Expr,
  Grouping,
  Label,
  Matcher,
  Modifiers,
  NumberLiteral,
  VectorSelector,
} from './ast.ts'
import { typeOf } from './check.ts'
import { formatDuration } from './duration.ts'
import { fixed, formatFloat, formatValue, quote } from './go.ts'

/** How much of the original notation is kept. */
export interface Style {
  /** Prometheus sorts matchers, and drops what means nothing. */
  readonly canonical: boolean
}

const canonical: Style = { canonical: true }

/**
 * The canonical form, on one line. It parses back to an expression of the same meaning as long as durations
 * are whole milliseconds: Prometheus prints no smaller ones.
 */
export function formatExpr(expr: Expr): string {
  return print(expr, canonical)
}

/** An expression on one line. */
export function print(expr: Expr, style: Style): string {
  switch (expr.kind) {
    case 'number':
      return number(expr, style)
    case 'string':
      return quote(expr.value)
    case 'paren':
      return `(${print(expr.expr, style)})`
    case 'unary':
      return expr.op + print(expr.expr, style)
    case 'call':
      return `${expr.func}(${expr.args.map((arg) => print(arg, style)).join(', ')})`
    case 'aggregate': {
      const param = expr.param === undefined ? '' : `${print(expr.param, style)}, `
      return `${aggregateHead(expr.op, expr.grouping, style)}(${param}${print(expr.expr, style)})`
    }
    case 'binary':
      return `${print(expr.lhs, style)} ${operator(expr, style)} ${print(expr.rhs, style)}`
    case 'vectorSelector':
      return vectorSelector(expr, style)
    case 'matrixSelector': {
      const extended = expr.extended === undefined ? '' : ` ${expr.extended}`
      return `${vectorSelector(expr.selector, style)}[${length(expr.window, style)}]${extended}${modifiers(expr, style)}`
    }
    case 'subquery':
      return `${print(expr.expr, style)}${subqueryTail(expr, style)}`
  }
}

/** `[1h:5m] @ 0 offset 1m`. */
export function subqueryTail(expr: Expr & { kind: 'subquery' }, style: Style): string {
  const step = expr.step === undefined ? '' : length(expr.step, style)
  return `[${length(expr.window, style)}:${step}]${modifiers(expr, style)}`
}

/** `sum by (a) `: operator and grouping. Grouping by nothing is the default. */
export function aggregateHead(op: string, grouping: Grouping | undefined, style: Style): string {
  if (grouping === undefined) return op
  if (style.canonical && grouping.mode === 'by' && grouping.labels.length === 0) return op
  return `${op} ${grouping.mode} (${labels(grouping.labels)}) `
}

/** The operator with all its modifiers. */
export function operator(expr: BinaryExpr, style: Style): string {
  const { op, matching } = expr
  let out: string = expr.bool ? `${op} bool` : op
  if (matching === undefined) return out
  if (style.canonical && (typeOf(expr.lhs) !== 'vector' || typeOf(expr.rhs) !== 'vector')) return out
  const { on, ignoring, group, fill } = matching
  if (on !== undefined) out += ` on (${labels(on.labels)})`
  else if (
    ignoring !== undefined &&
    (ignoring.labels.length > 0 || group !== undefined || !style.canonical)
  ) {
    out += ` ignoring (${labels(ignoring.labels)})`
  }
  if (group !== undefined) out += ` group_${group.side} (${labels(group.labels)})`
  if (fill === undefined) return out
  if (style.canonical ? fill.left === fill.right : fill.both)
    return `${out} fill (${formatValue(fill.left as number)})`
  if (fill.left !== undefined) out += ` fill_left (${formatValue(fill.left)})`
  return fill.right === undefined ? out : `${out} fill_right (${formatValue(fill.right)})`
}

const legacyName = /^[a-zA-Z_][a-zA-Z0-9_]*$/

/** A label name, quoted where it must be. */
function labelName(name: string): string {
  return legacyName.test(name) ? name : quote(name)
}

function labels(list: readonly Label[]): string {
  return list.map(({ name }) => labelName(name)).join(', ')
}

/** `label="value"`. */
export function matcherText({ name, op, value }: Matcher): string {
  return labelName(name) + op + quote(value)
}

function vectorSelector(expr: VectorSelector, style: Style): string {
  const texts = expr.matchers.map(matcherText)
  const matchers = texts.length === 0 ? '' : `{${(style.canonical ? texts.sort(byBytes) : texts).join(',')}}`
  const braces = matchers === '' && expr.name === undefined ? '{}' : matchers
  return (expr.name ?? '') + (style.canonical ? matchers : braces) + selectorTail(expr, style)
}

/** What follows the braces of an instant vector selector. */
export function selectorTail(expr: VectorSelector, style: Style): string {
  const extended = expr.extended === undefined ? '' : ` ${expr.extended}`
  return `${atText(expr)}${extended}${offsetText(expr, style)}`
}

/** Go sorts strings by their bytes; UTF-16 orders characters beyond U+FFFF differently. */
function byBytes(a: string, b: string): number {
  const left = [...a]
  const right = [...b]
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = (left[i]?.codePointAt(0) as number) - (right[i]?.codePointAt(0) as number)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

function modifiers(expr: Modifiers, style: Style): string {
  return atText(expr) + offsetText(expr, style)
}

function atText({ at }: Modifiers): string {
  if (at === undefined) return ''
  return typeof at.time === 'number' ? ` @ ${fixed(at.time / 1000, 3)}` : ` @ ${at.time}()`
}

function offsetText({ offset }: Modifiers, style: Style): string {
  if (offset === undefined) return ''
  return ` offset ${length(offset, style)}`
}

/** A whole duration: in units, whether it was written so or not. */
function length(expr: Duration, style: Style): string {
  if (expr.kind !== 'number') return durationText(expr, style)
  if (!style.canonical && !expr.duration) return formatFloat(expr.value)
  return fromNanoseconds(Math.sign(expr.value) * Math.round(Math.abs(expr.value) * 1e9))
}

/** A part of a computed duration. */
export function durationText(expr: Duration, style: Style): string {
  switch (expr.kind) {
    case 'number':
      return number(expr, style)
    case 'durationParen':
      return `(${durationText(expr.expr, style)})`
    case 'durationUnary':
      return expr.op + durationText(expr.expr, style)
    case 'durationBinary':
      return `${durationText(expr.lhs, style)} ${expr.op} ${durationText(expr.rhs, style)}`
    case 'durationCall':
      return `${expr.func}(${expr.args.map((arg) => durationText(arg, style)).join(', ')})`
  }
}

/** Prometheus cuts the nanoseconds of a duration where it should round: `1s1ms` is printed as `1s`. */
function number({ value, duration }: NumberLiteral, { canonical }: Style): string {
  // A plus before `Inf` would be a sign of its own where a power follows.
  if (!duration) return !canonical && value === Number.POSITIVE_INFINITY ? 'Inf' : formatFloat(value)
  return fromNanoseconds(canonical ? Math.trunc(value * 1e9) : Math.round(value * 1e9))
}

/**
 * Cuts to milliseconds in whole numbers, as Go does: a double cannot hold every count of nanoseconds. What
 * does not fit into an int64 (NaN, 2^63) becomes the smallest one, whose negative is itself.
 */
function fromNanoseconds(nanoseconds: number): string {
  const fits = Math.abs(nanoseconds) < 2 ** 63
  const count = fits ? BigInt(nanoseconds) : -(2n ** 63n)
  if (count >= 0n) return formatDuration(Number(count / 1_000_000n))
  const sign = fits ? '-' : '--'
  return `${sign}${formatDuration(Number(-count / 1_000_000n))}`
}
