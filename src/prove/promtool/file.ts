/**
 * Promtool's unit-test files. In: a YAML file. Out: its tests as promtool reads them, each part with its place, or
 * promtool's reason to refuse it. Mirrors `unitTestFile` and its parts in `cmd/promtool/unittest.go`.
 */
import { versionNumber } from '../../promql/index.ts'
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
  const number = versionNumber(version) ?? Number.POSITIVE_INFINITY
  const decoder: Decoder = { starts: lineStarts(text), version: number, complaints: [] }
  const { root, problems } = parseYaml(text)
  const broken = problems.find(({ code }) => code !== 'yaml-duplicate-key')
  if (broken !== undefined) {
    const { range, message, hint } = broken
    const complaint = { range, message, hint, promtool: `yaml: ${message}`, stops: true } as const
    return { ...emptyFile(path), complaints: [complaint] }
  }
  const file = root === null ? emptyFile(path) : readFile(decoder, root, path, number)
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

/** The fields that this version of promtool has. */
function known(fields: Fields, number: number): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => number >= (SINCE[name] ?? 0)))
}

function readFile(decoder: Decoder, root: YamlNode, path: string, number: number): PromtoolFile {
  let ruleFiles: Written[] = []
  let evaluationInterval = 0
  let groupEvalOrder: string[] = []
  let fuzzyCompare = false
  let items: TestItem[] = []
  const fields = known(
    {
      rule_files: (node) => {
        ruleFiles = readList(decoder, node, '[]string', (item) => readWritten(decoder, item))
      },
      evaluation_interval: (node) => {
        evaluationInterval = readDuration(decoder, node)
      },
      group_eval_order: (node) => {
        groupEvalOrder = readList(decoder, node, '[]string', (item) => readString(decoder, item))
      },
      tests: (node) => {
        items = readList(decoder, node, '[]main.testGroup', (item) => readTest(decoder, item, number))
      },
      fuzzy_compare: (node) => {
        fuzzyCompare = readBool(decoder, node)
      },
    },
    number,
  )
  readStruct(decoder, root, 'main.unitTestFile', fields)
  const evaluation = evaluationInterval === 0 ? MINUTE : evaluationInterval
  const spacing = number >= INTERVAL_DEFAULTS ? evaluation : 0
  return {
    path,
    ruleFiles,
    evaluationInterval: evaluation,
    groupEvalOrder,
    fuzzyCompare,
    tests: items.map((item, index) => ({
      ...item,
      title: item.name === '' ? `unnamed#${index}` : item.name,
      interval: item.interval === 0 ? spacing : item.interval,
    })),
    complaints: [],
  }
}

type TestItem = Omit<PromtoolTest, 'title'>

function readTest(decoder: Decoder, node: YamlNode, number: number): TestItem {
  const read: { -readonly [K in keyof TestItem]: TestItem[K] } = {
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
  const fields = known(
    {
      interval: (value) => {
        read.interval = readDuration(decoder, value)
      },
      input_series: (value) => {
        read.series = readList(decoder, value, '[]main.series', (item) => readSeries(decoder, item))
      },
      alert_rule_test: (value) => {
        read.alerts = readList(decoder, value, '[]main.alertTestCase', (item) => readAlertTest(decoder, item))
      },
      promql_expr_test: (value) => {
        read.exprs = readList(decoder, value, '[]main.promqlTestCase', (item) =>
          readExprTest(decoder, item, number),
        )
      },
      external_labels: (value) => {
        read.externalLabels = Object.fromEntries(readStrings(decoder, value))
      },
      external_url: (value) => {
        read.externalUrl = readString(decoder, value)
      },
      name: (value) => {
        read.name = readString(decoder, value)
      },
      start_timestamp: (value) => {
        read.start = readTimestamp(decoder, value)
      },
    },
    number,
  )
  readStruct(decoder, node, 'main.testGroup', fields)
  return read
}

function readSeries(decoder: Decoder, node: YamlNode): InputSeries {
  let series = nothing(node)
  let values = nothing(node)
  readStruct(decoder, node, 'main.series', {
    series: (value) => {
      series = readWritten(decoder, value)
    },
    values: (value) => {
      values = readWritten(decoder, value)
    },
  })
  return { series, values, range: node.range }
}

function readAlertTest(decoder: Decoder, node: YamlNode): AlertTest {
  let at = 0
  let alertname = nothing(node)
  let expected: ExpectedAlert[] = []
  readStruct(decoder, node, 'main.alertTestCase', {
    eval_time: (value) => {
      at = readDuration(decoder, value)
    },
    alertname: (value) => {
      alertname = readWritten(decoder, value)
    },
    exp_alerts: (value) => {
      expected = readList(decoder, value, '[]main.alert', (item) => readAlert(decoder, item))
    },
  })
  return { range: node.range, at, alertname, expected }
}

function readAlert(decoder: Decoder, node: YamlNode): ExpectedAlert {
  let labels: ReadonlyMap<string, string> = new Map()
  let annotations: ReadonlyMap<string, string> = new Map()
  readStruct(decoder, node, 'main.alert', {
    exp_labels: (value) => {
      labels = readStrings(decoder, value)
    },
    exp_annotations: (value) => {
      annotations = readStrings(decoder, value)
    },
  })
  return { range: node.range, labels, annotations }
}

function readExprTest(decoder: Decoder, node: YamlNode, number: number): ExprTest {
  let at = 0
  let expr = nothing(node)
  let expected: ExpectedSample[] = []
  readStruct(decoder, node, 'main.promqlTestCase', {
    expr: (value) => {
      expr = readWritten(decoder, value)
    },
    eval_time: (value) => {
      at = readDuration(decoder, value)
    },
    exp_samples: (value) => {
      expected = readList(decoder, value, '[]main.sample', (item) => readSample(decoder, item, number))
    },
  })
  return { range: node.range, at, expr, expected }
}

function readSample(decoder: Decoder, node: YamlNode, number: number): ExpectedSample {
  let labels = nothing(node)
  let sample = 0
  let histogram = nothing(node)
  const fields = known(
    {
      labels: (value) => {
        labels = readWritten(decoder, value)
      },
      value: (value) => {
        sample = readFloat(decoder, value)
      },
      histogram: (value) => {
        histogram = readWritten(decoder, value)
      },
    },
    number,
  )
  readStruct(decoder, node, 'main.sample', fields)
  return { range: node.range, labels, value: sample, histogram }
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
