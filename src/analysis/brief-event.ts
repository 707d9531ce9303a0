/** Conditions that an event makes true for a limited time only. */

import type { Call, Expr } from '../promql/ast.ts'
import { metricName, selectors } from '../promql/walk.ts'
import type { Range } from '../text/source.ts'
import { comingOrGoing } from './absence.ts'
import { bare, conjuncts, filtered } from './values/filters.ts'
import { narrow } from './values/math.ts'
import { isSame, isScalar, type Values, valuesOf } from './values/ranges.ts'
import { lengthOf, rangeOf } from './values/windows.ts'

/** A condition that one event keeps true for a fixed time. */
export interface BriefEvent {
  readonly range: Range
  /** Milliseconds from the event to the end of the condition. */
  readonly lasts: number
  readonly text: string
}

/** Events that happen once; errors and requests come in streams. */
const rare =
  /(?:restart|reboot|oom|panic|crash|kill|evict|boot_time|start_time|leader_change|config_?hash|elections?|failover|corrupt|out_of_memory)/

/** By function: how long each value lasts in milliseconds, and how many values there are. */
const clocks: Readonly<Record<string, readonly [number, number]>> = {
  minute: [60_000, 60],
  hour: [3_600_000, 24],
  day_of_week: [86_400_000, 7],
  day_of_month: [86_400_000, 31],
}

/** Parts of the day or the week: `hour() == 3` holds for an hour. */
function byClock(expr: Expr): BriefEvent | undefined {
  let shortest: BriefEvent | undefined
  for (const part of conjuncts(expr)) {
    const { inner, range } = filtered(part)
    const clock = inner.kind === 'call' && inner.args.length === 0 ? clocks[inner.func] : undefined
    if (clock === undefined) continue
    const values = boundsOf(inner, conjuncts(expr))
    const count = Math.floor(values.hi.at) - Math.ceil(values.lo.at) + 1
    if (count < 1 || count >= clock[1]) continue
    const lasts = count * clock[0]
    if (shortest !== undefined && shortest.lasts <= lasts) continue
    shortest = { range, lasts, text: `\`${(inner as Call).func}()\` stays so` }
  }
  return shortest
}

/** The values of an expression that pass all conditions on it: 9 of `hour() > 8 and hour() < 10`. */
function boundsOf(of: Expr, conditions: readonly Expr[]): Values {
  const mine = conditions.map(filtered).filter(({ inner }) => isSame(inner, of))
  return mine.map(({ values }) => values).reduce((one, other) => narrow('==', one, other))
}

/** The condition `changes(x[5m]) > 0`, `increase(…_oom_kill[5m]) > 0` or the like; undefined for any other. */
export function briefEvent(expr: Expr): BriefEvent | undefined {
  const clock = byClock(expr)
  if (clock) return clock
  const change = comingOrGoing(expr)
  if (change) return { ...change, text: 'a series that appears or disappears counts as such' }
  const inner = bare(expr)
  if (inner.kind === 'binary' && (inner.op === 'and' || inner.op === 'unless')) {
    return briefEvent(inner.lhs) ?? (inner.op === 'and' ? briefEvent(inner.rhs) : undefined)
  }
  if (inner.kind === 'binary' && /^(?:>=?|!=)$/.test(inner.op) && isScalar(inner.rhs)) {
    const { hi } = valuesOf(inner.rhs)
    const isOne = inner.op === '>=' ? hi.at <= 1 : hi.at < 1
    return isOne ? counted(inner.lhs) : undefined
  }
  return undefined
}

function counted(expr: Expr): BriefEvent | undefined {
  const inner = bare(expr)
  if (inner.kind === 'aggregate' && /^(?:sum|max)$/.test(inner.op)) return counted(inner.expr)
  if (inner.kind !== 'call' || !/^(?:changes|resets|increase|delta|rate)$/.test(inner.func)) return undefined
  const vector = rangeOf(inner)
  const lasts = vector && lengthOf(vector.window)
  if (lasts === undefined) return undefined
  const names = selectors(inner).map(metricName)
  if (inner.func !== 'resets' && !names.every((name) => name !== undefined && rare.test(name)))
    return undefined
  return { range: inner.range, lasts, text: `one event keeps \`${inner.func}\` above 0` }
}
