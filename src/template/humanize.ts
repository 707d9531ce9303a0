/** Prometheus' functions for numbers (template/template.go): SI and binary prefixes, durations, times. */

import { formatFloat } from '../text/go-float.ts'
import { fail } from './failure.ts'
import { decode } from './go/bytes.ts'
import { parseFloat64 } from './go/number.ts'
import { quote } from './go/quote.ts'
import { timeString } from './go/time.ts'
import { typeName, unwrap, type Value } from './go/value.ts'

/**
 * Converts a value to a number: floats, integers, durations in seconds (`takesDurations`; older versions refuse them),
 * and strings that hold a number.
 */
export function toFloat(given: Value, takesDurations: boolean): number {
  const value = unwrap(given)
  if (value.kind === 'float') return value.value
  if (value.kind === 'string' && value.type === 'string') {
    const parsed = parseFloat64(decode(value.value))
    return parsed.ok
      ? parsed.value
      : fail(`strconv.ParseFloat: parsing ${decode(quote(value.value))}: ${parsed.error}`)
  }
  if (
    (value.kind === 'int' || value.kind === 'uint') &&
    ['int', 'uint', 'int64', 'uint64'].includes(value.type)
  ) {
    return Number(value.value)
  }
  if (value.kind === 'int' && value.type === 'time.Duration' && takesDurations)
    return Number(value.value / 1_000_000_000n) + Number(value.value % 1_000_000_000n) / 1e9
  return fail(`can't convert ${typeName(value)} to float`)
}

/** Four significant digits, as in all functions here. */
const digits = (value: number): string => formatFloat(value, 'g', 4)

const large = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y']
const binary = large.map((prefix) => `${prefix}i`)
const small = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y']

function shrink(value: number, base: number, prefixes: readonly string[]): string {
  let scaled = value
  let prefix = ''
  for (const next of prefixes) {
    if (Math.abs(scaled) < base) break
    prefix = next
    scaled /= base
  }
  return digits(scaled) + prefix
}

function grow(value: number): string {
  let scaled = value
  let prefix = ''
  for (const next of small) {
    if (Math.abs(scaled) >= 1) break
    prefix = next
    scaled *= 1000
  }
  return digits(scaled) + prefix
}

/** `1234567` is `1.235M`, `0.0012` is `1.2m`. */
export function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return digits(value)
  return Math.abs(value) >= 1 ? shrink(value, 1000, large) : grow(value)
}

/** `1048576` is `1Mi`. */
export function humanize1024(value: number): string {
  if (!(Math.abs(value) > 1) || !Number.isFinite(value)) return digits(value)
  return shrink(value, 1024, binary)
}

/** Seconds: `3661` is `1h 1m 1s`, `0.0012` is `1.2ms`. */
export function humanizeDuration(value: number): string {
  if (!Number.isFinite(value)) return digits(value)
  if (value === 0) return `${digits(value)}s`
  if (Math.abs(value) < 1) return `${grow(value)}s`
  const sign = value < 0 ? '-' : ''
  const total = toInt64(Math.abs(value))
  const [days, hours, minutes, seconds] = [
    total / 86400n,
    (total / 3600n) % 24n,
    (total / 60n) % 60n,
    total % 60n,
  ]
  if (days !== 0n) return `${sign}${days}d ${hours}h ${minutes}m ${seconds}s`
  if (hours !== 0n) return `${sign}${hours}h ${minutes}m ${seconds}s`
  if (minutes !== 0n) return `${sign}${minutes}m ${seconds}s`
  return `${sign}${digits(Math.abs(value))}s`
}

/** Truncates a float to Go's `int64`; a value out of range becomes the smallest number, as on amd64. */
export function toInt64(value: number): bigint {
  const cut = Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined
  return cut === undefined || BigInt.asIntN(64, cut) !== cut ? -(1n << 63n) : cut
}

export const humanizePercentage = (value: number): string => `${digits(value * 100)}%`

/** Unix seconds as a time in nanoseconds, to the millisecond. */
export function toNanoseconds(value: number): bigint {
  const nanoseconds = value * 1e9
  if (nanoseconds > 2 ** 63 || nanoseconds < -(2 ** 63)) {
    return fail(
      `${formatFloat(value, 'g', -1)} cannot be represented as a nanoseconds timestamp since it overflows int64`,
    )
  }
  return (toInt64(nanoseconds) / 1_000_000n) * 1_000_000n
}

export const humanizeTimestamp = (value: number): string =>
  Number.isFinite(value) ? timeString(toNanoseconds(value)) : digits(value)
