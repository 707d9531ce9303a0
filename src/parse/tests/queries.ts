/** A test's statements about expressions. */
import type { QuerySample, QueryStatement, Span } from '../../model.ts'
import type { Text } from '../../text/source.ts'
import { itemsOf, type YamlNode } from '../../yaml/index.ts'
import { readSpan } from './alerts.ts'
import { expect, readFlag, readMap, readNumber, readText, report, type TestReader } from './reader.ts'

const EXAMPLE = 'write `{ expr: job:up:sum, at: 5m, value: 2 }`'

/** `queries:` of a test: one, or a list. */
export function readQueries(reader: TestReader, node: YamlNode): QueryStatement[] {
  return itemsOf(node).flatMap((item) => readQuery(reader, item) ?? [])
}

function readQuery(reader: TestReader, node: YamlNode): QueryStatement | undefined {
  if (node.kind !== 'map') return expect(reader, node, 'a query', 'an expression and its result', EXAMPLE)
  let expr: Text | undefined
  let at: Span | undefined
  let atGiven = false
  const results: Pick<QueryStatement, 'samples' | 'value' | 'empty'>[] = []
  readMap(reader, node, 'a query', {
    expr: (value) => {
      expr = readText(reader, value, '`expr`')
    },
    at: (value) => {
      atGiven = true
      const text = readText(reader, value, '`at`')
      at = text && readSpan(reader, text)
    },
    samples: (value) => {
      results.push({ samples: readSamples(reader, value) })
    },
    value: (value) => {
      const number = readNumber(reader, value, '`value`')
      if (number !== undefined) results.push({ value: number })
    },
    empty: (value) => {
      if (readFlag(reader, value, '`empty`')) results.push({ empty: true })
    },
  })
  const { start, end } = node.range
  if (expr === undefined || (at === undefined && !atGiven)) {
    report(
      reader,
      { start, end: start + 1 },
      `The query has no \`${expr === undefined ? 'expr' : 'at'}\``,
      EXAMPLE,
    )
    return undefined
  }
  if (at === undefined) return undefined
  const [result, ...more] = results
  if (result !== undefined && more.length === 0) return { range: { start, end }, expr, at, ...result }
  const message =
    result === undefined
      ? 'The query has no expected result'
      : 'The query has more than one kind of expected result'
  report(reader, expr.range, message, 'give one of `samples`, `value` and `empty: true`')
  return undefined
}

function readSamples(reader: TestReader, node: YamlNode): QuerySample[] {
  if (node.kind !== 'map') {
    expect(reader, node, '`samples`', 'series with values', 'write `{ \'job:up:sum{job="a"}\': 2 }`')
    return []
  }
  return node.entries.flatMap(({ key, value, range }): QuerySample[] => {
    if (key.kind !== 'scalar') return []
    const base = { range: { start: range.start, end: range.end }, series: key.text }
    if (value.kind === 'scalar' && /^\s*\{\{/.test(value.text.value)) {
      return [{ ...base, value: 0, histogram: value.text }]
    }
    const number = readNumber(reader, value, 'a sample')
    return number === undefined ? [] : [{ ...base, value: number }]
  })
}
