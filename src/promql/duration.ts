/**
 * Durations in Prometheus' notation: `5m`, `1h30m`, `1w`. Mirrors `model.ParseDuration` and `model.Duration.String` of
 * prometheus/common (`model/time.go`). Rule files (`for`, `interval`, …) accept exactly what `parseDuration` accepts;
 * PromQL also takes plain numbers and arithmetic.
 */
import { quote } from './go.ts'

/** Units from longest to shortest, in milliseconds. */
const units: readonly (readonly [string, number])[] = [
  ['y', 365 * 86_400_000],
  ['w', 7 * 86_400_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
]

/** Go counts nanoseconds in an int64: 2^63 - 1 of them are this many whole milliseconds. */
const longest = 9_223_372_036_854
const mostUint64 = 18_446_744_073_709_551_615n

/** Milliseconds, or the error in Prometheus' words. */
export type ParsedDuration =
  | { readonly ms: number; readonly error?: undefined }
  | { readonly ms?: undefined; readonly error: string }

/**
 * Parses a duration: numbers with units in strictly descending order, or `0`. No sign, space or fraction. Never throws;
 * the error is Prometheus' text, such as `not a valid duration string: "5"`.
 */
export function parseDuration(text: string): ParsedDuration {
  if (text === '0') return { ms: 0 }
  if (text === '') return { error: 'empty duration string' }
  const invalid = { error: `not a valid duration string: ${quote(text)}` }
  const part = /(\d+)(\D*)/y
  let total = 0
  let lastUnit = -1
  while (part.lastIndex < text.length) {
    const found = part.exec(text)
    if (found === null) return invalid
    const [, digits, unit] = found as unknown as [string, string, string]
    if (unit === '' || (digits.length > 19 && BigInt(digits) > mostUint64)) return invalid
    const index = units.findIndex(([name]) => name === unit)
    if (index < 0) return { error: `unknown unit ${quote(unit)} in duration ${quote(text)}` }
    if (index <= lastUnit) return invalid
    lastUnit = index
    total += Number(digits) * units[index]![1]
    if (total > longest) return { error: 'duration out of range' }
  }
  return { ms: total }
}

/**
 * Formats milliseconds as Prometheus does: `1h30m`; years and weeks only for exact multiples. Truncates fractions of a
 * millisecond; puts a minus sign before a negative duration.
 */
export function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`
  let rest = Math.trunc(ms)
  if (rest === 0) return '0s'
  let out = ''
  for (const [unit, length] of units) {
    if ((unit === 'y' || unit === 'w') && rest % length !== 0) continue
    const count = Math.floor(rest / length)
    if (count === 0) continue
    out += `${count}${unit}`
    rest -= count * length
  }
  return out
}
