/** `start:` of a test. */
import { parseTimestamp } from '../../text/timestamp.ts'
import type { YamlNode } from '../../yaml/index.ts'
import { expect, type TestReader } from './reader.ts'

/** Milliseconds since 1970; undefined, after a report, if it is not a point in time. */
export function readStart(reader: TestReader, node: YamlNode): number | undefined {
  const at = node.kind === 'scalar' ? parseTimestamp(node.text.value) : undefined
  return (
    at ??
    expect(reader, node, '`start`', 'a point in time', 'write seconds since 1970, or `2024-01-01T00:00:00Z`')
  )
}
