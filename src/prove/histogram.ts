/**
 * A native histogram that a test expects, in series notation. Mirrors `testGroup.test` (`cmd/promtool/unittest.go`).
 */
import { testExpression } from '../engine/histogram/format.ts'
import { parseSeries, seriesErrorText } from '../engine/series.ts'

/** The text that promtool compares, or promtool's error. */
export function readHistogram(
  written: string,
  version: string | undefined,
): { readonly text: string } | { readonly error: string } {
  const line = `{} ${written}`
  const { series, error } = parseSeries(line, version)
  if (error !== undefined) return { error: seriesErrorText(line, error) }
  const [first, ...more] = series.values
  if (first === undefined || more.length > 0) {
    return { error: `expected 1 value, got ${series.values.length}` }
  }
  if (typeof first !== 'object') return { error: `expected histogram, got ${goValue(first)}` }
  return { text: testExpression(first.histogram) }
}

/** A value other than a histogram, as Go prints it (`SequenceValue.String` in `promql/parser/parse.go`). */
function goValue(value: number | 'omitted' | 'stale'): string {
  if (value === 'omitted') return '_'
  if (value === 'stale') return 'NaN'
  if (Number.isFinite(value)) return value.toFixed(6)
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
}
