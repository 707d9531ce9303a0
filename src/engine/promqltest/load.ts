/** Loads the series of a `load` into a storage. */
import { within } from '../../text/once.ts'
import { parseGoFloat, quoteGo } from '../go-text.ts'
import {
  addClassicBucket,
  type ClassicSamples,
  convertClassic,
  createClassicSamples,
  setClassicCount,
  setClassicSum,
} from '../histogram/index.ts'
import { formatLabels, getLabel, type Labels, metricNameLabel, metricNameOf, setLabels } from '../labels.ts'
import type { Storage } from '../types.ts'
import type { Load, LoadedSeries } from './types.ts'

/** Loads the data. Returns the error; undefined when all of it is in. */
export function loadInto(storage: Storage, { series, withNHCB }: Load): string | undefined {
  for (const { labels, samples, twice } of series) {
    if (twice !== undefined && samples.length > 0)
      return `label name ${quoteGo(twice)} is not unique: invalid sample`
    for (const sample of samples) {
      const refused = storage.append(labels, sample)
      if (refused !== undefined) return `${formatLabels(labels)}: ${refused}`
    }
  }
  return withNHCB ? loadClassic(storage, series) : undefined
}

/** A classic histogram: its series by time. */
interface Classic {
  readonly labels: Labels
  readonly byTime: Map<number, ClassicSamples>
}

const suffix = /^(.*)_(bucket|count|sum)$/s

/** Converts classic histograms to native ones with custom buckets, in addition to their series. */
function loadClassic(storage: Storage, series: readonly LoadedSeries[]): string | undefined {
  const found = new Map<string, Classic>()
  for (const { labels, samples } of series) {
    const parts = suffix.exec(metricNameOf(labels))
    if (parts === null) continue
    const le = parts[2] === 'bucket' ? parseGoFloat(getLabel(labels, 'le')) : 0
    if (parts[2] === 'bucket' && getLabel(labels, 'le') === '')
      return `expected bucket label in metric ${formatLabels(labels)}`
    if (le === undefined || Number.isNaN(le)) continue
    const base = setLabels(labels, [
      [metricNameLabel, parts[1] as string],
      ['le', ''],
    ])
    const { byTime } = within(found, base.key, () => ({
      labels: base,
      byTime: new Map<number, ClassicSamples>(),
    }))
    for (const { time, value } of samples) {
      if (typeof value === 'object') continue
      const number = value === 'stale' ? Number.NaN : value
      const collected = within(byTime, time, createClassicSamples)
      if (parts[2] === 'bucket') addClassicBucket(collected, le, number)
      else if (parts[2] === 'count') setClassicCount(collected, number)
      else setClassicSum(collected, number)
    }
  }
  for (const { labels, byTime } of found.values()) {
    const times = [...byTime.keys()].sort((a, b) => a - b)
    for (const time of times) {
      const { histogram, error } = convertClassic(byTime.get(time) as ClassicSamples)
      if (histogram === undefined) return error
      const refused = storage.append(labels, { time, value: histogram })
      if (refused !== undefined) return `${formatLabels(labels)}: ${refused}`
    }
  }
  return undefined
}
