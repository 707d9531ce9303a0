/** A test's statements about alerts: alert, moment, state. */
import type { AlertStatement, Expected, ExpectedInstance, Labelled, Span } from '../../model.ts'
import { parseDuration } from '../../promql/index.ts'
import { append } from '../../text/append.ts'
import { didYouMean } from '../../text/nearest.ts'
import { setterOf } from '../../text/set.ts'
import type { Text } from '../../text/source.ts'
import { isNull, itemsOf, textOf, type YamlEntry, type YamlNode } from '../../yaml/index.ts'
import { STATES } from './keys.ts'
import { expect, readFlag, readMap, readPairs, report, type TestReader } from './reader.ts'

const EXAMPLE = 'write `{ 5m: pending, 10m: firing }`'

/** `alerts:` of a test. */
export function readAlerts(reader: TestReader, node: YamlNode): AlertStatement[] {
  if (node.kind !== 'map') {
    expect(reader, node, '`alerts`', 'alerts with moments', 'write `HostDown: { 10m: firing }`')
    return []
  }
  return node.entries.flatMap(({ key, value }) => {
    if (key.kind !== 'scalar') {
      expect(reader, key, 'an alert', 'its name', 'write `HostDown: { 10m: firing }`')
      return []
    }
    const target = readTarget(reader, key.text)
    if (target === undefined) return []
    if (value.kind !== 'map') {
      expect(reader, value, `\`${key.text.value}\``, 'moments with states', EXAMPLE)
      return []
    }
    return value.entries.flatMap((entry) => readMoment(reader, key.text, target, entry))
  })
}

interface Target {
  readonly name: string
  readonly labels: readonly Labelled[]
}

const LABEL = /\s*([A-Za-z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(,|$)/y

/** An alert's name, with labels in braces to select some of its instances. */
function readTarget(reader: TestReader, text: Text): Target | undefined {
  const match = /^([^{]*)(?:\{(.*)\}\s*)?$/s.exec(text.value)
  const labels: Labelled[] = []
  const inside = match?.[2]?.trim() ?? ''
  let at = 0
  while (match !== null && at < inside.length) {
    LABEL.lastIndex = at
    const found = LABEL.exec(inside)
    if (found === null) break
    labels.push([found[1]!, found[2]!.replace(/\\(.)/g, '$1')])
    at = LABEL.lastIndex
  }
  const name = match?.[1]?.trimEnd() ?? ''
  if (name !== '' && at >= inside.length) return { name, labels }
  report(
    reader,
    text.range,
    `Unexpected \`${text.value}\`, expected the name of an alert`,
    'write `HostDown`, or `HostDown{severity="critical"}` to pick some of its instances',
  )
  return undefined
}

/** A moment, or two with `..` between them. */
export function readSpan(reader: TestReader, text: Text): Span | undefined {
  const [first = '', last = first, ...more] = text.value.split('..').map((part) => part.trim())
  const from = parseDuration(first).ms
  const to = parseDuration(last).ms
  if (more.length === 0 && from !== undefined && to !== undefined && from <= to) {
    return { from, to, range: text.range }
  }
  report(
    reader,
    text.range,
    `Unexpected \`${text.value}\`, expected a moment`,
    'write a time after the start such as `10m`, or `0m..10m` for every evaluation between the two',
  )
  return undefined
}

function readMoment(
  reader: TestReader,
  alert: Text,
  target: Target,
  { key, value, range }: YamlEntry,
): AlertStatement[] {
  if (key.kind !== 'scalar') {
    expect(reader, key, 'a moment', 'a duration', EXAMPLE)
    return []
  }
  const at = readSpan(reader, key.text)
  if (at === undefined) return []
  return itemsOf(value).flatMap((item): AlertStatement[] => {
    const place = value.kind === 'seq' ? item.range : range
    const base = { alert, name: target.name, at, range: { start: place.start, end: place.end } }
    const said = readState(reader, item)
    if (said === undefined) return []
    const { labels = [], ...state } = said
    return [{ ...base, labels: [...target.labels, ...labels], ...state }]
  })
}

type State = Pick<AlertStatement, 'firing' | 'pending' | 'inactive'> & { labels?: readonly Labelled[] }

function readState(reader: TestReader, node: YamlNode): State | undefined {
  if (node.kind === 'scalar' && !isNull(node)) return readWord(reader, node)
  if (node.kind !== 'map') {
    return expect(
      reader,
      node,
      'a state',
      '`inactive`, `pending` or `firing`',
      'write `firing`, or `{ firing: 2 }`',
    )
  }
  const state: State = {}
  const set = setterOf(state)
  readMap(reader, node, 'a state', {
    firing: (value) => set('firing', readExpected(reader, value)),
    pending: (value) => set('pending', readExpected(reader, value)),
    inactive: (value) => set('inactive', readFlag(reader, value, '`inactive`') || undefined),
    labels: (value) => set('labels', readPairs(reader, value, '`labels`')),
  })
  return state
}

function readWord(reader: TestReader, node: YamlNode & { kind: 'scalar' }): State | undefined {
  const word = node.text.value
  if (word === 'inactive') return { inactive: true }
  // An alert's state is the most advanced state of its instances.
  if (word === 'pending') return { pending: 'some', firing: 0 }
  if (word === 'firing') return { firing: 'some' }
  return expect(
    reader,
    node,
    'a state',
    '`inactive`, `pending` or `firing`',
    didYouMean(word, STATES) ?? 'write `firing`, or `{ firing: 2 }`',
  )
}

/** A number of instances, `true` for any, or the instances themselves: one or a list. */
function readExpected(reader: TestReader, node: YamlNode): Expected {
  if (node.kind === 'map') return [readInstance(reader, node)]
  if (node.kind === 'seq') return node.items.map((item) => readInstance(reader, item))
  if (isNull(node) || (node.tag === 'bool' && node.text.value.toLowerCase() === 'true')) return 'some'
  if (/^\d{1,9}$/.test(node.text.value)) return Number(node.text.value)
  expect(
    reader,
    node,
    'a state',
    'how many instances, or which',
    'write `{ firing: 2 }`, or `{ firing: [{ labels: { instance: web-1 } }] }`',
  )
  return 'some'
}

/** Labels are under `labels`; annotations under `annotations` or under their names. */
function readInstance(reader: TestReader, node: YamlNode): ExpectedInstance {
  const { start, end } = node.range
  const instance = { range: { start, end }, labels: [] as Labelled[], annotations: [] as Labelled[] }
  if (node.kind !== 'map') {
    if (!isNull(node)) {
      expect(reader, node, 'an instance', 'labels and annotations', 'write `{ labels: { instance: web-1 } }`')
    }
    return instance
  }
  for (const { key, value } of node.entries) {
    const name = textOf(key) ?? ''
    if (name === 'labels') append(instance.labels, readPairs(reader, value, '`labels`'))
    else if (name === 'annotations') append(instance.annotations, readPairs(reader, value, '`annotations`'))
    else if (value.kind === 'scalar') instance.annotations.push([name, value.text.value])
    else expect(reader, value, `annotation \`${name}\``, 'a string', 'put labels under `labels:`')
  }
  return instance
}
