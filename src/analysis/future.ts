/** Selectors of samples that are not there yet. */

import type { MatrixSelector, VectorSelector } from '../promql/ast.ts'
import { formatDuration } from '../promql/duration.ts'
import type { Reasoned } from './reasoned.ts'
import { LOOKBACK } from './values/ages.ts'
import { lengthOf } from './values/windows.ts'

/** Later samples than these are refused by Prometheus, in milliseconds. */
const EARLY = 600_000
/** `x offset -1h` and `x @ 1700000000000`: samples of a time to come. */
export function inTheFuture(expr: VectorSelector | MatrixSelector): Reasoned | undefined {
  const { at, offset, range } = expr
  if (at !== undefined) {
    // Seconds beyond the year 5000 are milliseconds.
    if (typeof at.time !== 'number' || at.time < 1e14) return undefined
    return {
      range: at.range,
      text: `\`@\` takes seconds, and ${at.time / 1000} of them lead to the year ${yearOf(at.time)}`,
      hint: `write \`@ ${Math.round(at.time / 1e6)}\``,
      related: [],
    }
  }
  const ahead = -(lengthOf(offset) ?? 0)
  const window = expr.kind === 'matrixSelector' ? lengthOf(expr.window) : LOOKBACK * 1000
  if (window === undefined || ahead < window + EARLY || offset === undefined) return undefined
  return {
    range: { start: offset.range.start, end: Math.min(offset.range.end, range.end) },
    text: `a negative \`offset\` reads samples of the future, and there are none in ${formatDuration(ahead)}`,
    hint: `write \`offset ${formatDuration(ahead)}\` for earlier ones`,
    related: [],
    isLater: true,
  }
}

/** The year of a time in milliseconds since 1970. */
const yearOf = (time: number): number => Math.floor(1970 + time / (365.2425 * 86_400_000))
