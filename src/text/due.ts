/** When the next review is due. */
import { own } from './own.ts'

const UNITS: Readonly<Record<string, 'day' | 'week' | 'month' | 'year'>> = {
  d: 'day',
  day: 'day',
  days: 'day',
  w: 'week',
  week: 'week',
  weeks: 'week',
  month: 'month',
  months: 'month',
  y: 'year',
  year: 'year',
  years: 'year',
}

/**
 * Due date of a review, `YYYY-MM-DD`, from the last review (a date, or a time whose date counts) and the interval:
 * `180d`, `26w`, `6 months`, `1y`. `''` if either is invalid. In a month without that day, its last day.
 */
export function dueDate(reviewed: string, every: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})(?:$|[T ])/.exec(reviewed.trim()) ?? []
  const [, count, word] = /^(\d{1,4})\s*([a-z]+)$/i.exec(every.trim()) ?? []
  const unit = word === undefined ? undefined : own(UNITS, word.toLowerCase())
  if (year === undefined || unit === undefined) return ''
  const [y, m, d, n] = [Number(year), Number(month) - 1, Number(day), Number(count)]
  const start = new Date(Date.UTC(y, m, d))
  if (start.getUTCMonth() !== m || start.getUTCDate() !== d) return ''
  if (unit === 'day' || unit === 'week') {
    return iso(Date.UTC(y, m, d + n * (unit === 'week' ? 7 : 1)))
  }
  const months = m + n * (unit === 'year' ? 12 : 1)
  const last = new Date(Date.UTC(y, months + 1, 0)).getUTCDate()
  return iso(Date.UTC(y, months, Math.min(d, last)))
}

/** `''` for years without exactly four digits. */
function iso(time: number): string {
  const text = new Date(time).toISOString()
  return /^\d{4}-/.test(text) ? text.slice(0, 10) : ''
}
