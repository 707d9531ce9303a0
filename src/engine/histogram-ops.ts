/** Histograms added, taken away and multiplied, as the version has it. */
import {
  addHistograms,
  type Combined,
  divideHistogram,
  type FloatHistogram,
  multiplyHistogram,
  subtractHistograms,
} from './histogram/index.ts'
import type { Semantics } from './versions.ts'

/** Where older versions leave the hint of counter resets as it was. */
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

/** Why older versions do not combine histograms whose custom buckets differ. */
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
