import { LOOKBACK, lengthOf, needsTwo, rangeOf } from '../analysis/index.ts'
import type { BoundRule, Group, Program } from '../model.ts'
import {
  type Expr,
  formatDuration,
  type Matcher,
  metricName,
  metricRange,
  parseDuration,
  partsOf,
  selectors,
} from '../promql/index.ts'
import { groupBy } from '../text/group-by.ts'
import { nearest } from '../text/nearest.ts'
import { within } from '../text/once.ts'
import type { Range } from '../text/source.ts'
import type { Finding, ProgramCheck } from './check.ts'
import { inExpr, subject } from './shared/in-expr.ts'

/** Series that the rules of kubernetes-mixin and node-mixin record, which most clusters have. */
const mixins =
  /^(?:node_namespace_pod\w*|namespace_workload_pod|namespace_(?:cpu|memory)|pod|cluster:(?:namespace|node)\w*|node(?:_quantile)?|cluster_quantile|code(?:_resource|_verb)|apiserver_request|instance(?:_device)?:node\w*):/

/** A word that is more than another's beginning or end: `Xs` may be a slip, `XSre` is another name. */
const isSlip = (word: string, near: string): boolean => {
  const [short, long] = [word, near].toSorted((a, b) => a.length - b.length) as [string, string]
  return long.length - short.length < 2 || !(long.startsWith(short) || long.endsWith(short))
}

/** Recorded series have a colon in their names; the names of some exporters begin with one. */
const isRecorded = (metric: string): boolean => metric.indexOf(':') > 0

/** `ALERTS{alertname="X"}` without an alert `X`: reported if a similar name exists, or in a whole book. */
function* unknownAlerts(program: Program): Iterable<Finding> {
  const alerts = groupBy(
    program.rules.filter(({ kind }) => kind === 'alert'),
    ({ name }) => name,
  )
  for (const rule of program.rules) {
    const expr = /\bALERTS/.test(rule.rule.expr?.value.value ?? '') ? rule.expr() : undefined
    for (const { name, matchers } of expr ? selectors(expr) : []) {
      const by = /^ALERTS(?:_FOR_STATE)?$/.test(name ?? '') ? matchers : []
      yield* otherSeverity(alerts, rule, by)
      const alert = by.find((one) => one.name === 'alertname' && one.op === '=' && !alerts.has(one.value))
      if (!alert) continue
      const near = nearest(alert.value, alerts.keys())
      if (program.runbooks.length === 0 && (near === undefined || !isSlip(alert.value, near))) continue
      yield {
        ...inExpr(rule, alert.range),
        message: `${subject(rule)} reads the alert \`${alert.value}\`, which no rule defines`,
        hint: near === undefined ? 'name an alert that exists' : `did you mean \`${near}\`?`,
      }
    }
  }
}

/** `ALERTS{alertname="X", severity="critical"}` of an alert whose severity is another, in all of its rules. */
function* otherSeverity(
  alerts: ReadonlyMap<string, readonly BoundRule[]>,
  rule: BoundRule,
  matchers: readonly Matcher[],
): Iterable<Finding> {
  const asked = matchers.find(({ name, op }) => name === 'severity' && op === '=')
  const named = matchers.find(({ name, op }) => name === 'alertname' && op === '=')
  if (!asked || !named) return
  const values = (alerts.get(named.value) ?? []).map(
    ({ labels }) => labels.find(({ key }) => key === 'severity')?.value,
  )
  // A severity may come from the group, a template or the expression.
  if (values.length === 0 || values.some((value) => value === undefined || /\{\{/.test(value))) return
  if (values.includes(asked.value)) return
  const words = [...new Set(values)].map((value) => `\`${value}\``).join(' and ')
  yield {
    ...inExpr(rule, asked.range),
    message: `${subject(rule)} reads the alert \`${named.value}\` with the severity \`${asked.value}\`, and it has ${words}`,
    hint: `write \`${values[0]}\``,
  }
}

/** Recording rules that read nothing but what they compute, directly or round about: they never have anything to compute from. */
function* fromItself(program: Program): Iterable<Finding> {
  const { rules } = program
  const records = new Set(rules.flatMap(({ kind, name }) => (kind === 'record' ? [name] : [])))
  const open = rules.filter((rule) => {
    const metrics = rule.kind === 'record' && isRecorded(rule.name) ? rule.metrics() : []
    return metrics.length > 0 && metrics.every((metric) => records.has(metric)) && readsOnly(rule)
  })
  // What other rules compute has a value, and so has what is computed from that.
  const without = new Set(open)
  const readers = new Map<string, BoundRule[]>()
  for (const rule of open)
    for (const name of [rule.name, ...rule.metrics()]) within(readers, name, () => []).push(rule)
  const waiting = rules.filter((rule) => rule.kind === 'record' && !without.has(rule)).map(({ name }) => name)
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const rule of readers.get(name) ?? []) if (without.delete(rule)) waiting.push(rule.name)
    readers.delete(name)
  }
  for (const rule of without) {
    const metrics = rule.metrics()
    const range = metricRange(rule.expr()!, metrics[0]!)
    if (!range) continue
    const words = metrics.map((metric) => `\`${metric}\``).join(' and ')
    yield {
      ...inExpr(rule, range),
      message: metrics.every((metric) => metric === rule.name)
        ? `${subject(rule)} reads only itself, and so never has a value`
        : `${subject(rule)} reads only ${words}, which in turn ${metrics.length > 1 ? 'are' : 'is'} computed from nothing else, and so never has a value`,
      hint: 'read the metric that it is to be computed from',
    }
  }
}

