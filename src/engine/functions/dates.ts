/** Date components in UTC, of each value in seconds or of the evaluation time. */
import { addRow, type Block, createBlock, float } from '../block.ts'
import { noLabels } from '../labels.ts'
import type { VectorFunction } from './context.ts'
import { mapFloats } from './simple.ts'

interface CivilDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

const perDay = 86_400

const floorMod = (value: number, by: number): number => ((value % by) + by) % by

/** Year, month and day from a number of days since 1970, for any year. */
function civil(days: number): CivilDate {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  }
}

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function daysInMonth({ year, month }: CivilDate): number {
  return month === 2 && isLeap(year) ? 29 : (monthLengths[month - 1] as number)
}

function dayOfYear(date: CivilDate): number {
  let days = date.day
  for (let month = 1; month < date.month; month++) days += daysInMonth({ ...date, month })
  return days
}

const daysOf = (seconds: number): number => Math.floor(seconds / perDay)

const parts: Readonly<Record<string, (seconds: number) => number>> = {
  minute: (seconds) => Math.floor(floorMod(seconds, 3600) / 60),
  hour: (seconds) => Math.floor(floorMod(seconds, perDay) / 3600),
  day_of_week: (seconds) => floorMod(daysOf(seconds) + 4, 7),
  day_of_month: (seconds) => civil(daysOf(seconds)).day,
  day_of_year: (seconds) => dayOfYear(civil(daysOf(seconds))),
  days_in_month: (seconds) => daysInMonth(civil(daysOf(seconds))),
  month: (seconds) => civil(daysOf(seconds)).month,
  year: (seconds) => civil(daysOf(seconds)).year,
}

/** Go counts in unsigned numbers from this time; earlier times wrap around to the far end. */
const earliest = -9_223_372_028_741_760_000

/** Go's conversion of a float to a time on amd64: a value outside int64 becomes the smallest one. */
function toSeconds(value: number): number {
  const seconds = Math.abs(value) < 2 ** 63 ? Math.trunc(value) : -(2 ** 63)
  return seconds < earliest ? seconds + 2 ** 64 : seconds
}

const dated =
  (part: (seconds: number) => number): VectorFunction =>
  ({ run, args }) => {
    const block = args[0]
    if (block !== undefined) return mapFloats(run, block, (value) => part(toSeconds(value)))
    const times: Block = createBlock(run.steps, 1)
    addRow(times, noLabels, false)
    for (let step = 0; step < run.steps; step++)
      times.values[step] = part(Math.trunc((run.start + step * run.interval) / 1000))
    times.kinds.fill(float)
    return times
  }

export const dateFunctions: Readonly<Record<string, VectorFunction>> = Object.fromEntries(
  Object.entries(parts).map(([name, part]) => [name, dated(part)]),
)
