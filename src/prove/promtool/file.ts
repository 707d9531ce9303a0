/**
 * Promtool's unit-test files. In: a YAML file. Out: its tests as promtool reads them, each part with its place, or
 * promtool's reason to refuse it. Mirrors `unitTestFile` and its parts in `cmd/promtool/unittest.go`.
 */
import { versionNumber } from '../../promql/index.ts'
import { setterOf } from '../../text/set.ts'
import { lineStarts, type Range, type Source, type Text } from '../../text/source.ts'
import { parseYaml, type YamlNode, type YamlScalar } from '../../yaml/index.ts'
import {
  type Complaint,
  type Decoder,
  type Fields,
  readBool,
  readDuration,
  readFloat,
  readList,
  readString,
  readStrings,
  readStruct,
} from './decode.ts'
import { readTimestamp } from './timestamp.ts'

/** A value and where it is written. */
export interface Written {
  readonly value: string
  /** Maps back to its characters; absent for a default. */
  readonly text: Text | undefined
  readonly range: Range
}

export interface InputSeries {
  readonly series: Written
  readonly values: Written
  readonly range: Range
}

export interface ExpectedAlert {
  readonly range: Range
  readonly labels: ReadonlyMap<string, string>
  readonly annotations: ReadonlyMap<string, string>
}

export interface AlertTest {
  readonly range: Range
  /** Milliseconds after the start. */
  readonly at: number
  readonly alertname: Written
  readonly expected: readonly ExpectedAlert[]
}

export interface ExpectedSample {
  readonly range: Range
  readonly labels: Written
  readonly value: number
  /** Empty if a float is expected. */
  readonly histogram: Written
}

export interface ExprTest {
  readonly range: Range
  readonly at: number
  readonly expr: Written
  readonly expected: readonly ExpectedSample[]
}

/** One item of `tests`. */
export interface PromtoolTest {
  readonly range: Range
  /** Promtool's name for it in reports: `unnamed#3` where the file has none. */
  readonly title: string
  readonly name: string
  /** Between two samples, in milliseconds. */
  readonly interval: number
  readonly series: readonly InputSeries[]
  readonly alerts: readonly AlertTest[]
  readonly exprs: readonly ExprTest[]
  readonly externalLabels: Readonly<Record<string, string>>
  readonly externalUrl: string
  /** Milliseconds since 1970. */
  readonly start: number
}

export interface PromtoolFile {
  readonly path: string
  readonly ruleFiles: readonly Written[]
  /** Milliseconds. */
  readonly evaluationInterval: number
  readonly groupEvalOrder: readonly string[]
  readonly fuzzyCompare: boolean
  readonly tests: readonly PromtoolTest[]
  /** Why promtool does not run it; empty if it does. */
  readonly complaints: readonly Complaint[]
}

const MINUTE = 60_000

/** The first version of promtool with each field. */
const SINCE: Readonly<Record<string, number>> = {
  fuzzy_compare: versionNumber('3.5')!,
  start_timestamp: versionNumber('3.9')!,
  histogram: versionNumber('2.49')!,
}
/** Since this version, samples are spaced like evaluations unless the test says otherwise. */
const INTERVAL_DEFAULTS = versionNumber('2.49')!

/** Reads a test file as this version of promtool does. Never throws. */
export function readPromtoolFile({ path, text }: Source, version: string): PromtoolFile {
  const decoder: Decoder = {
    starts: lineStarts(text),
    version: versionNumber(version) ?? Number.POSITIVE_INFINITY,
    complaints: [],
  }
  const { root, problems } = parseYaml(text)
  const broken = problems.find(({ code }) => code !== 'yaml-duplicate-key')
  if (broken !== undefined) {
    const { range, message, hint } = broken
    const complaint = { range, message, hint, promtool: `yaml: ${message}`, stops: true } as const
    return { ...emptyFile(path), complaints: [complaint] }
  }
  const file = root === null ? emptyFile(path) : readFile(decoder, root, path)
  return { ...file, complaints: decoder.complaints }
}

const emptyFile = (path: string): PromtoolFile => ({
  path,
  ruleFiles: [],
  evaluationInterval: MINUTE,
  groupEvalOrder: [],
  fuzzyCompare: false,
  tests: [],
  complaints: [],
})

/** Reads a struct, of whose fields this version of promtool may lack some. */
function readKnown(decoder: Decoder, node: YamlNode, type: string, fields: Fields): void {
  const known = Object.entries(fields).filter(([name]) => decoder.version >= (SINCE[name] ?? 0))
  readStruct(decoder, node, type, Object.fromEntries(known))
}

