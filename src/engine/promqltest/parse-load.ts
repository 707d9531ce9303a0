/** Parses `load 1m` and the series below it. */
import { parseDuration } from '../../promql/duration.ts'
import { quoteGo } from '../go-text.ts'
import type { SampleInput } from '../types.ts'
import { columnOf, type Lines, ScriptStop } from './lines.ts'
import { seriesLine } from './series-lines.ts'
import { type StartOffsets, splitStartLine, startOffsets } from './start-lines.ts'
import type { Load, LoadedSeries } from './types.ts'

interface PendingStarts {
  readonly key: string
  readonly offsets: StartOffsets
  readonly line: number
}

/** Parses the command in a line; returns it with the last line that belongs to it. */
export function parseLoad(lines: Lines, line: number): { command: Load; last: number } {
  const text = lines.texts[line] as string
  const found = /^load(?:_(with_nhcb))?\s+(.+?)$/.exec(text)
  if (found === null) throw new ScriptStop(line, 'invalid load command. (load[_with_nhcb] <step:duration>)')
  const step = parseDuration(found[2] as string)
  if (step.error !== undefined) {
    const message = `invalid step definition ${quoteGo(found[2] as string)}: ${step.error}`
    throw new ScriptStop(line, message, columnOf(lines, line, found[2] as string))
  }
  const series = new Map<string, LoadedSeries>()
  let pending: PendingStarts | undefined
  let last = line
  while (last + 1 < lines.texts.length && lines.texts[last + 1] !== '') {
    last++
    const defined = lines.texts[last] as string
    const starts = splitStartLine(defined)
    if (starts !== undefined) {
      if (pending !== undefined) throw new ScriptStop(pending.line, '@st line has no following sample line')
      const { labels } = seriesLine(lines, last, `${starts.metric} _`)
      pending = { key: labels.key, offsets: readOffsets(starts.rest, last), line: last }
      continue
    }
    const { labels, values, twice } = seriesLine(lines, last, defined)
    if (pending !== undefined) checkStarts(pending, labels.key, values.length)
    const samples: SampleInput[] = []
    for (const [i, value] of values.entries()) {
      if (value === 'omitted') continue
      const time = i * step.ms
      const offset = pending?.offsets[i]
      samples.push({
        time,
        value: typeof value === 'object' ? value.histogram : value,
        startTime: offset === undefined ? 0 : time + offset,
      })
    }
    series.set(labels.key, { labels, samples, twice })
    pending = undefined
  }
  if (pending !== undefined) throw new ScriptStop(pending.line, '@st line has no following sample line')
  const command: Load = {
    kind: 'load',
    line: line + 1,
    series: [...series.values()],
    withNHCB: found[1] !== undefined,
  }
  return { command, last }
}

function readOffsets(text: string, line: number): StartOffsets {
  try {
    return startOffsets(text)
  } catch (error) {
    throw new ScriptStop(line, `invalid @st sequence: ${(error as Error).message}`)
  }
}

function checkStarts({ key, offsets, line }: PendingStarts, ofSamples: string, count: number): void {
  if (key !== ofSamples)
    throw new ScriptStop(line, '@st metric does not match the following sample line metric')
  if (offsets.length !== count)
    throw new ScriptStop(line, `@st line has ${offsets.length} values but sample line has ${count}`)
}
