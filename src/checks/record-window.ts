import { lengthOf } from '../analysis/index.ts'
import { formatDuration, parseDuration, partsOf, selectors } from '../promql/index.ts'
import { locate } from '../text/source.ts'
import type { RuleCheck } from './check.ts'
import { asRelated } from './shared/in-expr.ts'

/** `job:requests:rate5m`: the window at the end of a name (prometheus.io/docs/practices/rules), in the last part of it. */
const NAMED = /^:(?!.*\d[smhdwy].*\d[smhdwy]$)[a-z_]*(?:p\d\d_)?(\d+(?:ms|[smhdwy]))$/
/** The longest last part: the pattern looks at each several times. */
const LONGEST = 100
/** Words of names that end in another time: how far it is ahead or ago. */
const OTHERWISE =
  /offset|ago|before|last|prev|predict|forecast|ahead|within|until|target|objective|limit|budget|delay|old|load/

/** The window that a name tells. */
function told(name: string): string | undefined {
  const last = name.includes(':') ? name.slice(name.lastIndexOf(':')) : ''
  const [, written] = (last.length <= LONGEST && NAMED.exec(last)) || []
  return written === undefined || OTHERWISE.test(last) ? undefined : written
}

export const recordWindow: RuleCheck = {
  code: 'record-window',
  severity: 'warning',
  summary: "The window in the name of a recorded series is that of the rule's expression.",
  about: /[[:]/,
  *runRule(rule) {
    const written = rule.kind === 'record' ? told(rule.name) : undefined
    const expr = written === undefined ? undefined : rule.expr()
    if (!expr || written === undefined) return
    const windows = partsOf(expr).flatMap((node) =>
      node.kind === 'matrixSelector' || node.kind === 'subquery'
        ? [{ length: lengthOf(node.window), range: node.window.range }]
        : [],
    )
    // Without one, it has that of the series that it reads.
    const all =
      windows.length > 0
        ? windows
        : selectors(expr).map(({ name, nameRange, range }) => ({
            length: parseDuration(told(name ?? '') ?? '').ms,
            range: nameRange ?? range,
          }))
    const [first] = all
    const length = first?.length
    if (!first || !length || all.some((one) => one.length !== length) || length === parseDuration(written).ms)
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