function readFile(decoder: Decoder, root: YamlNode, path: string): PromtoolFile {
  const read = { ...emptyFile(path), evaluationInterval: 0, tests: [] as TestItem[] }
  const set = setterOf(read)
  readKnown(decoder, root, 'main.unitTestFile', {
    rule_files: (node) => set('ruleFiles', readList(decoder, node, '[]string', readWritten)),
    evaluation_interval: (node) => set('evaluationInterval', readDuration(decoder, node)),
    group_eval_order: (node) => set('groupEvalOrder', readList(decoder, node, '[]string', readString)),
    tests: (node) => set('tests', readList(decoder, node, '[]main.testGroup', readTest)),
    fuzzy_compare: (node) => set('fuzzyCompare', readBool(decoder, node)),
  })
  const evaluation = read.evaluationInterval === 0 ? MINUTE : read.evaluationInterval
  const spacing = decoder.version >= INTERVAL_DEFAULTS ? evaluation : 0
  return {
    ...read,
    evaluationInterval: evaluation,
    tests: read.tests.map((item, index) => ({
      ...item,
      title: item.name === '' ? `unnamed#${index}` : item.name,
      interval: item.interval === 0 ? spacing : item.interval,
    })),
  }
}

type TestItem = Omit<PromtoolTest, 'title'>

function readTest(decoder: Decoder, node: YamlNode): TestItem {
  const read: TestItem = {
    range: headOf(node),
    name: '',
    interval: 0,
    series: [],
    alerts: [],
    exprs: [],
    externalLabels: {},
    externalUrl: '',
    start: 0,
  }
  const set = setterOf(read)
  readKnown(decoder, node, 'main.testGroup', {
    interval: (value) => set('interval', readDuration(decoder, value)),
    input_series: (value) => set('series', readList(decoder, value, '[]main.series', readSeries)),
    alert_rule_test: (value) =>
      set('alerts', readList(decoder, value, '[]main.alertTestCase', readAlertTest)),
    promql_expr_test: (value) =>
      set('exprs', readList(decoder, value, '[]main.promqlTestCase', readExprTest)),
    external_labels: (value) => set('externalLabels', Object.fromEntries(readStrings(decoder, value))),
    external_url: (value) => set('externalUrl', readString(decoder, value)),
    name: (value) => set('name', readString(decoder, value)),
    start_timestamp: (value) => set('start', readTimestamp(decoder, value)),
  })
  return read
}

function readSeries(decoder: Decoder, node: YamlNode): InputSeries {
  const read: InputSeries = { series: nothing(node), values: nothing(node), range: node.range }
  const set = setterOf(read)
  readStruct(decoder, node, 'main.series', {
    series: (value) => set('series', readWritten(decoder, value)),
    values: (value) => set('values', readWritten(decoder, value)),
  })
  return read
}

function readAlertTest(decoder: Decoder, node: YamlNode): AlertTest {
  const read: AlertTest = { range: node.range, at: 0, alertname: nothing(node), expected: [] }
  const set = setterOf(read)
  readStruct(decoder, node, 'main.alertTestCase', {
    eval_time: (value) => set('at', readDuration(decoder, value)),
    alertname: (value) => set('alertname', readWritten(decoder, value)),
    exp_alerts: (value) => set('expected', readList(decoder, value, '[]main.alert', readAlert)),
  })
  return read
}

function readAlert(decoder: Decoder, node: YamlNode): ExpectedAlert {
  const read: ExpectedAlert = { range: node.range, labels: new Map(), annotations: new Map() }
  const set = setterOf(read)
  readStruct(decoder, node, 'main.alert', {
    exp_labels: (value) => set('labels', readStrings(decoder, value)),
    exp_annotations: (value) => set('annotations', readStrings(decoder, value)),
  })
  return read
}

function readExprTest(decoder: Decoder, node: YamlNode): ExprTest {
  const read: ExprTest = { range: node.range, at: 0, expr: nothing(node), expected: [] }
  const set = setterOf(read)
  readStruct(decoder, node, 'main.promqlTestCase', {
    expr: (value) => set('expr', readWritten(decoder, value)),
    eval_time: (value) => set('at', readDuration(decoder, value)),
    exp_samples: (value) => set('expected', readList(decoder, value, '[]main.sample', readSample)),
  })
  return read
}

function readSample(decoder: Decoder, node: YamlNode): ExpectedSample {
  const read: ExpectedSample = {
    range: node.range,
    labels: nothing(node),
    value: 0,
    histogram: nothing(node),
  }
  const set = setterOf(read)
  readKnown(decoder, node, 'main.sample', {
    labels: (value) => set('labels', readWritten(decoder, value)),
    value: (value) => set('value', readFloat(decoder, value)),
    histogram: (value) => set('histogram', readWritten(decoder, value)),
  })
  return read
}

// ── Places ──────────────────────────────────────────────────────────────────────────────────────────

const nothing = (node: YamlNode): Written => ({ value: '', text: undefined, range: headOf(node) })

function readWritten(decoder: Decoder, node: YamlNode): Written {
  const value = readString(decoder, node)
  const text = node.kind === 'scalar' && node.tag !== 'null' ? node.text : undefined
  return { value, text, range: node.range }
}

/** The first key of a mapping: the place to report missing fields. */
function headOf(node: YamlNode): Range {
  const first: YamlNode | YamlScalar = node.kind === 'map' ? (node.entries[0]?.key ?? node) : node
  const { start, end } = first.range
  return { start, end }
}
