/** Histograms that Prometheus refuses to store: `Validate` of `model/histogram/float_histogram.go`. */
import { formatFixed, formatValue } from '../../promql/go.ts'
import { isCustomBucketsSchema, isExponentialSchema } from './schema.ts'
import type { FloatHistogram, Span } from './types.ts'

const negativeOffset = 'histogram has a span whose offset is negative'
const spansMismatch = 'histogram spans specify different number of buckets than provided'
const schemas = 'which must be between -4 and 8 for exponential buckets, or -53 for custom buckets'

/** What a version checks; see `../versions.ts`. */
export interface Checked {
  readonly schemasChecked: boolean
  readonly countsChecked: boolean
}

const everything: Checked = { schemasChecked: true, countsChecked: true }

/** Why a histogram is invalid, in Prometheus' words; undefined when it is valid. */
export function validateHistogram(h: FloatHistogram, checked: Checked = everything): string | undefined {
  if (isCustomBucketsSchema(h.schema)) {
    const wrong = customBounds(h.customValues ?? [], h.positiveSpans, h.positiveBuckets.length)
    if (wrong !== undefined) return `custom buckets: ${wrong}`
    if (h.zeroCount !== 0) return 'custom buckets: must have zero count of 0'
    if (h.zeroThreshold !== 0) return 'custom buckets: must have zero threshold of 0'
    if (h.negativeSpans.length > 0) return 'custom buckets: must not have negative spans'
    if (h.negativeBuckets.length > 0) return 'custom buckets: must not have negative buckets'
  } else if (isExponentialSchema(h.schema) || !checked.schemasChecked) {
    const wrong =
      side('positive', spans(h.positiveSpans, h.positiveBuckets.length)) ??
      side('negative', spans(h.negativeSpans, h.negativeBuckets.length)) ??
      side('negative', counts(h.negativeBuckets))
    if (wrong !== undefined) return wrong
    if (h.zeroCount < 0 && checked.countsChecked) {
      const count = formatValue(h.zeroCount)
      return `zero bucket has observation count of ${count}: histogram has a bucket whose observation count is negative`
    }
    if (h.customValues !== undefined) return 'histogram with exponential schema must not have custom bounds'
  } else return `histogram has an invalid schema, ${schemas}, got schema ${h.schema}`
  if (h.count < 0 && checked.countsChecked) {
    return `observation count is  ${formatValue(h.count)}: histogram's observation count is negative`
  }
  return side('positive', counts(h.positiveBuckets))
}

function side(name: string, wrong: string | undefined): string | undefined {
  return wrong === undefined ? undefined : `${name} side: ${wrong}`
}

function counts(buckets: readonly number[]): string | undefined {
  const at = buckets.findIndex((count) => count < 0)
  if (at < 0) return undefined
  const count = formatValue(buckets[at] as number)
  return `bucket number ${at + 1} has observation count of ${count}: histogram has a bucket whose observation count is negative`
}

function spans(list: readonly Span[], buckets: number): string | undefined {
  const at = list.findIndex(({ offset }, i) => i > 0 && offset < 0)
  if (at >= 0) return `span number ${at + 1} with offset ${list[at]?.offset}: ${negativeOffset}`
  return lengths(list, buckets)
}

function lengths(list: readonly Span[], buckets: number): string | undefined {
  const needed = list.reduce((sum, { length }) => sum + length, 0)
  if (needed === buckets) return undefined
  return `spans need ${needed} buckets, have ${buckets} buckets: ${spansMismatch}`
}

function customBounds(bounds: readonly number[], list: readonly Span[], buckets: number): string | undefined {
  for (const [i, bound] of bounds.entries()) {
    if (Number.isNaN(bound)) return 'histogram custom bounds must not be NaN'
    const before = bounds[i - 1]
    if (before === undefined || bound > before) continue
    const both = `previous bound is ${formatFixed(before)} and current is ${formatFixed(bound)}`
    return `${both}: histogram custom bounds must be in strictly increasing order`
  }
  if (bounds.at(-1) === Number.POSITIVE_INFINITY) {
    return 'last +Inf bound must not be explicitly defined: histogram custom bounds must be finite'
  }
  const at = list.findIndex(({ offset }) => offset < 0)
  if (at >= 0) return `span number ${at + 1} with offset ${list[at]?.offset}: ${negativeOffset}`
  const wrong = lengths(list, buckets)
  if (wrong !== undefined) return wrong
  const total = list.reduce((sum, { offset, length }) => sum + offset + length, 0)
  if (bounds.length + 1 >= total) return undefined
  const few = `only ${bounds.length} custom bounds defined which is insufficient to cover total span length of ${total}`
  return `${few}: histogram custom bounds are too few`
}
