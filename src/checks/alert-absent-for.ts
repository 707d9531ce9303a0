import { comingOrGoing, lengthOf, rangeOf } from '../analysis/index.ts'
import { bare } from '../analysis/values/filters.ts'
import { parseDuration } from '../promql/duration.ts'
import { type Expr, formatDuration, partsOf } from '../promql/index.ts'
import type { Range } from '../text/source.ts'
import type { RuleCheck } from './check.ts'
import { inExpr, timesOf } from './shared/in-expr.ts'

/** Shorter windows often hold no sample of a series that is there, if nobody says how often it is scraped. */
const LEAST = 60_000

/** The characters that make an alert fire when its series are absent. */
function absence(expr: Expr, least: number): Range | undefined {
  const call = absentCall(expr, least)
  if (call) return call.funcRange
  const change = comingOrGoing(expr)
  return change?.isLoss ? change.range : noneCounted(expr)
}

/** `(count(x) or vector(0)) == 0`, which says the same as `absent(x)`. */
function noneCounted(expr: Expr): Range | undefined {
  const inner = bare(expr)
  if (inner.kind !== 'binary' || !/^(?:==|<=?)$/.test(inner.op)) return undefined
  const counted = bare(inner.lhs)
  if (counted.kind !== 'binary' || counted.op !== 'or' || inner.rhs.kind !== 'number') return undefined
  const [count, zero] = [counted.lhs, counted.rhs]
  const isAll = count.kind === 'aggregate' && count.op === 'count' && count.expr.kind === 'vectorSelector'
  const isZero = zero.kind === 'call' && zero.func === 'vector' && zero.args[0]?.kind === 'number'
  return isAll && isZero && inner.rhs.value <= 1 ? count.opRange : undefined
}

/** The `absent(…)` call that decides the alert: at the top, on a side of `or` or of arithmetic, or before `unless` or a comparison. */
function absentCall(expr: Expr, least: number): Extract<Expr, { kind: 'call' }> | undefined {
  if (expr.kind === 'paren') return absentCall(expr.expr, least)
  if (expr.kind === 'aggregate') return absentCall(expr.expr, least)
  if (expr.kind === 'call') {
    const [given] = expr.args
    if (/^(?:label_replace|label_join|sort\w*)$/.test(expr.func)) return given && absentCall(given, least)
    const window = expr.func === 'absent_over_time' ? lengthOf(rangeOf(expr)?.window) : undefined
    const isBrief = window !== undefined && window < least
    return isBrief || (expr.func === 'absent' && !looksBack(expr)) ? expr : undefined
  }
  if (expr.kind !== 'binary') return undefined
  if (/^(?:or|[-+*/])$/.test(expr.op)) return absentCall(expr.lhs, least) ?? absentCall(expr.rhs, least)
  return /^(?:unless|[=!]=|[<>]=?)$/.test(expr.op) ? absentCall(expr.lhs, least) : undefined
}

/** Whether it is given a function over a window, which keeps its series for as long after the last sample. */
const looksBack = (call: Expr): boolean =>
  partsOf(call).some(({ kind }) => /^(?:matrixSelector|subquery)$/.test(kind))

export const alertAbsentFor: RuleCheck = {
  code: 'alert-absent-for',
  severity: 'warning',
  summary: 'An alert about absent series waits long enough for a restart and a missed scrape.',
  about: /absent|unless|vector/,
  *runRule(rule, prometheus) {
    const expr = rule.kind === 'alert' ? rule.expr() : undefined
    const { scrape } = timesOf(prometheus)
    const gone = expr && absence(expr, scrape === undefined ? LEAST : 2 * scrape)
    if (!gone) return
    const written = rule.rule.for?.value
    const wait = written === undefined ? 0 : parseDuration(written.value).ms
    // `for: 0m` is deliberate.
    const isShort =
      written === undefined || (wait !== undefined && wait > 0 && scrape !== undefined && wait < 2 * scrape)
    if (!isShort) return
    yield {
      ...(written ? { file: rule.file, range: written.range } : inExpr(rule, gone)),
      message: written
        ? `Alert \`${rule.name}\` waits ${written.value} for absent series, less than two scrapes`
        : `Alert \`${rule.name}\` fires as soon as its series are absent: a restart of Prometheus is enough`,
      hint: `add \`for: ${formatDuration(Math.max(300_000, 2 * (scrape ?? 0)))}\`; \`for: 0m\` says that this is intended`,
    }
  },
}
