import { parseDuration } from '../promql/duration.ts'
import type { RuleCheck } from './check.ts'

/** Prometheus reads a missing `for` as 0: the alert fires at the first evaluation that returns a sample. */
export const alertFor: RuleCheck = {
  code: 'alert-for',
  severity: 'info',
  summary: 'An alert says how long its condition must hold before it fires.',
  *runRule({ rule, file, kind, name }) {
    if (kind !== 'alert') return
    const written = rule.for?.value
    if (written && parseDuration(written.value).ms !== 0) return
    yield {
      file,
      range: written?.range ?? rule.alert!.value.range,
      message: written
        ? `Alert \`${name}\` has \`for: ${written.value}\`: one bad evaluation pages`
        : `Alert \`${name}\` has no \`for\`: one bad evaluation pages`,
      hint: 'add `for: 5m` so that one bad scrape does not page anyone',
    }
  },
}
