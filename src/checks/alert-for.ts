import { lengthOf } from '../analysis/index.ts'
import { type Expr, partsOf, selectors } from '../promql/index.ts'
import type { RuleCheck } from './check.ts'
import { atName } from './shared/in-expr.ts'

/** A window much longer than one bad scrape, in milliseconds. */
const LONG = 300_000

/** Names of recorded series that tell such a window: `job:errors:rate1h`, by the convention for recording rules. */
const isOverLong = /^[^:]*:.*(?:rate|increase|delta|avg|max|min)_?(?:(?:[5-9]|\d{2,})m|\d+[hdw])$/

/** Whether the expression looks back far enough that one bad scrape does not decide it. */
const remembers = (expr: Expr): boolean =>
  partsOf(expr).some((node) => {
    if (node.kind === 'vectorSelector' && isOverLong.test(node.name ?? '')) return true
    const window =
      node.kind === 'matrixSelector' || node.kind === 'subquery' ? lengthOf(node.window) : undefined
    return window !== undefined && window >= LONG
  })

/** Prometheus reads a missing `for` as 0: the alert fires at the first evaluation that returns a sample. */
export const alertFor: RuleCheck = {
  code: 'alert-for',
  severity: 'info',
  summary: 'An alert says how long its condition must hold before it fires.',
  *runRule(rule) {
    // `for: 0m` is deliberate.
    if (rule.kind !== 'alert' || rule.rule.for !== undefined) return
    const condition = rule.expr()
    // An expression without series cannot meet a bad scrape.
    if (condition && (remembers(condition) || selectors(condition).length === 0)) return
    yield {
      ...atName(rule),
      message: `Alert \`${rule.name}\` has no \`for\`: one bad evaluation pages`,
      hint: 'add `for: 5m` so that one bad scrape does not page anyone',
    }
  },
}
