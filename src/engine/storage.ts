/** An in-memory storage of series, in columns that grow. */

import { inLayout } from './chunk-layout.ts'
import { type FloatHistogram, histogramsEqual, validateHistogram } from './histogram/index.ts'
import { type Chunk, storeHistogram } from './histogram-chunks.ts'
import { getLabel, type Labels, labelsFromRecord, metricNameLabel } from './labels.ts'
import type { SampleInput, Series, SeriesInput, Storage } from './types.ts'
import { semanticsOf } from './versions.ts'

export const kindFloat = 0
export const kindHistogram = 1
export const kindStale = 2

interface Columns extends Series {
  length: number
  times: Float64Array
  values: Float64Array
  kinds: Uint8Array | undefined
  histograms: (FloatHistogram | undefined)[] | undefined
  startTimes: Float64Array | undefined
  /** The chunk of histograms still open at the end. */
  chunk: Chunk | undefined
}

/** A storage with an index by metric name, for selectors. */
export interface IndexedStorage extends Storage {
  /** The series with this metric name, in the order of their first sample. */
  named(name: string): readonly Series[]
}

function grown(old: Float64Array): Float64Array {
  const bigger = new Float64Array(old.length * 2)
  bigger.set(old)
  return bigger
}

function write(series: Columns, { time, value, startTime }: SampleInput): void {
  const at = series.length
  if (at === series.times.length) {
    series.times = grown(series.times)
    series.values = grown(series.values)
    if (series.startTimes !== undefined) series.startTimes = grown(series.startTimes)
    if (series.kinds !== undefined) {
      const kinds = new Uint8Array(series.times.length)
      kinds.set(series.kinds)
      series.kinds = kinds
    }
  }
  series.times[at] = time
  if (typeof value === 'number') {
    series.values[at] = value
    series.chunk = undefined
  } else {
    series.kinds ??= new Uint8Array(series.times.length)
    series.kinds[at] = value === 'stale' ? kindStale : kindHistogram
    series.values[at] = Number.NaN
    if (value === 'stale') series.chunk &&= { ...series.chunk, isEnded: true }
    else {
      const { stored, chunk } = storeHistogram(series.chunk, at, time, value)
      series.histograms ??= []
      series.histograms[at] = stored
      if (chunk.layout !== series.chunk?.layout) widen(series.histograms, chunk, at)
      series.chunk = chunk
    }
  }
  if (startTime !== undefined && startTime !== 0) {
    series.startTimes ??= new Float64Array(series.times.length)
    series.startTimes[at] = startTime
  }
  series.length++
}

/** Adapts histograms of a chunk before an index to the chunk's new layout. */
function widen(histograms: (FloatHistogram | undefined)[], { first, layout }: Chunk, end: number): void {
  for (let at = first; at < end; at++) {
    const stored = histograms[at]
    if (stored !== undefined) histograms[at] = inLayout(stored, layout)
  }
}

const isLabels = (labels: SeriesInput['labels']): labels is Labels =>
  typeof labels.key === 'string' && Array.isArray(labels.names)

/** Whether a sample repeats the one at the same time; Prometheus accepts such a duplicate silently. */
function isSame(series: Columns, at: number, value: SampleInput['value']): boolean {
  const kind = series.kinds?.[at] ?? kindFloat
  if (typeof value === 'number') return kind === kindFloat && Object.is(series.values[at], value)
  if (value === 'stale') return kind === kindStale
  const stored = series.chunk?.last ?? series.histograms?.[at]
  return stored !== undefined && histogramsEqual(stored, value)
}

/**
 * A storage with these series. Leaves out samples that are not newer than the previous one of their series, and invalid
 * histograms, as this version of Prometheus would (by default the newest); to be told of them, use `append`.
 */
export function createStorage(input: Iterable<SeriesInput> = [], version?: string): Storage {
  const semantics = semanticsOf(version)
  const all: Columns[] = []
  const byKey = new Map<string, Columns>()
  const byName = new Map<string, Columns[]>()

  function seriesOf(labels: Labels): Columns {
    const known = byKey.get(labels.key)
    if (known !== undefined) return known
    const made: Columns = {
      labels,
      length: 0,
      times: new Float64Array(16),
      values: new Float64Array(16),
      kinds: undefined,
      histograms: undefined,
      startTimes: undefined,
      chunk: undefined,
    }
    all.push(made)
    byKey.set(labels.key, made)
    const name = getLabel(labels, metricNameLabel)
    const group = byName.get(name)
    if (group === undefined) byName.set(name, [made])
    else group.push(made)
    return made
  }

  function append(labels: Labels, sample: SampleInput): string | undefined {
    const invalid = typeof sample.value === 'object' ? validateHistogram(sample.value, semantics) : undefined
    if (invalid !== undefined) return invalid
    const series = seriesOf(labels)
    const last = series.length - 1
    if (last >= 0 && sample.time <= (series.times[last] as number)) {
      if (sample.time < (series.times[last] as number)) return 'out of order sample'
      return isSame(series, last, sample.value) ? undefined : 'duplicate sample for timestamp'
    }
    write(series, sample)
    return undefined
  }

  const storage: IndexedStorage = {
    series: all,
    append,
    get: (labels) => byKey.get(labels.key),
    named: (name) => byName.get(name) ?? [],
  }
  for (const { labels, samples } of input) {
    const own = isLabels(labels) ? labels : labelsFromRecord(labels)
    for (const sample of samples) append(own, sample)
  }
  return storage
}
