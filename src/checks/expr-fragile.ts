import { type Fragile, fragileParts, passingPods } from '../analysis/index.ts'
import type { RuleCheck } from './check.ts'
import { inExpr } from './shared/in-expr.ts'

const WHY: Readonly<Record<Fragile['kind'], (name: string) => string>> = {
  chosen: (name) =>
    `\`${name}\` may choose other series at every evaluation, and each change resolves one alert and starts another`,
  volatile: (name) => `\`${name}\` changes with every deploy, and the alert then starts again`,
  partial: () =>
    'while targets come back after a restart, one side counts more of them than the other, and without `for` the alert fires immediately',
}

const HINT: Readonly<Record<Fragile['kind'], string>> = {
  chosen: 'compare all series with the threshold, and choose among them on a dashboard',
  volatile: 'leave the label out of `by (…)`',
  partial: 'add `for: 5m`; `for: 0m` says that this is intended',
}

export const exprFragile: RuleCheck = {
  code: 'expr-fragile',
  severity: 'warning',
  summary: 'The series of an alert change only when what it watches does.',
  *runRule(rule) {
    const expr = rule.kind === 'alert' ? rule.expr() : undefined
    if (!expr) return
    for (const { range, value } of passingPods(expr)) {
      yield {
        ...inExpr(rule, range),
        message: `Alert \`${rule.name}\` is fragile: the pod \`${value}\` is replaced by one of another name with every deploy`,
        hint: `match the pods of its workload: \`=~"${value.replace(/-[a-z\d]+-[a-z\d]+$/, '')}-.*"\``,
      }
    }
    for (const { range, kind, name } of fragileParts(expr, rule.rule.for !== undefined)) {
      yield {
        ...inExpr(rule, range),
        message: `Alert \`${rule.name}\` is fragile: ${WHY[kind](name)}`,
        hint: HINT[kind],
      }
    }
  },
}
