import { metricRange } from '../promql/index.ts'
import type { ProgramCheck } from './check.ts'
import { atName, inExpr, subject } from './shared/in-expr.ts'

export const ruleOrder: ProgramCheck = {
  code: 'rule-order',
  severity: 'warning',
  summary: 'A rule comes after the recording rules of its group that it reads.',
  *run(program) {
    for (const { rules } of program.groups) {
      const first = new Map<string, number>()
      rules.forEach(({ kind, name }, index) => {
        if (kind === 'record' && !first.has(name)) first.set(name, index)
      })
      if (first.size === 0) continue
      for (const [index, rule] of rules.entries()) {
        for (const metric of rule.metrics()) {
          const at = first.get(metric)
          if (at === undefined || at <= index) continue
          // A name that its own rule reads is scraped as well.
          if (!metric.includes(':') && rules[at]!.metrics().includes(metric)) continue
          const expr = rule.expr()
          const place = expr && metricRange(expr, metric)
          yield {
            ...(place ? inExpr(rule, place) : atName(rule)),
            message: `${subject(rule)} reads \`${metric}\`, which its group computes only after it: it sees the value of the previous evaluation`,
            hint: `move the recording rule before ${rule.kind === 'alert' ? 'the alert' : 'the rule that reads it'}`,
            related: [{ ...atName(rules[at]!), message: 'computed here' }],
          }
        }
      }
    }
  },
}
