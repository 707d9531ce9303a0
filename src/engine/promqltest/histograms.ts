/** Histograms in test scripts. */
import type { FloatHistogram } from '../histogram/types.ts'

export function formatTestExpression(value: FloatHistogram): string {
  return JSON.stringify(value)
}

export function matchesHistogram(_expected: FloatHistogram, _found: FloatHistogram, _hintSet: boolean): boolean {
  return false
}
