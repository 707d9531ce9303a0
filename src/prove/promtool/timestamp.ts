/** `start_timestamp`: seconds since 1970, or a date as RFC 3339 writes it (`parseTime` of `cmd/promtool`). */
import type { YamlNode } from '../../yaml/index.ts'
import { type Decoder, readString, refuseValue } from './decode.ts'

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([-+])(\d\d):(\d\d))$/
/** What Go's `ParseFloat` takes. */
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/

/** Milliseconds since 1970; a value that is neither is refused. */
export function readTimestamp(decoder: Decoder, node: YamlNode): number {
  if (node.kind === 'scalar' && node.tag === 'null') return 0
  const value = readString(decoder, node)
  if (node.kind !== 'scalar') return 0
  const found = NUMBER.test(value) ? Math.trunc(Number(value) * 1000) : dateOf(value)
  if (found !== undefined) return found
  refuseValue(
    decoder,
    node,
    `Unexpected \`${value}\`, expected seconds since 1970 or a date such as \`2024-01-01T00:00:00Z\``,
    `cannot parse ${JSON.stringify(value)} to a valid timestamp`,
  )
  return 0
}

function dateOf(text: string): number | undefined {
  const match = RFC3339.exec(text)
  if (match === null) return undefined
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const at = new Date(Date.UTC(2000, month - 1, day, hour, minute, second))
  at.setUTCFullYear(year, month - 1, day)
  const isDay = at.getUTCMonth() === month - 1 && at.getUTCDate() === day
  if (!isDay || hour > 23 || minute > 59 || second > 59) return undefined
  const fraction = Math.trunc(Number(`0.${match[7] ?? '0'}`) * 1000)
  const offset = (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0)) * 60_000
  return at.getTime() + fraction - (match[8] === '-' ? -offset : offset)
}
