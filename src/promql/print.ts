/** The canonical form of an expression, as Prometheus prints it (`promql/parser/printer.go`). */
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
  /** As Prometheus: sorts matchers, and drops what has no effect. */
  readonly canonical: boolean
}

const canonical: Style = { canonical: true }

/**
 * The canonical form, on one line. It parses to an expression with the same meaning, provided that durations are whole
 * milliseconds: Prometheus prints no smaller units.
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

/** `sum by (a) `: operator and grouping. Grouping by nothing is the default and is omitted. */
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

/** A label name, quoted if necessary. */
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

/** Text after the braces of an instant vector selector. */
export function selectorTail(expr: VectorSelector, style: Style): string {
  const extended = expr.extended === undefined ? '' : ` ${expr.extended}`
  return `${atText(expr)}${extended}${offsetText(expr, style)}`
}

/** Sorts strings by their bytes, as Go does; UTF-16 orders characters beyond U+FFFF differently. */
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

/** A whole duration in units, even if it was written without. */
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

/** Prometheus truncates a duration's nanoseconds where it should round: `1s1ms` is printed as `1s`. */
function number({ value, duration }: NumberLiteral, { canonical }: Style): string {
  // Before a power, the plus sign of `+Inf` would be read as an operator of its own.
  if (!duration) return !canonical && value === Number.POSITIVE_INFINITY ? 'Inf' : formatFloat(value)
  return fromNanoseconds(canonical ? Math.trunc(value * 1e9) : Math.round(value * 1e9))
}

/**
 * Truncates to whole milliseconds as Go does: a double cannot hold every number of nanoseconds. A value outside int64
 * (NaN, 2^63) becomes the smallest one, whose negative is itself.
 */
function fromNanoseconds(nanoseconds: number): string {
  const fits = Math.abs(nanoseconds) < 2 ** 63
  const count = fits ? BigInt(nanoseconds) : -(2n ** 63n)
  if (count >= 0n) return formatDuration(Number(count / 1_000_000n))
  const sign = fits ? '-' : '--'
  return `${sign}${formatDuration(Number(-count / 1_000_000n))}`
}
