import { appearing, noneDown, resolvingCounts, whileUp } from '../analysis/index.ts'
import type { Finding, JudgedRule, RuleCheck } from './check.ts'
import { asRelated, exprFix, inExpr } from './shared/in-expr.ts'

/** Words in a name saying that the alert is meant for things that appear or change. */
const news =
  /new|appear|added|created|start|join|change|discover|detect|restart|switch|unexpected|unknown|rollout|deploy|first/i

/** Words in a name saying that the alert is about something missing. */
const losses = /down|missing|absent|unreachable|dead|gone|lost|offline|unavailable/i

export const exprInvertedAbsence: RuleCheck = {
  code: 'expr-inverted-absence',
  needsAll: true,
  severity: 'warning',
  summary: 'An alert about something missing fires when it disappears, and keeps firing while it is gone.',
  about: /unless|count|sum|up|probe_success|absent/i,
  *runRule(rule) {
    const expr = rule.kind === 'alert' ? rule.expr() : undefined
    if (!expr) return
    if (!news.test(rule.name)) yield* inverted(rule)
    const up = losses.test(rule.name) ? whileUp(expr) : undefined
    if (up) {
      yield {
        ...inExpr(rule, up),
        message: `Alert \`${rule.name}\` fires while its targets are up, but by its name it is about targets that are down`,
        hint: 'write `== 0`',
      }
    }
    const none = noneDown(expr)
    if (none) {
      yield {
        ...inExpr(rule, none.range),
        message: `Alert \`${rule.name}\` fires while no target is down: that is when \`${none.name} == 0\` is absent`,
        hint: `write \`absent(${none.name}{…})\` for targets that are gone, \`${none.name} == 0\` for targets that are down`,
      }
    }
    for (const { range, metric, text } of resolvingCounts(expr)) {
      if (metric !== undefined && rule.watched.includes(metric)) continue
      yield {
        ...inExpr(rule, range),
        message: `Alert \`${rule.name}\` resolves when it gets worse: ${text}`,
        hint: 'add `or vector(0)` to what is counted, or a second alert with `absent(…)`',
      }
    }
  },
}

function* inverted(rule: JudgedRule): Iterable<Finding> {
  const found = appearing(rule.expr()!)
  if (!found) return
  const { value } = rule.rule.expr!.value
  const of = (range: { start: number; end: number }): string => value.slice(range.start, range.end)
  const { left, right, range, name, offset } = found
  const fix = exprFix(rule, 'Swap the sides of `unless`', [
    { range: left, text: of(right) },
    { range: right, text: of(left) },
  ])
  yield {
    ...inExpr(rule, range),
    message: `Alert \`${rule.name}\` fires when ${name === undefined ? 'a series' : `\`${name}\``} appears, not when it goes: the right side is what existed ${offset} ago`,
    hint: `swap the sides: \`${of(right)} unless ${of(left)}\`; it then fires for ${offset}, until the series is forgotten`,
    related: asRelated(rule, [{ range: right, text: `what existed ${offset} ago` }]),
    ...(fix && { fix }),
  }
}
