/** Histograms times a number, as the version has it. */
import { divideHistogram, type FloatHistogram, multiplyHistogram } from './histogram/index.ts'
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
