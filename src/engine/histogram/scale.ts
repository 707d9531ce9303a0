/** Multiplying and dividing histograms: `Mul`, `Div` and `HasOverflow`. */
import type { FloatHistogram } from './types.ts'

/** Applies a function to every number of the histogram. */
function mapped(h: FloatHistogram, change: (value: number) => number): FloatHistogram {
  return {
    ...h,
    zeroCount: change(h.zeroCount),
    count: change(h.count),
    sum: change(h.sum),
    positiveBuckets: h.positiveBuckets.map(change),
    negativeBuckets: h.negativeBuckets.map(change),
  }
}

/** Multiplies all counts and the sum; a negative factor makes the histogram a gauge. */
export function multiplyHistogram(h: FloatHistogram, factor: number): FloatHistogram {
  const product = mapped(h, (value) => value * factor)
  return factor < 0 ? { ...product, counterResetHint: 'gauge' } : product
}

/** Divides all counts and the sum. Division by zero removes all buckets but the zero bucket. */
export function divideHistogram(h: FloatHistogram, divisor: number): FloatHistogram {
  const quotient = mapped(h, (value) => value / divisor)
  if (divisor === 0) {
    return { ...quotient, positiveSpans: [], positiveBuckets: [], negativeSpans: [], negativeBuckets: [] }
  }
  return divisor < 0 ? { ...quotient, counterResetHint: 'gauge' } : quotient
}

const isInfinite = (value: number): boolean =>
  value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY

/** Whether any number of the histogram is infinite. */
export function hasOverflow(h: FloatHistogram): boolean {
  return (
    isInfinite(h.zeroCount) ||
    isInfinite(h.count) ||
    isInfinite(h.sum) ||
    h.positiveBuckets.some(isInfinite) ||
    h.negativeBuckets.some(isInfinite) ||
    (h.customValues ?? []).some(isInfinite)
  )
}
