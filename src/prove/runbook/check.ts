/**
 * Runs a test of a runbook. In: a test and its groups. Out: the failures. Unlike promtool, it evaluates each group at
 * its own interval and compares only what the test states, unless it is `exact`.
 */
import type { EngineOptions } from '../../engine/index.ts'
import type { Failure, RunbookTest, Span, TestResult } from '../../model.ts'
import { formatDuration } from '../../promql/index.ts'
import { most } from '../../text/most.ts'
import { plainFailure } from '../failure.ts'
import type { GroupSpec } from '../rules.ts'
import { createRun, type Observer } from '../run.ts'
import { type ReadSeries, readSeries } from '../series.ts'
import { checkAlerts } from './alerts.ts'
import { checkQuery } from './queries.ts'
import type { RunbookRun, RunbookSettings } from './running.ts'
import { moments, ticksOf } from './ticks.ts'

export type { RunbookRun, RunbookSettings } from './running.ts'

export function checkRunbookTest(
  file: string,
  name: string,
  test: RunbookTest,
  groups: readonly GroupSpec[],
  settings: RunbookSettings,
): TestResult {
  const base = { file, name, range: test.name?.range ?? headOf(test), notes: [] }
  const { read, running } = startRun(test, groups, settings)
  if (read.problem !== undefined) {
    const { message, range } = read.problem
    return { ...base, failures: [plainFailure(range, `The series cannot be read: ${message}`, message)] }
  }
  const long = lengthProblem(running)
  if (long !== undefined) {
    const failure = plainFailure(base.range, long, long)
    return { ...base, failures: [{ ...failure, hint: 'end it sooner, or give it a longer `interval`' }] }
  }
  return { ...base, failures: stepThrough(running, settings.observe) }
}

/** Most evaluations of a test: builds run tests too, and must end. */
const MOST_EVALUATIONS = 100_000

/** Reports a test that is too long; a build would wait for it. */
export function lengthProblem({ test, run, evaluation }: RunbookRun): string | undefined {
  const shortest = Math.min(evaluation, ...run.groups.map(({ spec }) => spec.interval ?? evaluation))
  const evaluations = Math.floor(endOf(test) / shortest) + 1
  if (evaluations <= MOST_EVALUATIONS) return undefined
  return `The test takes ${evaluations} evaluations, more than ${MOST_EVALUATIONS}`
}

const headOf = ({ range: { start } }: RunbookTest): TestResult['range'] => ({ start, end: start + 1 })

/** Starts a run of a test. */
export function startRun(
  test: RunbookTest,
  groups: readonly GroupSpec[],
  settings: RunbookSettings,
): { read: ReadSeries; running: RunbookRun } {
  const { version, features, regexps, externalUrl, serverUrl, linkKeys } = settings
  const start = test.start ?? 0
  const interval = test.interval ?? settings.evaluationInterval
  // To its author, a line break in a fence is a space; offsets do not change.
  const written = test.series.map(({ series, values }) => ({
    series: { value: series.value.replaceAll('\n', ' '), text: series, range: series.range },
    values: { value: values.value.replaceAll('\n', ' '), text: values, range: values.range },
  }))
  const read = readSeries(written, start, interval, endOf(test), version)
  const evaluation = test.evaluationInterval
  const options: EngineOptions = { version, features, defaultStep: evaluation ?? interval }
  const own = test.externalLabels.map(({ key, value }) => [key.value, value.value] as const)
  const surroundings = {
    version,
    externalLabels: own.length > 0 ? Object.fromEntries(own) : settings.externalLabels,
    externalUrl: test.externalUrl?.value ?? externalUrl,
    serverUrl,
    regexps,
  }
  const due = evaluation === undefined ? groups : groups.map((group) => ({ ...group, interval: evaluation }))
  const run = createRun({ series: read.series, groups: due, surroundings, options })
  return {
    read,
    running: {
      test,
      run,
      options,
      start,
      interval,
      evaluation: evaluation ?? interval,
      surroundings,
      linkKeys,
    },
  }
}

/** The last moment that a test checks, in milliseconds after its start. */
export function endOf({ alerts, queries }: RunbookTest): number {
  return most([...alerts, ...queries].map(({ at }) => at.to))
}

/** Steps through the test, and checks its statements at each moment. */
function stepThrough(running: RunbookRun, observe: Observer | undefined): Failure[] {
  const { test, run, start, evaluation } = running
  const failures: Failure[] = []
  const failed = new Set<object>()
  const check = (statement: { at: Span }, find: () => Failure | undefined): void => {
    if (failed.has(statement)) return
    const failure = find()
    if (failure === undefined) return
    failed.add(statement)
    failures.push(failure)
  }
  for (const { at: passed, next } of ticksOf(run.groups, evaluation, endOf(test))) {
    const refused = run.loadTill(start + passed)
    if (refused !== undefined) {
      return [...failures, plainFailure(headOf(test), `A series cannot be loaded: ${refused}`, refused)]
    }
    const errors = run.evaluate(start + passed, ({ spec }) => passed % (spec.interval ?? evaluation) === 0)
    for (const { rule, message } of errors) {
      const text = `Rule \`${rule.name}\` fails at ${formatDuration(passed)}: ${message}`
      failures.push(plainFailure(headOf(test), text, text))
    }
    if (errors.length > 0) return failures
    observe?.(run, running.options, start + passed)
    for (const statement of test.alerts) {
      const now = moments(statement.at, passed, next)[0]
      if (now !== undefined) check(statement, () => checkAlerts(running, statement, now, passed))
    }
    for (const query of test.queries) {
      for (const now of moments(query.at, passed, next)) {
        run.loadTill(start + now)
        check(query, () => checkQuery(running, query, now))
      }
    }
  }
  return failures
}
