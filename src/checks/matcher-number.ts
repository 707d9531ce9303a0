import { numberLabels } from '../analysis/index.ts'
import { versionNumber } from '../promql/index.ts'
import type { RuleCheck } from './check.ts'
import { wrongIn } from './shared/in-expr.ts'

/** Since this version, `le` and `quantile` are stored in one notation. */
const NORMALIZES = versionNumber('3.0') as number

export const matcherNumber: RuleCheck = {
  code: 'matcher-number',
  // Of many rule sets it is not known which Prometheus they are for.
  severity: 'info',
  summary: 'Matchers on `le` and `quantile` ask for numbers as Prometheus 3 stores them.',
  about: /\b(?:le|quantile)["']?\s*[=!]/,
  *runRule(rule, { version, target }) {
    // What others store depends on who sends it.
    if (target !== 'prometheus' || (versionNumber(version) ?? NORMALIZES) < NORMALIZES) return
    const expr = rule.expr()
    for (const problem of expr ? numberLabels(expr) : []) yield wrongIn(rule, problem)
  },
}
