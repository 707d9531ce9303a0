/** An alert's annotations as the pager will show them, with sample data for values known only when it fires. */
import type { BoundRule } from '../model.ts'
import { type Expr, selectors } from '../promql/index.ts'
import { preview, type Regexps } from '../template/index.ts'
import { COMPARISONS } from './site/graph.ts'

export interface Previewed {
  readonly key: string
  /** The rendered text, or the error. */
  readonly text: string
  readonly failed: boolean
}

/** A value at which the alert roughly fires: the constant that it is compared with, or 1 without a comparison. */
function sampleValue(expr: Expr | undefined): number {
  if (expr?.kind === 'paren') return sampleValue(expr.expr)
  if (expr?.kind !== 'binary') return 1
  if (COMPARISONS.has(expr.op)) return expr.rhs.kind === 'number' ? expr.rhs.value : 1
  return sampleValue(expr.lhs)
}

/** Label values that the rule itself implies: equality matchers of its selectors, then the labels that it sets. */
function sampleLabels(rule: BoundRule): Record<string, string> {
  const labels = new Map<string, string>()
  const expr = rule.expr()
  for (const selector of expr ? selectors(expr) : []) {
    for (const { name, op, value } of selector.matchers) {
      if (op === '=' && value !== '' && name !== '__name__' && !labels.has(name)) labels.set(name, value)
    }
  }
  for (const { key, value } of rule.labels) if (!value.includes('{{')) labels.set(key, value)
  return { ...Object.fromEntries(labels), alertname: rule.name }
}

/** Renders every annotation; a label without a sample shows as `<instance>`. */
export function previewAnnotations(rule: BoundRule, version: string, regexps?: Regexps): Previewed[] {
  const labels = sampleLabels(rule)
  const value = sampleValue(rule.expr())
  return rule.annotations.map(({ key, value: text }) => {
    const made = preview(text, labels, value, { version, ...(regexps && { regexps }) })
    if ('text' in made) return { key, text: made.text, failed: false }
    const reason = 'error' in made ? made.error.message : (made.problems[0]?.message ?? '')
    return { key, text: reason, failed: true }
  })
}
