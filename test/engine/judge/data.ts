/** Random series: counters, gauges, classic and native histograms, with resets, gaps, ends and odd values. */
import { reduceResolution } from '../../../src/engine/histogram/resolution.ts'
import { emptyHistogram, type FloatHistogram } from '../../../src/engine/histogram/types.ts'
import { compareLabels, labelsFromRecord } from '../../../src/engine/index.ts'
import { createRandom, type Random } from './random.ts'

/** Start of the series, in milliseconds since 1970. */
export const baseTime: number = 1_600_000_000_000
/** Their duration in milliseconds. */
export const length: number = 50 * 60_000

export interface DataSample {
  readonly time: number
  readonly value: number | FloatHistogram | 'stale'
}

export interface DataSeries {
  readonly labels: Readonly<Record<string, string>>
  readonly samples: readonly DataSample[]
}

type Next = (index: number) => DataSample['value']

const jobs = ['a', 'b']
const instances = ['1', '2', '3']

/**
 * The series for a seed; native histograms on request only. Sorted by labels, as in a block on disk: Prometheus reads
 * data in memory in order of arrival.
 */
export function randomData(seed: number, native: boolean): DataSeries[] {
  const random = createRandom(seed)
  const all: DataSeries[] = []
  const add = (labels: Record<string, string>, next: Next): void => {
    // How an end marker in a series of both kinds is stored depends on the requests.
    all.push({ labels, samples: samples(random, next, labels.__name__ !== 'mix') })
  }
  for (const job of jobs) {
    for (const instance of instances) {
      if (random.chance(0.1)) continue
      const labels = { job, instance }
      for (const code of ['200', '500']) add({ __name__: 'c_total', ...labels, code }, counter(random))
      add({ __name__: 'g', ...labels }, gauge(random))
      if (random.chance(0.8)) add({ __name__: 'k', ...labels }, gauge(random))
      add({ __name__: 'up', ...labels }, () => (random.chance(0.8) ? 1 : 0))
      if (random.chance(0.7)) {
        const version = random.pick(['1.0', '2.0'])
        add({ __name__: 'target_info', ...labels, version }, () => 1)
      }
      if (random.chance(0.4)) {
        const version = random.pick(['1.0', '1.0', '2.0'])
        add({ __name__: 'build_info', ...labels, version, build: instance }, () => 1)
      }
      if (native) {
        add({ __name__: 'n', ...labels }, histogramCounter(random))
        if (random.chance(0.6)) add({ __name__: 'nc', ...labels }, customCounter(random))
        if (random.chance(0.5)) add({ __name__: 'ng', ...labels }, histogramGauge(random))
        if (random.chance(0.4)) add({ __name__: 'mix', ...labels }, mixed(random))
        const typed = random.pick(['counter', 'gauge', 'histogram'])
        if (random.chance(0.5))
          add({ __name__: 'typed', __type__: typed, __unit__: 'seconds', ...labels }, counter(random))
      }
    }
    classic(random, job, add)
  }
  add({ __name__: 's' }, () => random.pick([0, 1, 0.5, 0.9, 2, -1, Number.NaN]))
  const sorted = all.map((series) => ({ series, labels: labelsFromRecord(series.labels) }))
  return sorted.sort((a, b) => compareLabels(a.labels, b.labels)).map(({ series }) => series)
}

/** Samples at a scrape interval: some missing, some series late, ended or resumed. */
function samples(random: Random, next: Next, withMarkers: boolean): DataSample[] {
  const interval = random.pick([15_000, 30_000, 30_000, 60_000])
  const jitter = random.chance(0.3) ? 800 : 0
  const start = random.chance(0.2) ? random.below(length / 2) : random.below(2) * random.below(interval)
  const end = random.chance(0.2) ? start + random.below(length - start) : length
  const gap = random.chance(0.3) ? 0.15 : 0
  const found: DataSample[] = []
  let index = 0
  for (let at = start; at < end; at += interval) {
    if (random.chance(gap)) continue
    const time = baseTime + at + (jitter === 0 ? 0 : random.below(jitter))
    found.push({ time, value: withMarkers && random.chance(0.01) ? 'stale' : next(index++) })
  }
  if (withMarkers && end < length && random.chance(0.5))
    found.push({ time: baseTime + end + 1000, value: 'stale' })
  return found
}

function counter(random: Random): Next {
  const isWhole = random.chance(0.5)
  let value = random.chance(0.3) ? 0 : random.below(1000)
  return () => {
    if (random.chance(0.03)) value = random.chance(0.5) ? 0 : value / 2
    else if (!random.chance(0.1)) value += isWhole ? random.below(50) : random.next() * 10
    return value
  }
}

const oddValues = [
  0,
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  1e300,
  -1e-300,
  5e-324,
]

function gauge(random: Random): Next {
  const kind = random.below(4)
  let value = random.next() * 100
  return () => {
    if (random.chance(0.01)) return random.pick(oddValues)
    if (kind === 0) return random.below(5)
    if (kind === 1) value += random.next() - 0.5
    else if (kind === 2) value = (random.next() - 0.5) * 1e6
    else value = 42.5
    return value
  }
}

const bounds = ['0.1', '0.5', '1', '2.5', '+Inf']

