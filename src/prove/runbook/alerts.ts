/** Compares a test's statements about an alert with its instances. */
import type {
  AlertStatement,
  Difference,
  Expected,
  ExpectedInstance,
  Failure,
  Labelled,
  PairDiff,
  Shown,
} from '../../model.ts'
import { formatDuration } from '../../promql/index.ts'
import { count } from '../../text/count.ts'
import { didYouMean } from '../../text/nearest.ts'
import type { Alert } from '../alerting.ts'
import { differences } from '../difference.ts'
import { explainRules } from '../explain.ts'
import { plainFailure } from '../failure.ts'
import { pairsOf } from '../labels.ts'
import { alertsIn } from '../run.ts'
import type { RunbookRun } from './running.ts'

/** Undefined when all hold. `now`: the moment of the statement; `tick`: the last evaluation before it. */
export function checkAlerts(
  running: RunbookRun,
  statement: AlertStatement,
  now: number,
  tick: number,
): Failure | undefined {
  const { run, test, options, start, linkKeys } = running
  const { name, alert, range } = statement
  const own = alertsIn(run, name)
  if (own.length === 0) return unknownAlert(statement, new Set(alertsIn(run).map(({ spec }) => spec.name)))
  const alerts = own
    .flatMap((rule) => rule.alerts())
    .filter((one) => hasAll(pairsOf(one.labels), statement.labels))
  const time = formatDuration(now)
  const found = mismatch(statement, alerts, test.exact === true ? linkKeys : undefined)
  if (found === undefined) return undefined
  const message = `\`${alert.value}\` ${found.message(time)}`
  return {
    range,
    message,
    promtool: [message, ...found.differences.map(differenceText)].join('\n'),
    differences: found.differences,
    explanations: explainRules(run, name, start + tick, options).map((one) => ({ ...one, at: time })),
  }
}

function unknownAlert({ alert, name }: AlertStatement, names: ReadonlySet<string>): Failure {
  const message = `No rule of this page, or of \`rules:\`, is an alert \`${name}\``
  return {
    ...plainFailure(alert.range, message, message),
    hint: didYouMean(name, names) ?? 'name the file of the alert under `rules:`',
  }
}

interface Mismatch {
  readonly message: (time: string) => string
  readonly differences: readonly Difference[]
}

const many = (instances: number): string => count(instances, 'instance')

/**
 * `exact`: every annotation must be listed except these, which builds write. Undefined: whatever is listed must be
 * present.
 */
function mismatch(
  statement: AlertStatement,
  alerts: readonly Alert[],
  exact: readonly string[] | undefined,
): Mismatch | undefined {
  const firing = alerts.filter(({ state }) => state === 'firing')
  const pending = alerts.filter(({ state }) => state === 'pending')
  const state =
    firing.length > 0
      ? `fires${firing.length > 1 ? ` (${many(firing.length)})` : ''}`
      : pending.length > 0
        ? 'is pending'
        : 'is inactive'
  const unexpected = (some: readonly Alert[]): Difference[] =>
    some.map((alert) => ({ kind: 'unexpected', got: shown(alert) }))
  if (statement.inactive === true && alerts.length > 0) {
    return {
      message: (time) => `${state} at ${time}, expected inactive`,
      differences: unexpected(alerts),
    }
  }
  if (statement.pending === 'some' && statement.firing === 0 && (pending.length === 0 || firing.length > 0)) {
    return { message: (time) => `${state} at ${time}, expected pending`, differences: unexpected(firing) }
  }
  const judge = (
    expected: Expected | undefined,
    got: readonly Alert[],
    word: string,
  ): Mismatch | undefined => {
    if (expected === undefined) return undefined
    if (expected === 'some') {
      if (got.length > 0) return undefined
      return { message: (time) => `${state} at ${time}, expected ${word}`, differences: [] }
    }
    if (typeof expected === 'number') {
      if (got.length === expected) return undefined
      return {
        message: (time) => `has ${many(got.length)} ${word} at ${time}, expected ${expected}`,
        differences: unexpected(got),
      }
    }
    const found = exact
      ? differences(
          expected.map((one) => completed(one, statement.name)),
          got.map((alert) => withoutLinks(shown(alert), expected, exact)),
        )
      : partialDifferences(expected, got)
    if (found.length === 0) return undefined
    if (got.length === 0) {
      return { message: (time) => `${state} at ${time}, expected ${word}`, differences: found }
    }
    return { message: (time) => `${word} at ${time} is not as expected`, differences: found }
  }
  return judge(statement.firing, firing, 'firing') ?? judge(statement.pending, pending, 'pending')
}

