/**
 * Runs one test of a promtool file and compares as promtool does. In: the test, the groups of its rule files. Out: what
 * failed, in promtool's words and ours. Mirrors `testGroup.test` in `cmd/promtool/unittest.go`.
 */
import { compareLabels, type EngineOptions, labelsOf } from '../../engine/index.ts'
import { parseMetric, parseSeries, seriesErrorText } from '../../engine/series.ts'
import { quote } from '../../promql/go.ts'
import { formatDuration } from '../../promql/index.ts'
import type { Regexps } from '../../template/index.ts'
import { differences } from '../difference.ts'
import { explainExpr, explainRules } from '../explain.ts'
import { goDuration } from '../go-duration.ts'
import { histogramText } from '../histogram-text.ts'
import { comparePairs, pairsOf, sortedPairs } from '../labels.ts'
import { planOf, vectorOf } from '../query.ts'
import type { Failure, TestResult } from '../result.ts'
import type { GroupSpec } from '../rules.ts'
import { createRun, type Run } from '../run.ts'
import { readSeries } from '../series.ts'
import type { AlertTest, ExpectedSample, ExprTest, PromtoolFile, PromtoolTest } from './file.ts'
import { alertsText, type ShownAlert, type ShownSample, samplesText } from './format.ts'

export interface CheckSettings {
  readonly version: string
  readonly features: readonly string[]
  readonly regexps: Regexps | undefined
}

/** Promtool gives up on expressions that hold more samples at once. */
const MAX_SAMPLES = 10_000

interface Context {
  readonly file: PromtoolFile
  readonly test: PromtoolTest
  readonly run: Run
  readonly options: EngineOptions
  readonly version: string
  readonly failures: Failure[]
}

/** Runs a test. `groups` are in the order in which promtool evaluates them. */
export function checkTest(
  file: PromtoolFile,
  test: PromtoolTest,
  groups: readonly GroupSpec[],
  { version, features, regexps }: CheckSettings,
): TestResult {
  const base = { file: file.path, name: test.title, range: test.range }
  const { series, problem, skipped } = readSeries(test.series, test.start, test.interval, version)
  const notes = skipped.slice(0, 1).map((range) => ({
    range,
    message: `Unexpected empty line before this series: promtool does not load it, nor the ${skipped.length - 1} after it`,
    hint: 'remove the line break at the end of the values before it',
  }))
  if (problem !== undefined) {
    const { message, promtool, range } = problem
    return { ...base, notes, failures: [plain(range, `The series cannot be read: ${message}`, promtool)] }
  }
  const nameless = test.alerts.find(({ alertname }) => alertname.value === '')
  if (nameless !== undefined) return { ...base, notes, failures: [missingName(test, nameless)] }
  const options: EngineOptions = {
    version,
    features,
    defaultStep: file.evaluationInterval,
    maxSamples: MAX_SAMPLES,
  }
  const surroundings = {
    version,
    externalLabels: test.externalLabels,
    externalUrl: test.externalUrl,
    serverUrl: null,
    regexps,
  }
  const run = createRun({ series, groups, surroundings, options })
  const context: Context = { file, test, run, options, version, failures: [] }
  if (evaluateAll(context)) for (const one of test.exprs) checkExpr(context, one)
  return { ...base, notes, failures: context.failures }
}

const plain = (range: Failure['range'], message: string, promtool: string): Failure => ({
  range,
  message,
  promtool,
  differences: [],
  explanations: [],
})

function missingName({ name }: PromtoolTest, { range, at }: AlertTest): Failure {
  const where = name === '' ? '' : ` (in TestGroup ${name})`
  return plain(
    range,
    'Unexpected item of `alert_rule_test` without `alertname`',
    `an item under alert_rule_test misses required attribute alertname at eval_time ${formatDuration(at)}${where}`,
  )
}

/** Steps through the test; false when a rule fails, where promtool ends it. */
function evaluateAll(context: Context): boolean {
  const { file, test, run, failures } = context
  const ends = [...test.alerts, ...test.exprs].map(({ at }) => at)
  const last = Math.max(0, ...ends)
  const moments = [...new Set(test.alerts.map(({ at }) => at))].sort((a, b) => a - b)
  let next = 0
  for (let passed = 0; passed <= last; passed += file.evaluationInterval) {
    const at = test.start + passed
    const refused = run.loadTill(at)
    if (refused !== undefined) {
      failures.push(plain(test.range, `A series cannot be loaded: ${refused}`, refused))
    } else {
      const errors = run.evaluate(at)
      for (const { rule, message } of errors) {
        const promtool = `    rule: ${rule.name}, time: ${goDuration(at)}, err: ${message}`
        failures.push(
          plain(test.range, `Rule \`${rule.name}\` fails at ${formatDuration(passed)}: ${message}`, promtool),
        )
      }
      if (errors.length > 0) return false
    }
    while (next < moments.length && moments[next]! < passed + file.evaluationInterval) {
      for (const one of test.alerts) if (one.at === moments[next]) checkAlert(context, one, at)
      next++
    }
  }
  return true
}

// ── Alerts ──────────────────────────────────────────────────────────────────────────────────────────

const byLabels = (a: ShownAlert, b: ShownAlert): number =>
  comparePairs(a.labels, b.labels) || comparePairs(a.annotations, b.annotations)

