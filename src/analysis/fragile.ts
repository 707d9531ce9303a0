/** Alerts whose series change for reasons unrelated to the fault they report. */

import type { Expr, Matcher } from '../promql/ast.ts'
import { isComparison } from '../promql/operators.ts'
import { metricName, partsOf, selectors } from '../promql/walk.ts'
import type { Range } from '../text/source.ts'
import { labelsOf } from './labels/labels.ts'
import { bare } from './values/filters.ts'

/**
 * A part whose series change by themselves: chosen anew (`topk`), compared while only part of them is there, or with
 * a label that every deploy changes. `name`: the operator or label.
 */
export interface Fragile {
  readonly range: Range
  readonly kind: 'chosen' | 'partial' | 'volatile'
  readonly name: string
}

const choosing: ReadonlySet<string> = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio'])

/** Labels whose values change with every deploy. */
const volatile =
  /^(?:(?:app_|git_|short_|image_|build_|app_kubernetes_io_)?(?:version|image|image_id|image_spec|image_tag|image_sha|tag|sha|digest|revision|commit|commit_sha|commit_hash|build|build_id|build_number|build_hash)|container_id|pod_template_hash|uid|pid|goversion|release)$/

/** A pod of a ReplicaSet, whose name ends with two parts of the letters that Kubernetes draws. */
const podName = /-[bcdfghjklmnpqrstvwxz2456789]{8,10}-[bcdfghjklmnpqrstvwxz2456789]{5}$/

/** Matchers on one pod of a ReplicaSet, which is gone after the next deploy. */
export function passingPods(expr: Expr): readonly Matcher[] {
  return selectors(expr).flatMap(({ matchers }) =>
    matchers.filter(
      ({ name, op, value }) =>
        op === '=' && /^(?:pod|pod_name|kubernetes_pod_name)$/.test(name) && podName.test(value),
    ),
  )
}

/** Parts of an alert's expression whose series change for reasons unrelated to the fault, outermost first; `waits`: the rule has a `for`. */
export function fragileParts(expr: Expr, waits: boolean): Fragile[] {
  const inner = bare(expr)
  if (inner.kind === 'aggregate' && choosing.has(inner.op)) {
    const model = labelsOf(inner)
    const isOne =
      model.rest.status === 'never' && [...model.known.values()].every(({ status }) => status === 'never')
    return isOne ? [] : [{ range: inner.opRange, kind: 'chosen', name: inner.op }]
  }
  if (inner.kind !== 'binary') return []
  if (isComparison(inner.op)) return [...fragileParts(inner.lhs, waits), ...compared(inner.lhs, waits)]
  if (inner.op === 'and' || inner.op === 'unless') return fragileParts(inner.lhs, waits)
  if (inner.op === 'or') return [...fragileParts(inner.lhs, waits), ...fragileParts(inner.rhs, waits)]
  return []
}

/** Arithmetic between two aggregations, as compared with a threshold. */
function compared(side: Expr, waits: boolean): Fragile[] {
  const inner = bare(side)
  if (inner.kind !== 'binary' || !/^[-+*/%^]$/.test(inner.op)) return []
  const [lhs, rhs] = [bare(inner.lhs), bare(inner.rhs)]
  if (lhs.kind !== 'aggregate' || rhs.kind !== 'aggregate') {
    return [...compared(lhs, waits), ...compared(rhs, waits)]
  }
  const by = [lhs, rhs].flatMap(({ grouping }) => (grouping?.mode === 'by' ? grouping.labels : []))
  // The version of an API, beside its group or resource, stays.
  const isApi = by.some(({ name }) => /^(?:group|resource|kind)$/.test(name))
  const changing = by.find(({ name }) => volatile.test(name) && !(isApi && name === 'version'))
  if (changing) return [{ range: changing.range, kind: 'volatile', name: changing.name }]
  // Over a window nothing changes while targets come back, and parts of one metric change together.
  if (waits || hasWindow(lhs) || hasWindow(rhs) || sharesMetric(lhs, rhs)) return []
  return [{ range: inner.opRange, kind: 'partial', name: inner.op }]
}

const hasWindow = (expr: Expr): boolean =>
  partsOf(expr).some(({ kind }) => kind === 'matrixSelector' || kind === 'subquery')

const sharesMetric = (one: Expr, other: Expr): boolean => {
  const names = new Set(selectors(one).map(metricName))
  return selectors(other).some((selector) => names.has(metricName(selector)))
}
