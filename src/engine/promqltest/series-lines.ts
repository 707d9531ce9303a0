/** Parses lines that describe series. */
import { type Labels, labelsOf } from '../labels.ts'
import type { SequenceValue } from '../series/types.ts'
import { parseSeries, seriesErrorText } from '../series.ts'
import { columnOf, type Lines, ScriptStop } from './lines.ts'

export interface DescribedSeries {
  readonly labels: Labels
  readonly values: readonly SequenceValue[]
  /** A label that occurs twice, which no storage accepts. */
  readonly twice: string | undefined
}

export function seriesLine(lines: Lines, line: number, text: string): DescribedSeries {
  const { series, error } = parseSeries(text)
  if (error !== undefined)
    throw new ScriptStop(line, seriesErrorText(text, error), columnOf(lines, line, text) + error.range.start)
  const names = series.labels.filter(([, value]) => value !== '').map(([name]) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  return { labels: labelsOf(series.labels), values: series.values, twice }
}
