/** A histogram with its compensation: a second histogram, of the same buckets, that holds the rounding errors. */
import type { Side } from './spans.ts'
import type { FloatHistogram } from './types.ts'

export interface Compensated {
  readonly histogram: FloatHistogram
  readonly compensation: FloatHistogram | undefined
}

export interface CompensatedSide extends Side {
  readonly compensation: readonly number[] | undefined
}

/** The positive and the negative side. */
export function compensatedSides({
  histogram: h,
  compensation: c,
}: Compensated): readonly [positive: CompensatedSide, negative: CompensatedSide] {
  return [
    { spans: h.positiveSpans, buckets: h.positiveBuckets, compensation: c?.positiveBuckets },
    { spans: h.negativeSpans, buckets: h.negativeBuckets, compensation: c?.negativeBuckets },
  ]
}

/** The same histogram with other sides. */
export function withCompensatedSides(
  { histogram, compensation }: Compensated,
  positive: CompensatedSide,
  negative: CompensatedSide,
): Compensated {
  const spans = { positiveSpans: positive.spans, negativeSpans: negative.spans }
  return {
    histogram: {
      ...histogram,
      ...spans,
      positiveBuckets: positive.buckets,
      negativeBuckets: negative.buckets,
    },
    compensation: compensation && {
      ...compensation,
      ...spans,
      positiveBuckets: positive.compensation ?? [],
      negativeBuckets: negative.compensation ?? [],
    },
  }
}

/** A zero compensation for a histogram: `newCompensationHistogram`. */
export function noCompensation(h: FloatHistogram): FloatHistogram {
  return {
    ...h,
    zeroCount: 0,
    count: 0,
    sum: 0,
    positiveBuckets: h.positiveBuckets.map(() => 0),
    negativeBuckets: h.negativeBuckets.map(() => 0),
  }
}
