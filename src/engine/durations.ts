/** Lengths of time in an expression: literal, or computed from the query's range and step. */
import type { Duration } from '../promql/ast.ts'
import { byteLength } from '../promql/go.ts'
import { fail } from './failure.ts'
import { max, min, mod, pow } from './go-math.ts'

/** A length in milliseconds, known once the query's times are. Not a whole number for `[0.0005]`. */
export interface Length {
  ms: number
  readonly expr: Duration | undefined
  readonly mayBeNegative: boolean
}

export function lengthOf(duration: Duration | undefined, mayBeNegative: boolean): Length {
  if (duration === undefined) return { ms: 0, expr: undefined, mayBeNegative }
  if (duration.kind !== 'number') return { ms: 0, expr: duration, mayBeNegative }
  return { ms: nanoseconds(duration.value) / 1e6, expr: undefined, mayBeNegative }
}

/** Seconds as whole nanoseconds, rounded half away from zero. */
const nanoseconds = (seconds: number): number => Math.sign(seconds) * Math.round(Math.abs(seconds) * 1e9)

/** Longest duration in seconds: Go counts nanoseconds in 63 bits. */
const mostSeconds = 2 ** 63 / 1e9

/** Computes a length from the query's step and range, in milliseconds (`promql/durations.go`). */
export function resolveLength(length: Length, text: string, step: number, range: number): void {
  const { expr } = length
  if (expr === undefined) return
  const seconds = compute(expr, text, step / 1000, range / 1000)
  if (!Number.isFinite(seconds)) failAt(text, expr, 'duration is NaN or infinite')
  if (seconds <= 0 && !length.mayBeNegative) failAt(text, expr, 'duration must be greater than 0')
  if (seconds > mostSeconds || seconds < -mostSeconds) failAt(text, expr, 'duration is out of range')
  length.ms = Math.trunc(seconds * 1000)
}

const failAt = (text: string, { range }: Duration, message: string): never =>
  fail(`${byteLength(text, range.start)}:${byteLength(text, range.end)}: ${message}`)

function compute(expr: Duration, text: string, step: number, range: number): number {
  switch (expr.kind) {
    case 'number':
      return expr.value
    case 'durationParen':
      return compute(expr.expr, text, step, range)
    case 'durationUnary':
      return -compute(expr.expr, text, step, range)
    case 'durationCall': {
      if (expr.func === 'step') return step
      if (expr.func === 'range') return range
      const [a, b] = expr.args.map((arg) => compute(arg, text, step, range)) as [number, number]
      return expr.func === 'min_of' ? min(a, b) : max(a, b)
    }
    case 'durationBinary': {
      const a = compute(expr.lhs, text, step, range)
      const b = compute(expr.rhs, text, step, range)
      if ((expr.op === '/' || expr.op === '%') && b === 0)
        failAt(text, expr, `${expr.op === '/' ? 'division' : 'modulo'} by zero`)
      switch (expr.op) {
        case '+':
          return a + b
        case '-':
          return a - b
        case '*':
          return a * b
        case '/':
          return a / b
        case '%':
          return mod(a, b)
        case '^':
          return pow(a, b)
      }
    }
  }
}
