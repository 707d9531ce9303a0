/** Lines that describe series. */
import { type Labels, labelsOf } from '../labels.ts'
import type { SequenceValue } from '../series/types.ts'
import { parseSeries, seriesErrorText } from '../series.ts'
import { columnOf, type Lines, ScriptStop } from './lines.ts'

export interface DescribedSeries {
  readonly labels: Labels
  readonly values: readonly SequenceValue[]
}

export function seriesLine(lines: Lines, line: number, text: string): DescribedSeries {
  const { series, error } = parseSeries(text)
  if (error !== undefined)
    throw new ScriptStop(line, seriesErrorText(text, error), columnOf(lines, line, text) + error.range.start)
  return { labels: labelsOf(series.labels), values: series.values }
}
