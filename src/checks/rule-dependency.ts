import type { Program } from '../model.ts'
import { metricRange, selectors } from '../promql/index.ts'
import { nearest } from '../text/nearest.ts'
import type { Finding, ProgramCheck } from './check.ts'
import { inExpr, subject } from './in-expr.ts'

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
  const alerts = new Set(program.rules.flatMap(({ kind, name }) => (kind === 'alert' ? [name] : [])))
  for (const rule of program.rules) {
    const expr = /\bALERTS/.test(rule.rule.expr?.value.value ?? '') ? rule.expr() : undefined
    for (const { name, matchers } of expr ? selectors(expr) : []) {
      const by = /^ALERTS(?:_FOR_STATE)?$/.test(name ?? '') ? matchers : []
      const alert = by.find((one) => one.name === 'alertname' && one.op === '=' && !alerts.has(one.value))
      if (!alert) continue
      const near = nearest(alert.value, alerts)
      if (program.runbooks.length === 0 && (near === undefined || !isSlip(alert.value, near))) continue
      yield {
        file: rule.file,
        range: inExpr(rule, alert.range),
        message: `${subject(rule)} reads the alert \`${alert.value}\`, which no rule defines`,
        hint: near === undefined ? 'name an alert that exists' : `did you mean \`${near}\`?`,
      }
    }
  }
}

export const ruleDependency: ProgramCheck = {
  code: 'rule-dependency',
  needsAll: true,
  severity: 'warning',
  summary: 'Every recorded series that a rule reads is computed by a recording rule.',
  *run(program) {
    yield* unknownAlerts(program)
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
          file: rule.file,
          range: inExpr(rule, range),
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
