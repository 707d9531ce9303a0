/**
 * Series of tests: builds promtool's lines and parses them as its loader does. In: series and values as written. Out:
 * samples with times, or the first error with its place. Mirrors `seriesLoadingString` (`unittest.go`) and `parseLoad`
 * (`promql/promqltest/test.go`).
 */
import { labelsOf, type SampleInput } from '../engine/index.ts'
import { type StartOffsets, splitStartLine, startOffsets } from '../engine/promqltest/start-lines.ts'
import { parseSeries, seriesErrorText } from '../engine/series.ts'
import { quote } from '../promql/go.ts'
import { versionNumber } from '../promql/index.ts'
import { locate, type Range, type Text } from '../text/source.ts'
import type { LoadedSeries } from './run.ts'

/** A series of a test as written; `text` is absent where nobody wrote it. */
export interface SeriesText {
  readonly series: { readonly value: string; readonly text: Text | undefined; readonly range: Range }
  readonly values: { readonly value: string; readonly text: Text | undefined; readonly range: Range }
}

export interface SeriesProblem {
  /** Without its place. */
  readonly message: string
  /** Promtool's line. */
  readonly promtool: string
  readonly range: Range
}

export interface ReadSeries {
  readonly series: readonly LoadedSeries[]
  readonly problem?: SeriesProblem
  /** Series that promtool ignores, because an empty line precedes them. */
  readonly skipped: readonly Range[]
}

/** A line in promtool's form, and the series that its characters come from. */
interface Line {
  readonly text: string
  readonly from: SeriesText
  /** Offset of its first character in `series values`. */
  readonly at: number
  readonly number: number
}

/** Older promtools report every series as line 1. */
const COUNTS_LINES = versionNumber('3.0')!

/**
 * Reads the series of a test: the first sample at `start`, then one every `interval` milliseconds. Samples more than
 * `end` milliseconds after the start are left out: nothing would read them.
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
  const hasStarts = numberOf(version) >= STARTS
  let pending: StartLine | undefined
  for (const line of lines) {
    const starts = hasStarts ? splitStartLine(line.text) : undefined
    if (starts !== undefined) {
      if (pending !== undefined) return { series: [], skipped, problem: unfollowed(pending) }
      const read = readStarts(line, starts, version)
      if ('problem' in read) return { series: [], skipped, ...read }
      pending = read
      continue
    }
    const { series, error } = parseSeries(line.text, version)
    if (error !== undefined) {
      const range = placeIn(line, error.range)
      const counted = numberOf(version) >= COUNTS_LINES
      const promtool = seriesErrorText(line.text, error).replace(/^\d+/, counted ? String(line.number) : '1')
      return { series: [], skipped, problem: { message: error.message, promtool, range } }
    }
    const labels = labelsOf(series.labels)
    const problem = pending && mismatch(pending, labels.key, series.values.length)
    if (problem !== undefined) return { series: [], skipped, problem }
    const samples: SampleInput[] = []
    const last = interval === 0 ? series.values.length : Math.floor(end / interval) + 1
    for (const [index, value] of series.values.slice(0, last).entries()) {
      if (value === 'omitted') continue
      const time = start + index * interval
      const offset = pending?.offsets[index]
      samples.push({
        time,
        value: typeof value === 'object' ? value.histogram : value,
        ...(offset !== undefined && { startTime: time + offset }),
      })
    }
    byLabels.set(labels.key, { labels, samples })
    pending = undefined
  }
  if (pending !== undefined) return { series: [], skipped, problem: unfollowed(pending) }
  return { series: [...byLabels.values()], skipped }
}

// ── Start times ─────────────────────────────────────────────────────────────────────────────────────

/** Since this version, a line `metric@st -1m 0sx3` sets start times for the samples of the next line. */
const STARTS = versionNumber('3.12')!

const numberOf = (version: string): number => versionNumber(version) ?? Number.POSITIVE_INFINITY

/** A line of start times, for the samples on the next line. */
interface StartLine {
  readonly line: Line
  readonly key: string
  readonly offsets: StartOffsets
}

/** `raise` of `promqltest/test.go`. */
const problemAt = (line: Line, message: string): SeriesProblem => ({
  message,
  // These errors do not know which text they refer to.
  promtool: `unknown position: parse error: ${message}`,
  range: placeIn(line, { start: 0, end: line.text.length }),
})

const unfollowed = ({ line }: StartLine): SeriesProblem =>
  problemAt(line, '@st line has no following sample line')

function readStarts(
  line: Line,
  { metric, rest }: { metric: string; rest: string },
  version: string,
): StartLine | { readonly problem: SeriesProblem } {
  const text = `${metric} _`
  const { series, error } = parseSeries(text, version)
  if (error !== undefined) {
    const told = seriesErrorText(text, error).replace(/^\d+/, String(line.number))
    return { problem: problemAt(line, `invalid @st line metric ${quote(metric)}: ${told}`) }
  }
  try {
    return { line, key: labelsOf(series.labels).key, offsets: startOffsets(rest) }
  } catch (fault) {
    return { problem: problemAt(line, `invalid @st sequence: ${(fault as Error).message}`) }
  }
}

function mismatch(
  { line, key, offsets }: StartLine,
  other: string,
  count: number,
): SeriesProblem | undefined {
  if (key !== other) return problemAt(line, '@st metric does not match the following sample line metric')
  if (offsets.length === count) return undefined
  return problemAt(line, `@st line has ${offsets.length} values but sample line has ${count}`)
}

// ── Lines ───────────────────────────────────────────────────────────────────────────────────────────

/** Lines up to the first empty one, as in promtool. */
function linesOf(written: readonly SeriesText[]): { lines: Line[]; skipped: Range[] } {
  const lines: Line[] = []
  let number = 1
  for (const [index, from] of written.entries()) {
    let at = 0
    // Promtool does not turn the line break after the series itself into a line.
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

/** The written range of some characters of a line. */
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
