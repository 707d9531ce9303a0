/** Methods of times and durations that templates can call (`(toTime $value).Format "15:04"`). */
import type { Parameter } from './functions.ts'
import { decode, encode } from './go/bytes.ts'
import { stringer } from './go/print.ts'
import { civil, floorDivide, formatTime, timeGoString } from './go/time.ts'
import { bool, duration, float, int, string, time, typeNames, type Value } from './go/value.ts'

export interface Method {
  readonly parameters: readonly Parameter[]
  /** Go type of the result. */
  readonly result: string
  readonly call: (receiver: Value, args: readonly Value[]) => Value
}

const method = (
  parameters: readonly Parameter[],
  result: string,
  call: (receiver: bigint, args: readonly Value[]) => Value,
): Method => ({
  parameters,
  result,
  call: (receiver, args) => call(whole(receiver), args),
})

/** The number inside a time, duration or integer. */
const whole = (value: Value | undefined): bigint =>
  value?.kind === 'int' || value?.kind === 'uint' || value?.kind === 'time' ? value.value : 0n

const part = (name: 'year' | 'day' | 'hour' | 'minute' | 'second' | 'nanosecond' | 'yearDay'): Method =>
  method([], 'int', (at) => int(civil(at)[name]))

const unix = (nanoseconds: bigint): Method =>
  method([], 'int64', (at) => int(floorDivide(at, nanoseconds), 'int64'))

const compare = (test: (a: bigint, b: bigint) => boolean): Method =>
  method(['time'], 'bool', (at, [other]) => bool(test(at, whole(other))))

const text: Method = {
  parameters: [],
  result: 'string',
  call: (receiver) => string(encode(stringer(receiver) ?? '')),
}

/** Nanoseconds between the year 1, where Go's clock starts, and 1970. */
const yearOne = -62_135_596_800_000_000_000n

const truncated = (value: bigint, unit: bigint, origin: bigint): bigint =>
  unit <= 0n ? value : origin + floorDivide(value - origin, unit) * unit

function rounded(value: bigint, unit: bigint, origin: bigint): bigint {
  if (unit <= 0n) return value
  const rest = value - truncated(value, unit, origin)
  return rest + rest < unit ? value - rest : value + unit - rest
}

/** Go rounds durations away from zero, so the sign is set aside first. */
const magnitude = (value: bigint, change: (positive: bigint) => bigint): bigint =>
  value < 0n ? -change(-value) : change(value)

const timeMethods: ReadonlyMap<string, Method> = new Map([
  ['Year', part('year')],
  ['Month', method([], 'time.Month', (at) => int(civil(at).month, 'time.Month'))],
  ['Day', part('day')],
  ['Hour', part('hour')],
  ['Minute', part('minute')],
  ['Second', part('second')],
  ['Nanosecond', part('nanosecond')],
  ['YearDay', part('yearDay')],
  ['Weekday', method([], 'time.Weekday', (at) => int(civil(at).weekday, 'time.Weekday'))],
  ['Unix', unix(1_000_000_000n)],
  ['UnixMilli', unix(1_000_000n)],
  ['UnixMicro', unix(1_000n)],
  ['UnixNano', unix(1n)],
  [
    'Format',
    method(['string'], 'string', (at, [layout]) =>
      string(encode(formatTime(at, layout?.kind === 'string' ? decode(layout.value) : ''))),
    ),
  ],
  ['String', text],
  ['GoString', method([], 'string', (at) => string(encode(timeGoString(at))))],
  ['UTC', method([], 'time.Time', (at) => time(at))],
  ['IsZero', method([], 'bool', (at) => bool(at === yearOne))],
  ['IsDST', method([], 'bool', () => bool(false))],
  ['After', compare((a, b) => a > b)],
  ['Before', compare((a, b) => a < b)],
  ['Equal', compare((a, b) => a === b)],
  ['Sub', method(['time'], 'time.Duration', (at, [other]) => duration(at - whole(other)))],
  ['Add', method(['duration'], 'time.Time', (at, [length]) => time(at + whole(length)))],
  [
    'AddDate',
    method(['int', 'int', 'int'], 'time.Time', (at, [years, months, days]) => {
      const { year, month, day } = civil(at)
      const midnight = truncated(at, 86_400_000_000_000n, 0n)
      const moved = new Date(0).setUTCFullYear(
        year + Number(whole(years)),
        month - 1 + Number(whole(months)),
        day + Number(whole(days)),
      )
      return time(BigInt(moved) * 1_000_000n + (at - midnight))
    }),
  ],
  ['Truncate', method(['duration'], 'time.Time', (at, [unit]) => time(truncated(at, whole(unit), yearOne)))],
  ['Round', method(['duration'], 'time.Time', (at, [unit]) => time(rounded(at, whole(unit), yearOne)))],
])