/** Whether a rule's results come only from what it selects, and from any series of that name. */
function readsOnly(rule: BoundRule): boolean {
  const expr = rule.expr()
  if (!expr || partsOf(expr).some((node) => node.kind === 'call' && making.test(node.func))) return false
  // Matchers may select what another server has computed under this name.
  return selectors(expr).every(({ matchers }) => matchers.length === 0)
}

/** Functions that return something even if there are no series. */
const making = /^(?:vector|absent|absent_over_time|time)$/

/** Series that another group computes less often than they are looked for. */
function* tooSeldom(program: Program): Iterable<Finding> {
  const intervals = new Map<string, { readonly every: number; readonly group: Group } | undefined>()
  for (const group of program.groups) {
    for (const { kind, name } of group.rules) {
      const every = group.interval === undefined ? undefined : parseDuration(group.interval).ms
      if (kind === 'record') {
        const isFirst = !intervals.has(name) && every !== undefined && every > 0
        intervals.set(name, isFirst ? { every, group } : undefined)
      }
    }
  }
  if (![...intervals.values()].some((one) => one !== undefined)) return
  for (const group of program.groups) {
    for (const rule of group.rules) {
      const expr = rule.metrics().some((metric) => intervals.get(metric) !== undefined)
        ? rule.expr()
        : undefined
      for (const { metric, needs, range } of expr ? lookUps(expr) : []) {
        const made = intervals.get(metric)
        if (!made || made.group === group || needs.samples * made.every <= needs.within) continue
        const which = needs.samples > 1 ? 'two of its samples' : 'a sample'
        yield {
          ...inExpr(rule, range),
          message: `${subject(rule)} looks for ${which} of \`${metric}\` in ${formatDuration(needs.within)}, and the group \`${made.group.name}\` computes one every ${formatDuration(made.every)}: often there is none`,
          hint:
            needs.of === undefined
              ? `set an interval of at most 5m, or read \`last_over_time(${metric}[${formatDuration(2 * made.every)}])\``
              : `write a window of at least ${formatDuration(4 * made.every)}`,
        }
      }
    }
  }
}

interface LookUp {
  readonly metric: string
  readonly range: Range
  readonly needs: { readonly samples: 1 | 2; readonly within: number; readonly of?: string }
}

/** The recorded series that an expression reads, each with how many samples it needs in which time. */
function lookUps(expr: Expr): LookUp[] {
  const windows = new Set<Expr>()
  const found: LookUp[] = []
  for (const node of partsOf(expr)) {
    const vector = node.kind === 'call' ? rangeOf(node) : undefined
    if (node.kind === 'call' && vector?.kind === 'matrixSelector') {
      windows.add(vector.selector)
      const within = lengthOf(vector.window)
      const metric = metricName(vector.selector)
      // Whoever asks whether there is a sample has thought of it.
      if (within === undefined || metric === undefined || /^(?:absent|present|count)_/.test(node.func))
        continue
      const samples = needsTwo.has(node.func) ? 2 : 1
      found.push({ metric, range: vector.window.range, needs: { samples, within, of: node.func } })
    } else if (node.kind === 'vectorSelector' && !windows.has(node)) {
      const metric = metricName(node)
      if (metric !== undefined)
        found.push({
          metric,
          range: node.nameRange ?? node.range,
          needs: { samples: 1, within: LOOKBACK * 1000 },
        })
    }
  }
  return found
}

export const ruleDependency: ProgramCheck = {
  code: 'rule-dependency',
  needsAll: true,
  severity: 'warning',
  summary:
    'Every recorded series that a rule reads is computed by a recording rule, often enough to be found.',
  *run(program, config) {
    yield* unknownAlerts(program)
    if (config.prometheus.target === 'prometheus') yield* fromItself(program)
    yield* tooSeldom(program)
    const records = new Set(program.rules.flatMap(({ kind, name }) => (kind === 'record' ? [name] : [])))
    // Rule files alone, without any recording rule, have theirs elsewhere.
    if (records.size === 0 && program.runbooks.length === 0) return
    // So does a project that reads many recorded series which it does not compute.
    const read = new Set(program.rules.flatMap((rule) => rule.metrics().filter(isRecorded)))
    const unknown = [...read].filter((metric) => !records.has(metric))
    const isBook = program.runbooks.length > 0
    const isElsewhere = unknown.length > 2 && (!isBook || unknown.length * 4 > read.size)
    for (const rule of program.rules) {
      for (const metric of rule.metrics()) {
        if (!isRecorded(metric) || records.has(metric)) continue
        const near = nearest(metric, records)
        if (near === undefined && (isElsewhere || (!isBook && mixins.test(metric)))) continue
        const expr = rule.expr()
        const range = expr && metricRange(expr, metric)
        if (!range) continue
        yield {
          ...inExpr(rule, range),
          message: `${subject(rule)} reads \`${metric}\`, which no recording rule computes`,
          hint:
            near === undefined
              ? 'add the recording rule, or read the metric it was computed from'
              : `did you mean \`${near}\`?`,
        }
      }
    }
  },
}