/** A classic histogram, sometimes with inconsistent buckets, as if from two scrapes. */
function classic(
  random: Random,
  job: string,
  add: (labels: Record<string, string>, next: Next) => void,
): void {
  for (const [i, le] of bounds.entries()) {
    if (random.chance(0.05)) continue
    let value = 0
    add({ __name__: 'req_bucket', job, le }, () => {
      value += (i + 1) * random.below(4)
      return value
    })
  }
  add({ __name__: 'req_count', job }, counter(random))
  add({ __name__: 'req_sum', job }, counter(random))
}

interface Layout {
  readonly schema: number
  readonly zeroThreshold: number
  readonly positive: readonly number[]
  readonly negative: readonly number[]
}

function layout(random: Random): Layout {
  const some = (most: number): number[] => Array.from({ length: random.below(most) }, () => 0)
  return {
    schema: random.pick([-1, 0, 0, 1, 3]),
    zeroThreshold: random.pick([0, 0.001, 0.001, 0.25]),
    positive: [...some(5), 0],
    negative: some(3),
  }
}

/**
 * This many histograms are certainly in one Prometheus chunk, where all share their buckets. Later a chunk may end by
 * its size in bytes.
 */
const early = 8

/** Exponential histograms whose buckets grow in size and number, until a reset or a new layout. */
function histogramCounter(random: Random): Next {
  let shape = layout(random)
  let current = emptyOf(shape)
  return (index) => {
    if (random.chance(0.03)) {
      if (random.chance(0.5)) shape = layout(random)
      current = emptyOf(shape)
    }
    if (index < early && random.chance(0.1)) current = withMore(random, current)
    if (random.chance(0.02)) current = coarser(random, current)
    if (random.chance(0.01)) current = withNaN(current)
    current = grown(random, current)
    return current
  }
}

/** The histogram as kept by a client that has run out of buckets: with a lower resolution, or a wider zero bucket. */
function coarser(random: Random, h: FloatHistogram): FloatHistogram {
  if (random.chance(0.5) && h.schema > -4) return reduceResolution(h, h.schema - 1)
  return { ...h, zeroThreshold: random.pick([0.25, 0.5, 1]) }
}

/** Adds an observation that is in no bucket. */
const withNaN = (h: FloatHistogram): FloatHistogram => ({ ...h, sum: Number.NaN, count: h.count + 1 })

/** Adds a bucket on one side. */
function withMore(random: Random, h: FloatHistogram): FloatHistogram {
  const more = (buckets: readonly number[]): Pick<FloatHistogram, 'positiveSpans' | 'positiveBuckets'> => ({
    positiveSpans: [{ offset: 1, length: buckets.length + 1 }],
    positiveBuckets: [...buckets, 0],
  })
  if (random.chance(0.5)) return { ...h, ...more(h.positiveBuckets) }
  const { positiveSpans: negativeSpans, positiveBuckets: negativeBuckets } = more(h.negativeBuckets)
  return { ...h, negativeSpans, negativeBuckets }
}

function emptyOf({ schema, zeroThreshold, positive, negative }: Layout): FloatHistogram {
  return {
    ...emptyHistogram,
    schema,
    zeroThreshold,
    positiveSpans: [{ offset: 1, length: positive.length }],
    positiveBuckets: positive,
    negativeSpans: negative.length === 0 ? [] : [{ offset: 1, length: negative.length }],
    negativeBuckets: negative,
  }
}

/** Adds a few observations. */
function grown(random: Random, h: FloatHistogram): FloatHistogram {
  const more = (list: readonly number[]): number[] => list.map((value) => value + random.below(4))
  const positiveBuckets = more(h.positiveBuckets)
  const negativeBuckets = more(h.negativeBuckets)
  const zeroCount = h.schema === -53 ? 0 : h.zeroCount + random.below(2)
  const total = ({ positiveBuckets, negativeBuckets, zeroCount }: FloatHistogram): number =>
    [...positiveBuckets, ...negativeBuckets].reduce((sum, value) => sum + value, zeroCount)
  const outside = h.count - total(h)
  const count = total({ ...h, positiveBuckets, negativeBuckets, zeroCount }) + outside
  const sum = h.sum + random.next() * 10
  return { ...h, positiveBuckets, negativeBuckets, zeroCount, count, sum }
}

function histogramGauge(random: Random): Next {
  let shape = emptyOf(layout(random))
  return (index) => {
    if (index < early && random.chance(0.1)) shape = withMore(random, shape)
    return { ...grown(random, shape), counterResetHint: 'gauge' }
  }
}

function customCounter(random: Random): Next {
  const fresh = (): FloatHistogram => {
    const customValues = random.pick([[1, 2, 5], [1, 2, 5], [1, 5], [-1, 0, 1], [0.5, 1, 2, 5, 10], [3]])
    const length = customValues.length + 1
    const positiveBuckets = Array.from({ length }, () => 0)
    return {
      ...emptyHistogram,
      schema: -53,
      customValues,
      positiveSpans: [{ offset: 0, length }],
      positiveBuckets,
    }
  }
  let current = fresh()
  return () => {
    if (random.chance(0.03)) current = fresh()
    else if (random.chance(0.02)) current = rebounded(current, fresh())
    current = grown(random, current)
    return current
  }
}

/** The same number of observations over other bounds. */
function rebounded(from: FloatHistogram, to: FloatHistogram): FloatHistogram {
  const positiveBuckets = to.positiveBuckets.map(() => from.count)
  return { ...to, positiveBuckets, count: from.count * positiveBuckets.length, sum: from.sum }
}

function mixed(random: Random): Next {
  const float = counter(random)
  const native = histogramCounter(random)
  return (index) => (random.chance(0.5) ? float(index) : native(index))
}
