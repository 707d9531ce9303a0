/** Selectors: which series match, and the sample of each at every step. */
import { addRow, type Block, createGrowing, dropLastRow, float, none, setHistogram } from './block.ts'
import { Failure } from './failure.ts'
import type { FloatHistogram } from './histogram/types.ts'
import { statsOf } from './histogram-stats.ts'
import { compareLabels, getLabel, metricNameLabel } from './labels.ts'
import type { AtTime, Found, LabelMatcher, SelectorNode } from './plan-nodes.ts'
import { hold, type Run, type Shared } from './run.ts'
import { type IndexedStorage, kindFloat, kindHistogram, kindStale } from './storage.ts'
import type { Series, Storage } from './types.ts'

/** The matching series, sorted by labels. Cached until the storage gets a new series. */
export function findSeries(
  storage: Storage,
  matchers: readonly LabelMatcher[],
  found?: Found,
): readonly Series[] {
  const { series: all } = storage
  if (found !== undefined && found.storage === storage && found.count === all.length) return found.series
  const byName = matchers.find(
    ({ name, op, value }) => name === metricNameLabel && op === '=' && value !== '',
  )
  const { named } = storage as IndexedStorage
  const candidates = byName === undefined || named === undefined ? all : named(byName.value)
  const others = candidates === all ? matchers : matchers.filter((matcher) => matcher !== byName)
  const series = candidates
    .filter(({ labels }) => others.every(({ name, matches }) => matches(getLabel(labels, name))))
    .sort((a, b) => compareLabels(a.labels, b.labels))
  if (found !== undefined) Object.assign(found, { storage, count: all.length, series })
  return series
}

/** The time that an `@` refers to. */
export function atTime(shared: Shared, at: AtTime): number | undefined {
  if (at === 'start') return shared.start
  return at === 'end' ? shared.end : at
}

/** How far before each step the data is read, in whole milliseconds. */
export function shiftOf(run: Run, offset: number, at: AtTime): number {
  const fixed = atTime(run.shared, at)
  return Math.trunc(fixed === undefined ? offset : offset + (run.start - fixed))
}

/** The last index whose time is not after `time`, or -1. The end of the previous search is a good guess. */
function lastAtOrBefore(times: Float64Array, length: number, time: number, guess: number): number {
  let at = guess
  if (at >= 0 && (times[at] as number) > time) at = -1
  if (at + 1 >= length || (times[at + 1] as number) > time) return at
  // A step rarely spans more than a few samples.
  for (let tries = 0; tries < 8; tries++) {
    at++
    if (at + 1 >= length || (times[at + 1] as number) > time) return at
  }
  let low = at
  let high = length
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((times[middle] as number) <= time) low = middle
    else high = middle
  }
  return low
}

/** Whether a sample is outside the lookback from a time. */
export const isTooOld = ({ semantics, lookback }: Shared, sample: number, time: number): boolean =>
  semantics.leftOpen ? time - sample >= lookback : time - sample > lookback

/** Index of the sample of a series that is valid at a time; -1 when there is none, or the series had ended. */
export function sampleAt(shared: Shared, series: Series, time: number, guess: number): number {
  const at = lastAtOrBefore(series.times, series.length, time, guess)
  if (at < 0 || isTooOld(shared, series.times[at] as number, time)) return -1
  return series.kinds !== undefined && series.kinds[at] === kindStale ? -1 : at
}

/**
 * Refuses native histograms before 3.5: Prometheus then computed with them in ways that this engine does not mirror.
 */
export function refuseHistograms({ semantics }: Shared, place: number): void {
  if (semantics.histogramsKnown) return
  const message =
    'the selector finds native histograms, which this engine computes as Prometheus does since 3.5; the version is an older one'
  throw new Failure(message, 'refused', place)
}

/** Evaluates an instant selector at every step. */
export function selectVector(run: Run, node: SelectorNode): Block {
  const { shared, steps } = run
  const found = findSeries(shared.storage, node.matchers, node.found)
  const block = createGrowing(steps, found.length)
  const shift = shiftOf(run, node.offset.ms, node.at)
  for (const series of found) fillRow(run, block, series, shift, node)
  return block
}

function fillRow(run: Run, block: Block, series: Series, shift: number, node: SelectorNode): void {
  const { shared, start, interval, steps } = run
  if (series.length === 0) return
  const row = addRow(block, series.labels, false)
  const { kinds, values } = block
  const { times } = series
  // With `@`, no later data is read, even where steps advance from it.
  const isFixed = node.at !== undefined && steps > 1
  const latest = isFixed ? start - shift : run.latest && run.latest - node.offset.ms
  const length = latest === undefined ? series.length : lastAtOrBefore(times, series.length, latest, -1) + 1
  const { lookback } = shared
  const edge = shared.semantics.leftOpen ? lookback : lookback + 1
  const first = row * steps
  let at = -1
  let count = 0
  let time = start - shift
  for (let step = 0; step < steps; step++, time += interval) {
    if (at < 0 || at + 1 < length) at = lastAtOrBefore(times, length, time, at)
    if (at < 0 || time - (times[at] as number) >= edge) continue
    const kind = series.kinds === undefined ? kindFloat : (series.kinds[at] as number)
    if (kind === kindFloat) {
      kinds[first + step] = float
      values[first + step] = series.values[at] as number
      count++
    } else if (kind === kindHistogram) {
      const stored = series.histograms?.[at] as FloatHistogram
      refuseHistograms(shared, node.place)
      setHistogram(block, first + step, node.statsOnly ? statsOf(series, at, shared.semantics) : stored)
      count++
    }
  }
  if (count === 0) {
    kinds.fill(none, first, first + steps)
    dropLastRow(block)
  } else hold(shared, count)
}
