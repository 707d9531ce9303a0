/**
 * Converts a runbook test to promtool's form. What promtool cannot express (pending alerts, partial labels) is
 * completed by a run: every alert firing at a moment is listed with all its labels and annotations.
 */
import { testExpression } from '../../engine/histogram/format.ts'
import type { VectorSample } from '../../engine/index.ts'
import type { AlertStatement, RunbookTest } from '../../model.ts'
import { quote } from '../../promql/go.ts'
import { formatDuration } from '../../promql/index.ts'
import { formatPairs, pairsOf } from '../labels.ts'
import { planOf, vectorAt } from '../query.ts'
import type { GroupSpec } from '../rules.ts'
import { firingIn } from '../run.ts'
import { checkRunbookTest, endOf, type RunbookRun, type RunbookSettings, startRun } from '../runbook/check.ts'
import { moments, ticksOf } from '../runbook/ticks.ts'

/** An item of `tests` with promtool's field names. */
export type PromtoolItem = Readonly<Record<string, unknown>>

/** Most moments in a file: a longer test is left out as a whole, never in part. */
const MOST_MOMENTS = 2000

/** The interval at which promtool evaluates all groups: that of the groups, if they agree. */
export function evaluationOf(
  test: RunbookTest,
  groups: readonly GroupSpec[],
  { evaluationInterval }: RunbookSettings,
): number {
  if (test.evaluationInterval !== undefined) return test.evaluationInterval
  const interval = test.interval ?? evaluationInterval
  const own = groups.map((group) => group.interval ?? interval)
  return own.length === 0 ? interval : Math.min(...own)
}

/** The test, or why it cannot be exported. */
export function exportTest(
  file: string,
  name: string,
  test: RunbookTest,
  groups: readonly GroupSpec[],
  settings: RunbookSettings,
): PromtoolItem | string {
  if (test.start !== undefined) return 'promtool 2.42 and 3.5 can only start at 1970'
  if (checkRunbookTest(file, name, test, groups, settings).failures.length > 0) return 'it fails'
  const evaluation = evaluationOf(test, groups, settings)
  const even = groups.map((group) => ({ ...group, interval: evaluation }))
  const { running } = startRun(test, even, { ...settings, serverUrl: null })
  const alerts = new Map<string, PromtoolItem>()
  const exprs = new Map<string, PromtoolItem>()
  for (const { at, next } of ticksOf(running.run.groups, evaluation, endOf(test))) {
    const refused = running.run.loadTill(at)
    if (refused !== undefined || running.run.evaluate(at).length > 0)
      return 'promtool would evaluate its groups differently'
    for (const statement of test.alerts) {
      for (const now of moments(statement.at, at, next)) {
        const key = `${now} ${statement.name}`
        alerts.set(key, alertTest(running, statement, now))
        if (saysPending(statement)) exprs.set(key, pendingTest(running, statement, now))
        if (alerts.size > MOST_MOMENTS) return `it checks more than ${MOST_MOMENTS} moments`
      }
    }
  }
  for (const [index, { expr, at }] of test.queries.entries()) {
    for (const now of at.from === at.to ? [at.from] : [at.from, at.to]) {
      const item = exprTest(running, expr.value, now)
      if (item !== undefined) exprs.set(`${now} query ${index}`, item)
    }
  }
  return itemOf(name, test, running, [...alerts.values()], [...exprs.values()])
}

function itemOf(
  name: string,
  test: RunbookTest,
  { interval, surroundings: { externalLabels, externalUrl } }: RunbookRun,
  alerts: readonly PromtoolItem[],
  exprs: readonly PromtoolItem[],
): PromtoolItem {
  return {
    name,
    interval: formatDuration(interval),
    ...(Object.keys(externalLabels).length > 0 && { external_labels: externalLabels }),
    ...(externalUrl !== '' && { external_url: externalUrl }),
    input_series: test.series.map(({ series, values }) => ({
      series: series.value.replaceAll('\n', ' '),
      values: values.value.replaceAll('\n', ' ').trim(),
    })),
    ...(alerts.length > 0 && { alert_rule_test: alerts }),
    ...(exprs.length > 0 && { promql_expr_test: exprs }),
  }
}

const saysPending = ({ pending, inactive }: AlertStatement): boolean =>
  pending !== undefined || inactive === true

/** Everything firing under a name. */
function alertTest({ run }: RunbookRun, { name }: AlertStatement, now: number): PromtoolItem {
  const expected = firingIn(run, name).map(({ labels, annotations }) => ({
    exp_labels: Object.fromEntries(pairsOf(labels).filter(([key]) => key !== 'alertname')),
    exp_annotations: Object.fromEntries(annotations()),
  }))
  return { eval_time: formatDuration(now), alertname: name, exp_alerts: expected }
}

/** Everything pending under a name, as series of `ALERTS`. */
function pendingTest(running: RunbookRun, { name }: AlertStatement, now: number): PromtoolItem {
  const expr = `ALERTS{alertname=${quote(name)},alertstate="pending"}`
  return exprTest(running, expr, now) ?? { expr, eval_time: formatDuration(now), exp_samples: [] }
}

/** The result of an expression; undefined where promtool could not compare it. */
function exprTest({ run, options, start }: RunbookRun, expr: string, now: number): PromtoolItem | undefined {
  const vector = vectorAt(planOf(expr, options), run.storage, start + now)
  if (
    typeof vector === 'string' ||
    vector.some((sample) => Number.isNaN(sample.value) && sample.histogram === undefined)
  ) {
    return undefined
  }
  return { expr, eval_time: formatDuration(now), exp_samples: vector.map(sampleOf) }
}

const sampleOf = ({ labels, value, histogram }: VectorSample): PromtoolItem => ({
  labels: formatPairs(pairsOf(labels), '3.14'),
  ...(histogram === undefined ? { value } : { histogram: testExpression(histogram) }),
})
