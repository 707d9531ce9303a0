import { parseDuration } from '../promql/duration.ts'
import { type Expr, formatDuration, partsOf } from '../promql/index.ts'
import type { RuleCheck } from './check.ts'
import { inExpr, timesOf } from './in-expr.ts'

/** The `absent(…)` call that decides the alert: at the top, on a side of `or` or of arithmetic, or before `unless` or a comparison. */
function absentCall(expr: Expr): Extract<Expr, { kind: 'call' }> | undefined {
  if (expr.kind === 'paren') return absentCall(expr.expr)
  if (expr.kind === 'aggregate') return absentCall(expr.expr)
  if (expr.kind === 'call') {
    const [given] = expr.args
    if (/^(?:label_replace|label_join|sort\w*)$/.test(expr.func)) return given && absentCall(given)
    return expr.func === 'absent' && !looksBack(expr) ? expr : undefined
  }
  if (expr.kind !== 'binary') return undefined
  if (/^(?:or|[-+*/])$/.test(expr.op)) return absentCall(expr.lhs) ?? absentCall(expr.rhs)
  return /^(?:unless|[=!]=|[<>]=?)$/.test(expr.op) ? absentCall(expr.lhs) : undefined
}

/** Whether it is given a function over a window, which keeps its series for as long after the last sample. */
const looksBack = (call: Expr): boolean =>
  partsOf(call).some(({ kind }) => /^(?:matrixSelector|subquery)$/.test(kind))

export const alertAbsentFor: RuleCheck = {
  code: 'alert-absent-for',
  severity: 'warning',
  summary: 'An alert about absent series waits long enough for a restart and a missed scrape.',
  about: /absent/,
  *runRule(rule, prometheus) {
    const expr = rule.kind === 'alert' ? rule.expr() : undefined
    const call = expr && absentCall(expr)
    if (!call) return
    const written = rule.rule.for?.value
    const wait = written === undefined ? 0 : parseDuration(written.value).ms
    const { scrape } = timesOf(prometheus)
    // `for: 0m` is deliberate.
    const isShort =
      written === undefined || (wait !== undefined && wait > 0 && scrape !== undefined && wait < 2 * scrape)
    if (!isShort) return
    yield {
      file: rule.file,
      range: written?.range ?? inExpr(rule, call.funcRange),
      message: written
        ? `Alert \`${rule.name}\` waits ${written.value} for absent series, less than two scrapes`
        : `Alert \`${rule.name}\` fires as soon as its series are absent: a restart of Prometheus is enough`,
      hint: `add \`for: ${formatDuration(Math.max(300_000, 2 * (scrape ?? 0)))}\`; \`for: 0m\` says that this is intended`,
    }
  },
}
