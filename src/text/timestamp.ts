/** Points in time as Prometheus' tools parse them (`parseTime` of `cmd/promtool`). */

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([-+])(\d\d):(\d\d))$/
/** Numbers that Go's `ParseFloat` accepts. */
const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/

/** Milliseconds since 1970, from seconds or an RFC 3339 date; undefined for any other text. */
export function parseTimestamp(text: string): number | undefined {
  return NUMBER.test(text) ? Math.trunc(Number(text) * 1000) : dateOf(text)
}

function dateOf(text: string): number | undefined {
  const match = RFC3339.exec(text)
  if (match === null) return undefined
  const numbers = match.slice(1, 7).map(Number)
  const [year, month, day, hour, minute, second] = numbers as [number, number, number, number, number, number]
  const at = new Date(Date.UTC(2000, month - 1, day, hour, minute, second))
  at.setUTCFullYear(year, month - 1, day)
  const isDay = at.getUTCMonth() === month - 1 && at.getUTCDate() === day
  if (!isDay || hour > 23 || minute > 59 || second > 59) return undefined
  const fraction = Math.trunc(Number(`0.${match[7] ?? '0'}`) * 1000)
  const offset = (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0)) * 60_000
  return at.getTime() + fraction - (match[8] === '-' ? -offset : offset)
}
