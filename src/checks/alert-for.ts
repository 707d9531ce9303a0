import type { RuleCheck } from './check.ts'

/** Prometheus reads a missing `for` as 0: the alert fires at the first evaluation that returns a sample. */
export const alertFor: RuleCheck = {
  code: 'alert-for',
  severity: 'info',
  summary: 'An alert says how long its condition must hold before it fires.',
  *runRule({ rule, file, kind, name }) {
    if (kind !== 'alert') return
    // A zero that is written out is a decision.
    if (rule.for) return
    yield {
      file,
      range: rule.alert!.value.range,
      message: `Alert \`${name}\` has no \`for\`: one bad evaluation pages`,
      hint: 'add `for: 5m` so that one bad scrape does not page anyone',
    }
  },
}
