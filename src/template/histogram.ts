/** A native histogram as templates hold it: Go's `*histogram.FloatHistogram` (`model/histogram/float_histogram.go`). */
import { encode } from './go/bytes.ts'
import { float, int, pointer, typeNames, type Value } from './go/value.ts'

interface HistogramSpan {
  readonly offset: number
  readonly length: number
}

/** A native histogram as `$value` in a template. */
export interface TemplateHistogram {
  /** As its `String` method prints it: `{count:3, sum:4.5, (1,2]:3}`. */
  readonly text: string
  readonly counterResetHint: 'unknown' | 'reset' | 'not_reset' | 'gauge'
  readonly schema: number
  readonly zeroThreshold: number
  readonly zeroCount: number
  readonly count: number
  readonly sum: number
  readonly positiveSpans: readonly HistogramSpan[]
  readonly negativeSpans: readonly HistogramSpan[]
  readonly positiveBuckets: readonly number[]
  readonly negativeBuckets: readonly number[]
  readonly customValues: readonly number[] | undefined
}

const HINTS: readonly string[] = ['unknown', 'reset', 'not_reset', 'gauge']

const struct = (type: string, fields: readonly (readonly [string, Value])[], text?: string): Value => ({
  kind: 'struct',
  type,
  fields: new Map(fields),
  ...(text !== undefined && { text: encode(text) }),
})

const slice = (type: string, items: readonly Value[]): Value => ({ kind: 'slice', type, items })

const spans = (list: readonly HistogramSpan[]): Value =>
  slice(
    '[]histogram.Span',
    list.map(({ offset, length }) =>
      struct('histogram.Span', [
        ['Offset', int(offset, 'int32')],
        ['Length', { kind: 'uint', type: 'uint32', value: BigInt(length) }],
      ]),
    ),
  )

const floats = (list: readonly number[] = []): Value => slice('[]float64', list.map(float))

export const histogramValue = (h: TemplateHistogram): Value =>
  pointer(
    struct(
      typeNames.histogram,
      [
        [
          'CounterResetHint',
          {
            kind: 'uint',
            type: 'histogram.CounterResetHint',
            value: BigInt(HINTS.indexOf(h.counterResetHint)),
          },
        ],
        ['Schema', int(h.schema, 'int32')],
        ['ZeroThreshold', float(h.zeroThreshold)],
        ['ZeroCount', float(h.zeroCount)],
        ['Count', float(h.count)],
        ['Sum', float(h.sum)],
        ['PositiveSpans', spans(h.positiveSpans)],
        ['NegativeSpans', spans(h.negativeSpans)],
        ['PositiveBuckets', floats(h.positiveBuckets)],
        ['NegativeBuckets', floats(h.negativeBuckets)],
        ['CustomValues', floats(h.customValues)],
      ],
      h.text,
    ),
  )
