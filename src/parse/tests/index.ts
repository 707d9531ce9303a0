/**
 * A `yaml test` fence → tests as written. Errors of shape are reported with the word that was probably meant;
 * everything readable is kept.
 */
import type { Diagnostic, Range, RunbookTest, TestSeries } from '../../model.ts'
import { setterOf } from '../../text/set.ts'
import { bareKind, isNull, itemsOf, type YamlDocument, type YamlNode } from '../../yaml/index.ts'
import { yamlDiagnostics } from '../yaml-diagnostics.ts'
import { readAlerts } from './alerts.ts'
import { readQueries } from './queries.ts'
import {
  expect,
  readDuration,
  readFlag,
  readMap,
  readPairs,
  readText,
  readTime,
  report,
  type TestReader,
} from './reader.ts'

export interface TestReading {
  readonly tests: readonly RunbookTest[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads a fence, parsed with `parseYaml(text, lines)`. */
export function readTests(document: YamlDocument, fence: Range, file: string): TestReading {
  const reader: TestReader = { file, diagnostics: [] }
  const { root } = document
  const items = root === null || isNull(root) ? [] : itemsOf(root)
  const tests = items.flatMap((item) => readTest(reader, item) ?? [])
  if (items.length === 0 && document.problems.length === 0) {
    report(reader, fence, 'The test is empty', 'write `series:` and `alerts:`')
  }
  return { tests, diagnostics: [...yamlDiagnostics(document, file), ...reader.diagnostics] }
}

function readTest(reader: TestReader, node: YamlNode): RunbookTest | undefined {
  if (node.kind !== 'map') {
    report(
      reader,
      node.range,
      `Unexpected ${bareKind(node)}, expected a test`,
      'write `series:` and `alerts:`',
    )
    return undefined
  }
  const { start, end } = node.range
  const test: RunbookTest = {
    range: { start, end },
    rules: [],
    series: [],
    alerts: [],
    queries: [],
    externalLabels: [],
  }
  const set = setterOf(test)
  readMap(reader, node, 'a test', {
    name: (value) => set('name', readText(reader, value, '`name`')),
    interval: (value) => set('interval', readInterval(reader, value, '`interval`')),
    evaluation_interval: (value) =>
      set('evaluationInterval', readInterval(reader, value, '`evaluation_interval`')),
    start: (value) => set('start', readTime(reader, value, '`start`')),
    rules: (value) =>
      set(
        'rules',
        itemsOf(value).flatMap((path) => readText(reader, path, '`rules`') ?? []),
      ),
    series: (value) => set('series', readSeries(reader, value)),
    alerts: (value) => set('alerts', readAlerts(reader, value)),
    queries: (value) => set('queries', readQueries(reader, value)),
    external_labels: (value) => {
      readPairs(reader, value, '`external_labels`')
      if (value.kind !== 'map') return
      const labels = value.entries.flatMap(({ key, value: held }) =>
        key.kind === 'scalar' && held.kind === 'scalar' ? [{ key: key.text, value: held.text }] : [],
      )
      set('externalLabels', labels)
    },
    external_url: (value) => set('externalUrl', readText(reader, value, '`external_url`')),
    exact: (value) => set('exact', readFlag(reader, value, '`exact`') || undefined),
  })
  if (test.alerts.length === 0 && test.queries.length === 0) {
    const says = node.entries.some(
      ({ key }) => key.kind === 'scalar' && /^(?:alerts|queries)$/.test(key.text.value),
    )
    if (!says) {
      const head = node.entries[0]?.key.range ?? node.range
      report(reader, head, 'The test expects nothing', 'add `alerts:` or `queries:`')
    }
  }
  return test
}

function readInterval(reader: TestReader, node: YamlNode, what: string): number | undefined {
  const interval = readDuration(reader, node, what)
  if (interval !== 0) return interval
  report(reader, node.range, `${what} cannot be 0`, 'write for example `1m`')
  return undefined
}

const SERIES_EXAMPLE = 'write `up{job="a"}: 1 1 0x5`'

function readSeries(reader: TestReader, node: YamlNode): TestSeries[] {
  if (isNull(node)) return []
  if (node.kind !== 'map') {
    expect(reader, node, '`series`', 'series with their samples', SERIES_EXAMPLE)
    return []
  }
  return node.entries.flatMap(({ key, value }): TestSeries[] => {
    if (key.kind !== 'scalar') {
      expect(reader, key, 'a series', 'a name with labels', SERIES_EXAMPLE)
      return []
    }
    const values = readText(reader, value, `\`${key.text.value}\``)
    return values === undefined ? [] : [{ series: key.text, values }]
  })
}