function checkAlert(context: Context, one: AlertTest, at: number): void {
  const { test, run, version, failures } = context
  const name = one.alertname.value
  const got = run.groups
    .flatMap(({ rules }) => rules)
    .filter(({ spec }) => spec.kind === 'alert' && spec.name === name)
    .flatMap((rule) => rule.alerts())
    .filter(({ state }) => state === 'firing')
    .map((alert): ShownAlert => ({ labels: pairsOf(alert.labels), annotations: alert.annotations() }))
    .sort(byLabels)
  const expected = one.expected
    .map(({ labels, annotations }) => ({
      labels: sortedPairs(new Map([...labels, ['alertname', name]])),
      annotations: sortedPairs(annotations),
    }))
    .sort(byLabels)
  if (expected.length === got.length && expected.every((alert, i) => byLabels(alert, got[i]!) === 0)) return
  const header = test.name === '' ? '' : `    name: ${test.name},\n`
  const time = formatDuration(one.at)
  failures.push({
    range: one.alertname.range,
    message: alertMessage(name, time, expected.length, got.length),
    promtool: `${header}    alertname: ${name}, time: ${time}, \n        exp:${alertsText(expected, version)}, \n        got:${alertsText(got, version)}`,
    differences: differences(expected, got),
    explanations: explainRules(run, name, at, context.options),
  })
}

function alertMessage(name: string, time: string, expected: number, got: number): string {
  const many = (n: number): string => `${n} ${n === 1 ? 'alert' : 'alerts'}`
  if (got === 0) return `\`${name}\` does not fire at ${time}, expected ${many(expected)}`
  if (expected === 0) return `\`${name}\` fires at ${time} (${many(got)}), expected none`
  if (expected !== got) return `${many(got)} of \`${name}\` at ${time}, expected ${expected}`
  return `\`${name}\` at ${time} is not as expected`
}

// ── Expressions ─────────────────────────────────────────────────────────────────────────────────────

function checkExpr(context: Context, one: ExprTest): void {
  const { test, run, options, version, failures, file } = context
  const at = test.start + one.at
  const time = formatDuration(one.at)
  const fail = (message: string, words: string, range: Failure['range']): void => {
    const promtool = `    expr: ${quote(one.expr.value)}, time: ${time}, err: ${message}`
    failures.push(plain(range, words, promtool))
  }
  const { value, error } = planOf(one.expr.value, options).evaluate(run.storage, { at })
  const vector = error === undefined ? vectorOf(value) : undefined
  if (vector === undefined) {
    const message = error?.message ?? 'rule result is not a vector or scalar'
    return fail(message, `The expression fails at ${time}: ${message}`, one.expr.range)
  }
  const got = vector
    .map(({ labels, value, histogram }) => ({ labels, value, histogram: histogramText(histogram) }))
    .sort((a, b) => compareLabels(a.labels, b.labels))
    .map((sample): ShownSample => ({ ...sample, labels: pairsOf(sample.labels) }))
  const expected: ShownSample[] = []
  for (const sample of one.expected) {
    const read = readSample(sample, version)
    if ('error' in read) {
      const message = `labels ${quote(sample.labels.value)}: ${read.error}`
      return fail(message, `The expected sample cannot be read: ${read.error}`, sample.range)
    }
    expected.push(read)
  }
  // Go's sort turns equal labels around, of which there are none unless the test names one twice.
  expected.reverse().sort((a, b) => comparePairs(a.labels, b.labels))
  const isSame = (a: ShownSample, b: ShownSample): boolean =>
    comparePairs(a.labels, b.labels) === 0 &&
    a.histogram === b.histogram &&
    sameNumber(a.value, b.value, file.fuzzyCompare)
  if (expected.length === got.length && expected.every((sample, i) => isSame(sample, got[i]!))) return
  const shown = (sample: ShownSample) => ({
    labels: sample.labels,
    annotations: [],
    value: samplesText([{ ...sample, labels: [] }], version).slice(3),
  })
  failures.push({
    range: one.expr.range,
    message: `\`${one.expr.value.trim()}\` at ${time} is not as expected`,
    promtool: `    expr: ${quote(one.expr.value)}, time: ${time},\n        exp: ${samplesText(expected, version)}\n        got: ${samplesText(got, version)}`,
    differences: differences(expected.map(shown), got.map(shown)),
    explanations: explainExpr(run, one.expr.value, at, options),
  })
}

/** NaN equals nothing; `fuzzy_compare` lets the last bit differ. */
function sameNumber(a: number, b: number, fuzzy: boolean): boolean {
  if (a === b) return true
  return fuzzy && Number.isFinite(a) && Number.isFinite(b) && (nextAfter(a, 1) === b || nextAfter(a, -1) === b)
}

const bits = new DataView(new ArrayBuffer(8))

/** The neighbour of a number above (1) or below (-1). */
function nextAfter(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE
  bits.setFloat64(0, value)
  const away = value > 0 === direction > 0
  bits.setBigInt64(0, bits.getBigInt64(0) + (away ? 1n : -1n))
  return bits.getFloat64(0)
}

function readSample(
  { labels, value, histogram }: ExpectedSample,
  version: string,
): ShownSample | { readonly error: string } {
  const read = parseMetric(labels.value)
  if (read.error !== undefined) return { error: seriesErrorText(labels.value, read.error) }
  const shown = { labels: pairsOf(labelsOf(read.labels)), value, histogram: '' }
  if (histogram.value === '') return shown
  const text = `{} ${histogram.value}`
  const { series, error } = parseSeries(text, version)
  if (error !== undefined) return { error: seriesErrorText(text, error) }
  const [first, ...more] = series.values
  if (first === undefined || more.length > 0) return { error: `expected 1 value, got ${series.values.length}` }
  if (typeof first !== 'object') return { error: `expected histogram, got ${String(first)}` }
  return { ...shown, histogram: histogramText(first.histogram) }
}