/** A duration in units of so many nanoseconds. Go adds the rest to the whole units, which rounds otherwise than a division. */
const inUnits = (unit: bigint): Method =>
  method([], 'float64', (length) => float(Number(length / unit) + Number(length % unit) / Number(unit)))

const durationMethods: ReadonlyMap<string, Method> = new Map([
  ['Hours', inUnits(3_600_000_000_000n)],
  ['Minutes', inUnits(60_000_000_000n)],
  ['Seconds', inUnits(1_000_000_000n)],
  ['Milliseconds', method([], 'int64', (length) => int(length / 1_000_000n, 'int64'))],
  ['Microseconds', method([], 'int64', (length) => int(length / 1_000n, 'int64'))],
  ['Nanoseconds', method([], 'int64', (length) => int(length, 'int64'))],
  ['Abs', method([], 'time.Duration', (length) => duration(length < 0n ? -length : length))],
  [
    'Truncate',
    method(['duration'], 'time.Duration', (length, [unit]) =>
      duration(magnitude(length, (value) => truncated(value, whole(unit), 0n))),
    ),
  ],
  [
    'Round',
    method(['duration'], 'time.Duration', (length, [unit]) =>
      duration(magnitude(length, (value) => rounded(value, whole(unit), 0n))),
    ),
  ],
  ['String', text],
])

const methods: ReadonlyMap<string, ReadonlyMap<string, Method>> = new Map([
  ['time.Time', timeMethods],
  ['time.Duration', durationMethods],
  ['time.Month', new Map([['String', text]])],
  ['time.Weekday', new Map([['String', text]])],
  [typeNames.histogram, new Map([['String', text]])],
])

/** Methods with several results, which templates cannot call; and how many results. */
const severalResults: ReadonlyMap<string, number> = new Map([
  ['Date', 3],
  ['Clock', 3],
  ['ISOWeek', 2],
  ['Zone', 2],
  ['ZoneBounds', 2],
])

/**
 * Looks up a method of a type: the method, a number of results that forbids the call, `unknown` for one that Go has and
 * this library lacks, or undefined for none.
 */
export function methodOf(type: string, name: string): Method | number | 'unknown' | undefined {
  const bare = type.replace(/^\*/, '')
  const found = methods.get(bare)?.get(name)
  if (found !== undefined) return found
  if (bare === typeNames.histogram) return ofHistograms.has(name) ? 'unknown' : undefined
  if (bare !== 'time.Time') return undefined
  return severalResults.get(name) ?? (knownElsewhere.has(name) ? 'unknown' : undefined)
}

/** Methods of histograms that Go has and this library does not run. */
const ofHistograms: ReadonlySet<string> = new Set(
  'Add AllBucketIterator AllReverseBucketIterator Compact Copy CopyTo CopyToSchema DetectReset Div Equals HasOverflow KahanAdd Mul NegativeBucketIterator NegativeReverseBucketIterator PositiveBucketIterator PositiveReverseBucketIterator ReduceResolution Size Sub TestExpression TrimBuckets UsesCustomBuckets Validate ZeroBucket'.split(
    ' ',
  ),
)

/** Methods of `time.Time` that Go has and this library does not run. */
const knownElsewhere: ReadonlySet<string> = new Set(
  'AppendFormat Compare GobDecode GobEncode In Local Location MarshalBinary MarshalJSON MarshalText UnmarshalBinary UnmarshalJSON UnmarshalText AppendBinary AppendText'.split(
    ' ',
  ),
)
