/** `start_timestamp`: seconds since 1970, or a date in RFC 3339. */
import { parseTimestamp } from '../../text/timestamp.ts'
import { isNull, type YamlNode } from '../../yaml/index.ts'
import { type Decoder, readString, refuse } from './decode.ts'

/** Milliseconds since 1970; refuses any other value. */
export function readTimestamp(decoder: Decoder, node: YamlNode): number {
  if (isNull(node)) return 0
  const value = readString(decoder, node)
  if (node.kind !== 'scalar') return 0
  const found = parseTimestamp(value)
  if (found !== undefined) return found
  refuse(
    decoder,
    node,
    `Unexpected \`${value}\`, expected seconds since 1970 or a date such as \`2024-01-01T00:00:00Z\``,
    `cannot parse ${JSON.stringify(value)} to a valid timestamp`,
  )
  return 0
}
