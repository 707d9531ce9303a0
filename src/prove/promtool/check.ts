/**
 * Runs one test of a promtool file and compares as promtool does. In: a test and the groups of its rule files. Out: the
 * failures, in promtool's words and ours. Mirrors `testGroup.test` in `cmd/promtool/unittest.go`.
 */
import type { EngineOptions } from '../../engine/index.ts'
import type { Failure, TestResult } from '../../model.ts'
import { formatDuration } from '../../promql/index.ts'
import type { Regexps } from '../../template/index.ts'
import { count } from '../../text/count.ts'
import { most } from '../../text/most.ts'
import { differences } from '../difference.ts'
import { explainRules } from '../explain.ts'
import { plainFailure } from '../failure.ts'
import { comparePairs, pairsOf, sortedPairs } from '../labels.ts'
import type { GroupSpec } from '../rules.ts'
import { createRun, firingIn, type Observer } from '../run.ts'
import { type ReadSeries, readSeries } from '../series.ts'
import { checkExpr } from './check-expr.ts'
import type { TestContext } from './context.ts'
import type { AlertTest, PromtoolFile, PromtoolTest } from './file.ts'
import { alertsText, type ShownAlert } from './format.ts'

export interface CheckSettings {
  readonly version: string
  readonly features: readonly string[]
  readonly regexps: Regexps | undefined
  /** Called after each evaluation. */
  readonly observe?: Observer | undefined
}

/** Promtool's limit: it gives up on an expression that holds more samples. */
const MAX_SAMPLES = 10_000

/** Runs a test. `groups` are in promtool's order of evaluation. */
export function checkTest(
  file: PromtoolFile,
  test: PromtoolTest,
  groups: readonly GroupSpec[],
  { version, features, regexps, observe }: CheckSettings,
): TestResult {
  const base = { file: file.path, name: test.title, range: test.range }
  const { series, problem, skipped } = seriesOf(test, version)
  const notes = skipped.slice(0, 1).map((range) => ({
    range,
    message: `There is an empty line before this series: promtool loads neither it nor the ${skipped.length - 1} after it`,
    hint: 'remove the line break at the end of the values before it',
  }))
  if (problem !== undefined) {
    const { message, promtool, range } = problem
    return {
      ...base,
      notes,
      failures: [plainFailure(range, `The series cannot be read: ${message}`, promtool)],
    }
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
  const context: TestContext = { file, test, run, options, version, failures: [] }
  if (evaluateAll(context, observe)) for (const one of test.exprs) checkExpr(context, one)
  return { ...base, notes, failures: context.failures }
}

const seriesOf = (test: PromtoolTest, version: string): ReadSeries =>
  readSeries(test.series, test.start, test.interval, endOf(test), version)

/** Whether the series of a test are invalid. */
export const hasBadSeries = (test: PromtoolTest, version: string): boolean =>
  seriesOf(test, version).problem !== undefined

function missingName({ name }: PromtoolTest, { range, at }: AlertTest): Failure {
  const where = name === '' ? '' : ` (in TestGroup ${name})`
  return plainFailure(
    range,
    'An item of `alert_rule_test` has no `alertname`',
    `an item under alert_rule_test misses required attribute alertname at eval_time ${formatDuration(at)}${where}`,
  )
}

/** The last moment that a test checks, in milliseconds after its start. */
const endOf = ({ alerts, exprs }: PromtoolTest): number => most([...alerts, ...exprs].map(({ at }) => at))

/** Steps through the test; false when a rule fails, which ends the test in promtool. */
function evaluateAll(context: TestContext, observe: Observer | undefined): boolean {
  const { file, test, run, failures } = context
  const last = endOf(test)
  const moments = [...new Set(test.alerts.map(({ at }) => at))].sort((a, b) => a - b)
  let next = 0
  for (let passed = 0; passed <= last; passed += file.evaluationInterval) {
    const at = test.start + passed
    const refused = run.loadTill(at)
    if (refused !== undefined) {
      failures.push(plainFailure(test.range, `A series cannot be loaded: ${refused}`, refused))
    } else {
      const errors = run.evaluate(at)
      for (const { rule, message } of errors) {
        const promtool = `    rule: ${rule.name}, time: ${goDuration(at)}, err: ${message}`
        failures.push(
          plainFailure(
            test.range,
            `Rule \`${rule.name}\` fails at ${formatDuration(passed)}: ${message}`,
            promtool,
          ),
        )
      }
      if (errors.length > 0) return false
      observe?.(run, context.options, at)
    }
    while (next < moments.length && moments[next]! < passed + file.evaluationInterval) {
      for (const one of test.alerts) if (one.at === moments[next]) checkAlert(context, one, at)
      next++
    }
  }
  return true
}

/** A time span in milliseconds as Go prints its durations: `1h2m3.5s`, `250ms`, `0s` (`time.Duration.String`). */
function goDuration(ms: number): string {
  if (ms === 0) return '0s'
  if (ms < 0) return `-${goDuration(-ms)}`
  if (ms < 1000) return `${ms}ms`
  const hours = Math.floor(ms / 3_600_000)
  const minutes = Math.floor(ms / 60_000) % 60
  const seconds = `${(ms % 60_000) / 1000}s`
  if (hours > 0) return `${hours}h${minutes}m${seconds}`
  return minutes > 0 ? `${minutes}m${seconds}` : seconds
}

// ── Alerts ──────────────────────────────────────────────────────────────────────────────────────────

const byLabels = (a: ShownAlert, b: ShownAlert): number =>
  comparePairs(a.labels, b.labels) || comparePairs(a.annotations, b.annotations)

function checkAlert(context: TestContext, one: AlertTest, at: number): void {
  const { test, run, version, failures } = context
  const name = one.alertname.value
  const got = firingIn(run, name)
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
    explanations: explainRules(run, name, at, context.options).map((told) => ({ ...told, at: time })),
  })
}

function alertMessage(name: string, time: string, expected: number, got: number): string {
  const many = (n: number): string => count(n, 'alert')
  if (got === 0) return `\`${name}\` does not fire at ${time}, expected ${many(expected)}`
  if (expected === 0) return `\`${name}\` fires at ${time} (${many(got)}), expected none`
  if (expected !== got) return `${many(got)} of \`${name}\` at ${time}, expected ${expected}`
  return `\`${name}\` at ${time} is not as expected`
}
