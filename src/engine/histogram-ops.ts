/** Adding, subtracting and multiplying histograms, as each version does it. */
import {
  addHistograms,
  type Combined,
  divideHistogram,
  type FloatHistogram,
  multiplyHistogram,
  subtractHistograms,
} from './histogram/index.ts'
import type { Semantics } from './versions.ts'

/** Keeps the counter reset hint of the original, as older versions do. */
const withHint = (scaled: FloatHistogram, { counterResetHint }: FloatHistogram): FloatHistogram => ({
  ...scaled,
  counterResetHint,
})

export function times({ negativeIsGauge }: Semantics, value: FloatHistogram, factor: number): FloatHistogram {
  const product = multiplyHistogram(value, factor)
  return negativeIsGauge ? product : withHint(product, value)
}

export function dividedBy(
  { negativeIsGauge }: Semantics,
  value: FloatHistogram,
  divisor: number,
): FloatHistogram {
  const quotient = divideHistogram(value, divisor)
  return negativeIsGauge ? quotient : withHint(quotient, value)
}

/** The error of older versions, which do not combine histograms with different custom buckets. */
export const incompatibleBounds =
  'cannot apply this operation on custom buckets histograms with different custom bounds'

function reconciled({ reconcilesBounds }: Semantics, made: Combined): Combined {
  if (reconcilesBounds || made.error !== undefined || !made.nhcbBoundsReconciled) return made
  return { error: incompatibleBounds }
}

export const plus = (semantics: Semantics, a: FloatHistogram, b: FloatHistogram): Combined =>
  reconciled(semantics, addHistograms(a, b))

export const minus = (semantics: Semantics, a: FloatHistogram, b: FloatHistogram): Combined =>
  reconciled(semantics, subtractHistograms(a, b))
