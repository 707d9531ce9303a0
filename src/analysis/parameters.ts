/** Parameters of functions and aggregations with which these never return anything. */
import type { AggregateExpr, Call } from '../promql/ast.ts'
import type { Reasoned } from './reasoned.ts'
import { valuesOf } from './values/ranges.ts'

/** `topk(0, x)` chooses nothing. */
export function chosenNone({ op, param, opRange }: AggregateExpr): Reasoned | undefined {
  if (param === undefined || !['topk', 'bottomk', 'limitk', 'limit_ratio'].includes(op)) return undefined
  const { lo, hi } = valuesOf(param)
  if (op === 'limit_ratio' ? lo.at !== 0 || hi.at !== 0 : hi.at >= 1) return undefined
  if (op === 'limit_ratio') {
    return {
      range: param.range,
      text: '`limit_ratio` of 0 returns no series',
      hint: 'write which part of the series it is to return, such as `0.1`',
      related: [{ range: opRange, text: 'chooses among the series' }],
    }
  }
  return {
    range: param.range,
    text: `\`${op}\` of fewer than one series returns none`,
    hint: `write how many series \`${op}\` is to return`,
    related: [{ range: opRange, text: 'chooses among the series' }],
  }
}

/** Prometheus fails an evaluation whose factors of smoothing are not between 0 and 1 (`promql/functions.go`). */
export function outsideFactors({ func, args }: Call): Reasoned | undefined {
  if (func !== 'double_exponential_smoothing' && func !== 'holt_winters') return undefined
  const factor = args.slice(1).find((arg) => {
    const { lo, hi } = valuesOf(arg)
    return lo.at >= 1 || hi.at <= 0
  })
  if (factor === undefined) return undefined
  return {
    range: factor.range,
    text: `\`${func}\` fails unless its factors are between 0 and 1`,
    hint: 'write a number such as `0.3`',
    related: [],
  }
}

/** `clamp(x, 5, 1)` is always empty. */
export function withoutRoom({ args }: Call): Reasoned | undefined {
  const [, least, most] = args
  if (least === undefined || most === undefined || valuesOf(least).lo.at <= valuesOf(most).hi.at)
    return undefined
  if (valuesOf(most).hi.at < valuesOf(most).lo.at) return undefined
  return {
    range: { start: least.range.start, end: most.range.end },
    text: '`clamp` returns nothing if its minimum is above its maximum',
    hint: 'swap the two',
    related: [],
  }
}
