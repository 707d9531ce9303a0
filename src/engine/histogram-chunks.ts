/**
 * Counter resets between histograms as a storage reports them. Prometheus stores histograms in chunks without a reset
 * inside: when read back, all but the first of a chunk are known not to follow a reset (`tsdb/chunkenc`).
 */
import { inLayout, type Layout, widenedLayout } from './chunk-layout.ts'
import { detectReset, type FloatHistogram, isCustomBucketsSchema } from './histogram/index.ts'
import { customBucketBoundsMatch } from './histogram/schema.ts'

/** The chunk being written. */
export interface Chunk {
  readonly isGauge: boolean
  readonly last: FloatHistogram
  /** The series ended here; only another end may follow in this chunk. */
  readonly isEnded: boolean
  /** A chunk never crosses midnight (UTC): it ends before this time. */
  readonly until: number
  /** The index of its first sample in the series. */
  readonly first: number
  /** The buckets that all its histograms have. */
  readonly layout: Layout
}

const day = 86_400_000

const endOfDay = (time: number): number => (Math.floor(time / day) + 1) * day

/** Whether there is no counter reset between two histograms of a chunk. */
const continues = (last: FloatHistogram, value: FloatHistogram): boolean =>
  value.counterResetHint !== 'reset' &&
  !detectReset({ ...value, counterResetHint: 'unknown' }, { ...last, counterResetHint: 'unknown' })

/** Whether two histograms have the same bounds. */
function sameBounds(last: FloatHistogram, value: FloatHistogram): boolean {
  return (
    value.schema === last.schema &&
    value.zeroThreshold === last.zeroThreshold &&
    (!isCustomBucketsSchema(value.schema) || customBucketBoundsMatch(value.customValues, last.customValues))
  )
}

/**
 * The histogram at an index of its series as it will be read, and the chunk it went into. If the chunk's layout has
 * changed, earlier histograms of the chunk must take the new one too (`inLayout`).
 */
export function storeHistogram(
  chunk: Chunk | undefined,
  at: number,
  time: number,
  value: FloatHistogram,
): { readonly stored: FloatHistogram; readonly chunk: Chunk } {
  const isGauge = value.counterResetHint === 'gauge'
  const goesOn =
    chunk !== undefined &&
    !chunk.isEnded &&
    chunk.isGauge === isGauge &&
    time < chunk.until &&
    sameBounds(chunk.last, value) &&
    (isGauge || continues(chunk.last, value))
  const hint = isGauge ? 'gauge' : goesOn ? 'not_reset' : 'unknown'
  const hinted = hint === value.counterResetHint ? value : { ...value, counterResetHint: hint as typeof hint }
  const layout = goesOn ? widenedLayout(chunk.layout, value) : value
  return {
    stored: inLayout(hinted, layout),
    chunk: {
      isGauge,
      last: value,
      isEnded: false,
      until: goesOn ? chunk.until : endOfDay(time),
      first: goesOn ? chunk.first : at,
      layout,
    },
  }
}