const shown = (alert: Alert): Shown => ({ labels: pairsOf(alert.labels), annotations: alert.annotations() })

/** An alert without the link annotations that the test does not mention. */
function withoutLinks(alert: Shown, expected: readonly ExpectedInstance[], links: readonly string[]): Shown {
  const stated = new Set(expected.flatMap(({ annotations }) => annotations.map(([name]) => name)))
  const isTold = ([name]: Labelled): boolean => stated.has(name) || !links.includes(name)
  return { ...alert, annotations: alert.annotations.filter(isTold) }
}

/** A fully specified instance; adds the alert's name. */
const completed = ({ labels, annotations }: ExpectedInstance, name: string): Shown => ({
  labels: [...new Map<string, string>([...labels, ['alertname', name]])].sort(([a], [b]) => (a < b ? -1 : 1)),
  annotations,
})

// ── Some of the labels ──────────────────────────────────────────────────────────────────────────────

function hasAll(pairs: readonly Labelled[], wanted: readonly Labelled[]): boolean {
  const map = new Map(pairs)
  return wanted.every(([name, value]) => (map.get(name) ?? '') === value)
}

const fits = ({ labels, annotations }: ExpectedInstance, got: Shown): boolean =>
  hasAll(got.labels, labels) && hasAll(got.annotations, annotations)

/** Expected instances that match nothing, each with the closest alert. An alert matches at most one instance. */
function partialDifferences(expected: readonly ExpectedInstance[], alerts: readonly Alert[]): Difference[] {
  const got = alerts.map(shown)
  const holder: (number | undefined)[] = got.map(() => undefined)
  const assign = (index: number, seen: Set<number>): boolean => {
    for (const [at, other] of got.entries()) {
      if (seen.has(at) || !fits(expected[index]!, other)) continue
      seen.add(at)
      const before = holder[at]
      if (before === undefined || assign(before, seen)) {
        holder[at] = index
        return true
      }
    }
    return false
  }
  const open = expected.filter((_, index) => !assign(index, new Set()))
  const free = got.filter((_, at) => holder[at] === undefined)
  return open.map((one) => closest(one, free))
}

function closest(instance: ExpectedInstance, free: Shown[]): Difference {
  const expected: Shown = { labels: instance.labels, annotations: instance.annotations }
  const scored = free
    .map((got, at) => ({ got, at, pairs: statedDiffs(instance, got) }))
    .sort((a, b) => a.pairs.length - b.pairs.length)
  const best = scored[0]
  if (best === undefined) return { kind: 'missing', expected }
  free.splice(best.at, 1)
  return { kind: 'differs', expected, got: best.got, pairs: best.pairs }
}

/** Differences in what the test states. */
function statedDiffs({ labels, annotations }: ExpectedInstance, got: Shown): PairDiff[] {
  const diffs = (
    what: PairDiff['what'],
    wanted: readonly Labelled[],
    pairs: readonly Labelled[],
  ): PairDiff[] => {
    const found = new Map(pairs)
    return wanted
      .filter(([name, value]) => (found.get(name) ?? '') !== value)
      .map(([name, value]) => ({ what, name, expected: value, got: found.get(name) }))
  }
  return [...diffs('label', labels, got.labels), ...diffs('annotation', annotations, got.annotations)]
}

/** A difference on one line, for reports without room for more. */
export function differenceText(one: Difference): string {
  const pairs = ({ labels, value }: Shown): string =>
    `{${labels.map(([name, text]) => `${name}="${text}"`).join(', ')}}${value === undefined ? '' : ` ${value}`}`
  if (one.kind === 'missing') return `  expected ${pairs(one.expected)}`
  if (one.kind === 'unexpected') return `  got ${pairs(one.got)}`
  const parts = one.pairs.map(
    ({ what, name, expected, got }) =>
      `    ${what} ${name}: expected ${JSON.stringify(expected ?? '')}, got ${JSON.stringify(got ?? '')}`,
  )
  if (one.expected.value !== one.got.value) {
    parts.push(`    expected ${one.expected.value ?? ''}, got ${one.got.value ?? ''}`)
  }
  return [`  ${pairs({ ...one.got, value: undefined })}`, ...parts].join('\n')
}
