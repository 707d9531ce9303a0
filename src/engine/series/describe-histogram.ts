/** A histogram in the notation of series: `{{schema:1 sum:3 count:4 buckets:[1 2 1]}}`. */
import { type CounterResetHint, emptyHistogram, type FloatHistogram, type Span } from '../histogram/types.ts'
import {
  accept,
  expect,
  numberOf,
  peek,
  type State,
  stop,
  take,
  textOf,
  uintOf,
  unexpected,
} from './state.ts'
import type { SequenceHistogram } from './types.ts'

/** What an unexpected token is blamed on: before the first field is complete, on the whole series. */
type Caught = readonly [context: string, expected: string]
const inSeries: Caught = ['series values', '']
const inHistogram: Caught = ['histogram description', 'histogram description key, e.g. buckets:[5 10 7]']

type Field = number | bigint | readonly number[] | string
type Fields = Map<string, Field>

/** Parses a histogram after its opening braces. */
export function describedHistogram(p: State): SequenceHistogram {
  const fields: Fields = new Map()
  if (accept(p, '<space>')) expect(p, '}}', ...inSeries)
  else if (!accept(p, '}}')) {
    field(p, fields, inSeries)
    while (!accept(p, '}}')) {
      if (!accept(p, '<space>')) unexpected(p, ...inHistogram)
      if (accept(p, '}}')) break
      field(p, fields, inHistogram)
    }
  }
  return { histogram: build(fields), hintSet: fields.has('counter_reset_hint') }
}

function field(p: State, fields: Fields, caught: Caught): void {
  const name = textOf(p, expect(p, 'field', ...caught)).toLowerCase()
  expect(p, ':', ...caught)
  const value = fieldValue(p, name, caught)
  if (fields.has(name)) stop(p, `duplicate key "${name}" in histogram`, { start: 0, end: 0 })
  fields.set(name, value)
}

function fieldValue(p: State, name: string, caught: Caught): Field {
  switch (name) {
    case 'schema':
    case 'offset':
    case 'n_offset': {
      const negative = accept(p, '-') !== undefined
      const value = uintOf(p, expect(p, 'number', ...caught))
      return negative ? -value : value
    }
    case 'z_bucket_w':
      return numberOf(p, expect(p, 'number', ...caught))
    case 'sum':
    case 'count':
    case 'z_bucket':
      return signed(p, caught)
    case 'counter_reset_hint':
      return textOf(p, expect(p, 'hint', ...caught)).toLowerCase()
    default:
      return bucketSet(p, caught)
  }
}

function signed(p: State, caught: Caught): number {
  const negative = accept(p, '-') !== undefined
  const value = numberOf(p, expect(p, 'number', ...caught))
  return negative ? -value : value
}

/**
 * Parses numbers in brackets, separated by spaces. After the first number, unexpected tokens are skipped silently:
 * Prometheus' grammar treats them as an error it has recovered from.
 */
function bucketSet(p: State, caught: Caught): readonly number[] {
  expect(p, '[', ...caught)
  const buckets = [signed(p, caught)]
  for (;;) {
    while (peek(p).kind !== ']' && peek(p).kind !== '<space>') take(p)
    if (take(p).kind === ']') return buckets
    const { kind } = peek(p)
    if (kind === '-' || kind === 'number') buckets.push(signed(p, caught))
  }
}

/** Builds the histogram from its fields, as `buildHistogramFromMap` of `promql/parser/parse.go` does. */
function build(fields: Fields): FloatHistogram {
  const number = (name: string): number => (fields.get(name) ?? 0) as number
  const list = (name: string): readonly number[] => (fields.get(name) ?? []) as readonly number[]
  const int32 = (name: string): number => Number(BigInt.asIntN(32, (fields.get(name) ?? 0n) as bigint))
  const spans = (buckets: string, offset: string): readonly Span[] =>
    list(buckets).length === 0 ? [] : [{ offset: int32(offset), length: list(buckets).length }]
  return {
    ...emptyHistogram,
    counterResetHint: (fields.get('counter_reset_hint') ?? 'unknown') as CounterResetHint,
    schema: int32('schema'),
    sum: number('sum'),
    count: number('count'),
    zeroCount: number('z_bucket'),
    zeroThreshold: number('z_bucket_w'),
    customValues: fields.get('custom_values') as readonly number[] | undefined,
    positiveBuckets: list('buckets'),
    positiveSpans: spans('buckets', 'offset'),
    negativeBuckets: list('n_buckets'),
    negativeSpans: spans('n_buckets', 'n_offset'),
  }
}
