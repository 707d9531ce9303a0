import { lengthOf } from '../analysis/index.ts'
import { formatDuration, parseDuration, partsOf } from '../promql/index.ts'
import { locate } from '../text/source.ts'
import type { RuleCheck } from './check.ts'
import { asRelated } from './shared/in-expr.ts'

/** `job:requests:rate5m`: the window after the operation, at the end of a name (prometheus.io/docs/practices/rules). */
const NAMED =
  /:\w*(?:rate|increase|delta|deriv|avg|min|max|sum|quantile|changes)(?:_over_time)?_?(\d+(?:ms|[smhdwy]))$/

export const recordWindow: RuleCheck = {
  code: 'record-window',
  severity: 'warning',
  summary: "The window in the name of a recorded series is that of the rule's expression.",
  about: /\[/,
  *runRule(rule) {
    const [, written] = (rule.kind === 'record' && NAMED.exec(rule.name)) || []
    const expr = written === undefined ? undefined : rule.expr()
    if (!expr || written === undefined) return
    const windows = partsOf(expr).flatMap((node) =>
      node.kind === 'matrixSelector' || node.kind === 'subquery' ? [node.window] : [],
    )
    const [first] = windows
    const lengths = new Set(windows.map(lengthOf))
    const [length] = lengths
    if (
      first === undefined ||
      length === undefined ||
      lengths.size > 1 ||
      length === parseDuration(written).ms
    )
      return
    const { value } = rule.rule.record!
    yield {
      file: rule.file,
      range: locate(value, rule.name.length - written.length, rule.name.length),
      message: `Recording rule \`${rule.name}\` is over ${formatDuration(length)}, and its name says ${written}`,
      hint: 'correct one of the two: whoever reads the series believes its name',
      related: asRelated(rule, [{ range: first.range, text: 'the window' }]),
    }
  },
}
