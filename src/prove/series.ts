/**
 * Series of tests: the lines that promtool makes of them, as its loader reads those. In: series and values as written.
 * Out: samples at their times, or the first error with its place. Mirrors `seriesLoadingString` (`unittest.go`) and
 * `parseLoad` (`promql/promqltest/test.go`).
 */
import { labelsOf, type SampleInput } from '../engine/index.ts'
import { parseSeries, seriesErrorText } from '../engine/series.ts'
import { versionNumber } from '../promql/index.ts'
import { locate, type Range, type Text } from '../text/source.ts'
import type { LoadedSeries } from './run.ts'

/** A series of a test as written; a text is absent where nobody wrote it. */
export interface SeriesText {
  readonly series: { readonly value: string; readonly text: Text | undefined; readonly range: Range }
  readonly values: { readonly value: string; readonly text: Text | undefined; readonly range: Range }
}

export interface SeriesProblem {
  /** Without a place. */
  readonly message: string
  /** Promtool's line. */
  readonly promtool: string
  readonly range: Range
}

export interface ReadSeries {
  readonly series: readonly LoadedSeries[]
  readonly problem?: SeriesProblem
  /** Series that promtool does not load, because an empty line stands before them. */
  readonly skipped: readonly Range[]
}

/** A line of what promtool loads, and which series its characters come from. */
interface Line {
  readonly text: string
  readonly from: SeriesText
  /** Where its first character stands in `series values`. */
  readonly at: number
  readonly number: number
}

/** Before, promtool counted every series as line 1. */
const COUNTS_LINES = versionNumber('3.0')!

/**
 * Reads the series of a test: the first sample at `start`, the next `interval` milliseconds later. Samples that come
 * later than `end` after the start are left out: nobody would ever look at them.
 */
export function readSeries(
  written: readonly SeriesText[],
  start: number,
  interval: number,
  end: number,
  version: string,
): ReadSeries {
  const byLabels = new Map<string, LoadedSeries>()
  const { lines, skipped } = linesOf(written)
  for (const line of lines) {
    const { series, error } = parseSeries(line.text, version)
    if (error !== undefined) {
      const range = placeIn(line, error.range)
      const counted = (versionNumber(version) ?? COUNTS_LINES) >= COUNTS_LINES
      const promtool = seriesErrorText(line.text, error).replace(/^\d+/, counted ? String(line.number) : '1')
      return { series: [], skipped, problem: { message: error.message, promtool, range } }
    }
    const labels = labelsOf(series.labels)
    const samples: SampleInput[] = []
    const last = interval === 0 ? series.values.length : Math.floor(end / interval) + 1
    series.values.slice(0, last).forEach((value, index) => {
      if (value === 'omitted') return
      const time = start + index * interval
      samples.push({ time, value: typeof value === 'object' ? value.histogram : value })
    })
    byLabels.set(labels.key, { labels, samples })
  }
  return { series: [...byLabels.values()], skipped }
}

/** The lines up to the first empty one, as promtool reads them. */
function linesOf(written: readonly SeriesText[]): { lines: Line[]; skipped: Range[] } {
  const lines: Line[] = []
  let number = 1
  for (const [index, from] of written.entries()) {
    let at = 0
    // Of the line break behind the series itself promtool makes no line of its own.
    for (const raw of `${from.series.value} ${from.values.value}`.split('\n')) {
      number++
      const text = raw.trim()
      if (text === '' || text.startsWith('#')) {
        return { lines, skipped: written.slice(index + 1).map(({ series }) => series.range) }
      }
      lines.push({ text, from, at: at + raw.length - raw.trimStart().length, number })
      at += raw.length + 1
    }
  }
  return { lines, skipped: [] }
}

/** Where characters of a line were written. */
function placeIn({ from, at }: Line, { start, end }: Range): Range {
  const { series, values } = from
  const split = series.value.length
  if (at + start < split || (at + start <= split && values.value === '')) {
    return series.text === undefined ? series.range : locate(series.text, at + start, at + end)
  }
  const offset = at - split - 1
  return values.text === undefined
    ? values.range
    : locate(values.text, Math.max(0, offset + start), offset + end)
}
