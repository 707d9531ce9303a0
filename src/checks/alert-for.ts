import { type Expr, lengthOf, selectors, walk } from '../promql/index.ts'
import type { RuleCheck } from './check.ts'

/** A window that long outlasts a bad scrape. */
const LONG = 300_000

/** Whether the expression itself looks back far enough that one bad scrape does not decide it. */
function remembers(expr: Expr): boolean {
  let found = false
  walk(expr, (node) => {
    const window =
      node.kind === 'matrixSelector' || node.kind === 'subquery' ? lengthOf(node.window) : undefined
    if (window !== undefined && window >= LONG) found = true
  })
  return found
}

/** Prometheus reads a missing `for` as 0: the alert fires at the first evaluation that returns a sample. */
export const alertFor: RuleCheck = {
  code: 'alert-for',
  severity: 'info',
  summary: 'An alert says how long its condition must hold before it fires.',
  *runRule({ rule, file, kind, name, expr }) {
    // `for: 0m` is a decision.
    if (kind !== 'alert' || rule.for !== undefined) return
    const condition = expr()
    // What reads no series cannot see a bad one.
    if (condition && (remembers(condition) || selectors(condition).length === 0)) return
    yield {
      file,
      range: rule.alert!.value.range,
      message: `Alert \`${name}\` has no \`for\`: one bad evaluation pages`,
      hint: 'add `for: 5m` so that one bad scrape does not page anyone',
    }
  },
}
