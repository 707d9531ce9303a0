import {
  lengthOf,
  needsTwo,
  onlyValue,
  type Remark,
  rangeOf,
  spacing,
  type Times,
  whyNever,
} from '../analysis/index.ts'
import { type Expr, formatDuration, partsOf } from '../promql/index.ts'
import type { RuleCheck } from './check.ts'
import { timesOf, wrongIn } from './shared/in-expr.ts'

/** If the project does not state its scrape interval, only windows too short for nearly every project are reported. */
const LEAST = 30_000

/** Functions that tell whether something has happened. */
const EVENTS = /^(?:increase|rate|changes|resets|(?:max|min)_over_time)$/

/** How far `predict_linear` looks ahead in milliseconds, if that is more than two hundred windows. */
function farAhead({ func, args }: Extract<Expr, { kind: 'call' }>, window: number): number | undefined {
  const ahead = func === 'predict_linear' ? args[1] : undefined
  const seconds = ahead && onlyValue(ahead)
  return seconds !== undefined && window > 0 && seconds * 1000 > 200 * window ? seconds * 1000 : undefined
}

export const exprRateWindow: RuleCheck = {
  code: 'expr-rate-window',
  severity: 'warning',
  summary: 'A window contains the samples that its function needs.',
  about: /\[/,
  *runRule(rule, prometheus) {
    const expr = rule.expr()
    if (!expr) return
    const times = timesOf(prometheus)
    const isStated = times.scrape !== undefined
    const judged: Times = { ...times, scrape: times.scrape ?? LEAST }
    const found: Remark[] = []
    for (const node of partsOf(expr)) {
      if (node.kind !== 'call') continue
      const vector = rangeOf(node)
      const window = vector && lengthOf(vector.window)
      const step = vector && spacing(vector, judged)
      const ahead = vector && window !== undefined ? farAhead(node, window) : undefined
      if (vector && ahead !== undefined) {
        found.push({
          range: vector.window.range,
          text: `\`predict_linear\` looks ${formatDuration(ahead)} ahead from ${formatDuration(window!)}: every wobble within the window is multiplied by ${Math.round(ahead / window!)}`,
          hint: `write a window of at least ${formatDuration(Math.ceil(ahead / 10 / 60_000) * 60_000)}`,
        })
      }
      const every = rule.interval
      if (vector && window !== undefined && every !== undefined && window < every && EVENTS.test(node.func)) {
        found.push({
          range: vector.window.range,
          text: `\`${node.func}\` over ${formatDuration(window)} is computed once every ${formatDuration(every)}, the interval of its group: what happens in between is not seen`,
          hint: `write a window of at least ${formatDuration(every)}`,
        })
      }
      if (!vector || window === undefined || step === undefined) continue
      // One sample has no change, which is the answer 0.
      const two = needsTwo.has(node.func) || /^(?:changes|resets)$/.test(node.func)
      if (vector.kind === 'subquery' && !two && window >= step) continue
      const needed = two ? 2 * step : /_over_time$/.test(node.func) ? step : 0
      if (window >= needed) continue
      const isQuery = vector.kind === 'subquery'
      const isExact = isStated || isQuery || vector.selector.name?.includes(':')
      const holds = two
        ? window > step || isQuery
          ? 'often finds only one'
          : 'finds at most one'
        : 'often finds none'
      found.push({
        range: vector.window.range,
        text: `\`${node.func}\` over ${formatDuration(window)} needs ${two ? 'two samples' : 'a sample'} and ${holds}, with ${isExact ? 'one' : 'at most one'} every ${formatDuration(step)}`,
        hint: isQuery
          ? `write a step of at most ${formatDuration(Math.floor(window / 4))}`
          : isStated
            ? `write a window of at least ${formatDuration(4 * step)}`
            : 'write a window of four times the scrape interval; if targets are scraped more often, set `prometheus.scrape_interval`',
      })
    }
    if (found.length === 0) return
    // A window that makes the whole expression empty is reported by `alert-never`.
    const never = whyNever(expr, times)
    for (const problem of found) {
      if (never?.range.start !== problem.range.start) yield wrongIn(rule, problem)
    }
  },
}
