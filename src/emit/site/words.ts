/** A rule in words: its threshold, and for how long. */
import type { BoundRule } from '../../model.ts'
import type { BinaryOp, Expr } from '../../promql/index.ts'

const UNITS: Readonly<Record<string, string>> = {
  ms: 'millisecond',
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  y: 'year',
}

/** `1h30m` → `1 hour 30 minutes`; `''` for zero and for an invalid duration. */
export function durationInWords(duration: string): string {
  if (!/^(\d+(ms|[smhdwy]))+$/.test(duration)) return ''
  return [...duration.matchAll(/(\d+)(ms|[smhdwy])/g)]
    .filter((match) => Number(match[1]) > 0)
    .map((match) => `${Number(match[1])} ${UNITS[match[2]!]}${Number(match[1]) === 1 ? '' : 's'}`)
    .join(' ')
}

/** A sentence saying when the alert fires; `''` for a recording rule. */
export function inWords(rule: BoundRule): string {
  if (rule.kind === 'record') return ''
  const held = durationInWords(rule.rule.for?.value.value ?? '')
  const kept = durationInWords(rule.rule.keepFiringFor?.value.value ?? '')
  const expr = rule.expr()
  const condition = expr && threshold(expr)
  const what = condition ? `the value has been ${condition}` : 'the query has returned a result'
  const now = condition ? `the value is ${condition}` : 'the query returns a result'
  const first = held ? `Fires when ${what} for ${held}` : `Fires as soon as ${now}`
  return `${first}${kept ? `, and keeps firing for ${kept} after the last one` : ''}.`
}

const OPERATORS: Partial<Record<BinaryOp, readonly [string, mirrored: string]>> = {
  '>': ['above', 'below'],
  '>=': ['at least', 'at most'],
  '<': ['below', 'above'],
  '<=': ['at most', 'at least'],
  '==': ['exactly', 'exactly'],
  '!=': ['other than', 'other than'],
}

/** `above 0.8` if the whole expression is compared with a number; filters around it (`and …`) change nothing. */
function threshold(expr: Expr): string | undefined {
  if (expr.kind === 'paren') return threshold(expr.expr)
  if (expr.kind !== 'binary' || expr.bool) return undefined
  if (expr.op === 'and' || expr.op === 'unless') return threshold(expr.lhs)
  const words = OPERATORS[expr.op]
  if (!words) return undefined
  const right = numberOf(expr.rhs)
  if (right !== undefined) return `${words[0]} ${right}`
  const left = numberOf(expr.lhs)
  return left === undefined ? undefined : `${words[1]} ${left}`
}

/** A number in the usual notation; undefined for `1e9` and sums, which the query shows. */
function numberOf(expr: Expr): string | undefined {
  if (expr.kind === 'paren') return numberOf(expr.expr)
  if (expr.kind === 'unary') {
    const inner = numberOf(expr.expr)
    return inner === undefined ? undefined : expr.op === '-' ? `-${inner}` : inner
  }
  if (expr.kind !== 'number' || !Number.isFinite(expr.value)) return undefined
  const digits = String(Number(expr.value.toFixed(12)))
  const isLong = Math.abs(expr.value) >= 10_000 && !digits.includes('e')
  return isLong ? digits.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ',')) : digits
}
