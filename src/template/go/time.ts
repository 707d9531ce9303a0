/** `time.Time` in UTC and `time.Duration` as Go prints them. Times are nanoseconds since 1970. */

const months = 'January February March April May June July August September October November December'.split(
  ' ',
)
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

export const monthName = (month: number): string => months[month - 1] ?? `%!Month(${month})`
export const weekdayName = (day: number): string => weekdays[day] ?? `%!Weekday(${day})`

const second = 1_000_000_000n
const day = 86_400n * second

/** Division that rounds down, for times before 1970. */
export const floorDivide = (a: bigint, b: bigint): bigint => (a >= 0n ? a / b : -((-a + b - 1n) / b))

/** Calendar fields of a time. Month from 1, weekday from Sunday = 0, day of the year from 1. */
export interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly nanosecond: number
  readonly weekday: number
  readonly yearDay: number
}

/** Calendar and clock of a time in UTC. */
export function civil(nanos: bigint): Civil {
  const seconds = floorDivide(nanos, second)
  const date = new Date(Number(seconds) * 1000)
  const days = Number(floorDivide(nanos, day))
  const year = date.getUTCFullYear()
  const newYear = new Date(0).setUTCFullYear(year, 0, 1)
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    nanosecond: Number(nanos - seconds * second),
    weekday: date.getUTCDay(),
    yearDay: days - Math.floor(newYear / 86_400_000) + 1,
  }
}

const pad = (value: number, width: number): string =>
  (value < 0 ? '-' : '') + String(Math.abs(value)).padStart(width, '0')

/** One element of a Go layout and how to write it. */
type Writer = (at: Civil) => string

const elements: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  ['January', (at) => monthName(at.month)],
  ['Jan', (at) => monthName(at.month).slice(0, 3)],
  ['Monday', (at) => weekdayName(at.weekday)],
  ['Mon', (at) => weekdayName(at.weekday).slice(0, 3)],
  ['MST', () => 'UTC'],
  ['2006', (at) => pad(at.year, 4)],
  ['-07:00:00', () => '+00:00:00'],
  ['-07:00', () => '+00:00'],
  ['-070000', () => '+000000'],
  ['-0700', () => '+0000'],
  ['-07', () => '+00'],
  ['Z07:00:00', () => 'Z'],
  ['Z07:00', () => 'Z'],
  ['Z070000', () => 'Z'],
  ['Z0700', () => 'Z'],
  ['Z07', () => 'Z'],
  ['002', (at) => pad(at.yearDay, 3)],
  ['__2', (at) => String(at.yearDay).padStart(3, ' ')],
  ['01', (at) => pad(at.month, 2)],
  ['02', (at) => pad(at.day, 2)],
  ['03', (at) => pad(at.hour % 12 || 12, 2)],
  ['04', (at) => pad(at.minute, 2)],
  ['05', (at) => pad(at.second, 2)],
  ['06', (at) => pad(((at.year % 100) + 100) % 100, 2)],
  ['15', (at) => pad(at.hour, 2)],
  ['PM', (at) => (at.hour >= 12 ? 'PM' : 'AM')],
  ['pm', (at) => (at.hour >= 12 ? 'pm' : 'am')],
  ['_2', (at) => String(at.day).padStart(2, ' ')],
  ['1', (at) => String(at.month)],
  ['2', (at) => String(at.day)],
  ['3', (at) => String(at.hour % 12 || 12)],
  ['4', (at) => String(at.minute)],
  ['5', (at) => String(at.second)],
])

/** Longest first; `Jan` only where no lower-case letter follows it, `_2006` is an underscore and a year. */
const element =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|_(?=2006)|2006|-07:00:00|-07:00|-070000|-0700|-07|Z07:00:00|Z07:00|Z070000|Z0700|Z07|002|0[1-6]|15|PM|pm|__2|_2|[1-5]|[.,](?:0+|9+)(?![0-9])/g

/** Formats a UTC time by a Go layout (`2006-01-02 15:04:05`). */
export function formatTime(nanos: bigint, layout: string): string {
  const at = civil(nanos)
  return layout.replace(element, (part) => {
    const write = elements.get(part)
    if (write !== undefined) return write(at)
    if (part === '_') return part
    const digits = pad(at.nanosecond, 9).slice(0, part.length - 1)
    if (part[1] === '0') return part[0]! + digits
    const kept = digits.replace(/0+$/, '')
    return kept === '' ? '' : part[0]! + kept
  })
}

/** How `time.Time` prints. */
export const timeString = (nanos: bigint): string =>
  formatTime(nanos, '2006-01-02 15:04:05.999999999 -0700 MST')

/** How `time.Time` prints with `%#v`. */
export function timeGoString(nanos: bigint): string {
  const at = civil(nanos)
  const clock = `${at.hour}, ${at.minute}, ${at.second}, ${at.nanosecond}`
  return `time.Date(${at.year}, time.${monthName(at.month)}, ${at.day}, ${clock}, time.UTC)`
}

/** How `time.Duration` prints: `1h2m3.5s`, `1.5ms`, `0s`. */
export function durationString(nanos: bigint): string {
  if (nanos === 0n) return '0s'
  const sign = nanos < 0n ? '-' : ''
  const value = nanos < 0n ? -nanos : nanos
  const decimal = (unit: bigint): string => {
    const rest = String(value % unit)
      .padStart(String(unit).length - 1, '0')
      .replace(/0+$/, '')
    return rest === '' || unit === 1n ? '' : `.${rest}`
  }
  if (value < 1_000n) return `${sign}${value}ns`
  if (value < 1_000_000n) return `${sign}${value / 1_000n}${decimal(1_000n)}µs`
  if (value < second) return `${sign}${value / 1_000_000n}${decimal(1_000_000n)}ms`
  const seconds = value / second
  const minutes = seconds / 60n
  const tail = `${seconds % 60n}${decimal(second)}s`
  if (minutes === 0n) return sign + tail
  if (minutes < 60n) return `${sign}${minutes}m${tail}`
  return `${sign}${minutes / 60n}h${minutes % 60n}m${tail}`
}
