/** Native histograms: laws for all of them, with a map from bucket to count as the naive implementation. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addClassicBucket,
  addHistograms,
  allBuckets,
  compact,
  convertClassic,
  copyToSchema,
  createClassicSamples,
  detectReset,
  divideHistogram,
  type FloatHistogram,
  formatHistogram,
  hasOverflow,
  histogramFraction,
  histogramQuantile,
  histogramsEqual,
  histogramVariance,
  type KahanCombined,
  kahanAdd,
  multiplyHistogram,
  setClassicCount,
  setClassicSum,
  subtractHistograms,
  testExpression,
  trimBuckets,
  validateHistogram,
} from '../../src/engine/histogram/index.ts'
import { exponentialBound } from '../../src/engine/histogram/schema.ts'
import { indicesOf, type Side, spansOf } from '../../src/engine/histogram/spans.ts'
import { parseSeries } from '../../src/engine/series.ts'

/** Parses a histogram in series notation. */
function read(text: string): FloatHistogram {
  const value = parseSeries(`{} ${text}`).series?.values[0]
  if (typeof value !== 'object') throw new Error(`no histogram: ${text}`)
  return value.histogram
}

const count = fc.nat({ max: 20 })
/** Bucket counts by index. */
const cells = fc.uniqueArray(fc.tuple(fc.integer({ min: -12, max: 12 }), count), {
  maxLength: 8,
  selector: ([index]) => index,
})

function sideOf(pairs: readonly (readonly [number, number])[]): Side {
  const sorted = [...pairs].sort(([a], [b]) => a - b)
  return { spans: spansOf(sorted.map(([index]) => index)), buckets: sorted.map(([, held]) => held) }
}

/** Exponential histograms whose count is that of their buckets. */
const exponential: fc.Arbitrary<FloatHistogram> = fc
  .record({
    schema: fc.integer({ min: -4, max: 8 }),
    // Values on a bound in every schema: for others, Prometheus counts a merged bucket twice if half of it is in the
    // zero bucket.
    zeroThreshold: fc.constantFrom(0, 2 ** -16, 1, 2 ** 16),
    zeroCount: count,
    sum: fc.integer({ min: -100, max: 100 }),
    above: cells,
    below: cells,
    hint: fc.constantFrom('unknown' as const, 'reset' as const, 'not_reset' as const, 'gauge' as const),
  })
  .map(({ schema, zeroThreshold, zeroCount, sum, above, below, hint }) => {
    // No bucket overlaps the zero bucket.
    const outside = ([index]: readonly [number, number]): boolean =>
      exponentialBound(index - 1, schema) >= zeroThreshold
    const positive = sideOf(above.filter(outside))
    const negative = sideOf(below.filter(outside))
    return {
      counterResetHint: hint,
      schema,
      zeroThreshold,
      zeroCount,
      sum,
      count: zeroCount + total(positive.buckets) + total(negative.buckets),
      positiveSpans: positive.spans,
      positiveBuckets: positive.buckets,
      negativeSpans: negative.spans,
      negativeBuckets: negative.buckets,
      customValues: undefined,
    }
  })

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

/** Histograms with custom buckets. */
const custom: fc.Arbitrary<FloatHistogram> = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: -5, max: 10 }), { minLength: 1, maxLength: 6 }),
    fc.array(count, { minLength: 7, maxLength: 7 }),
  )
  .map(([bounds, counts]) => {
    const buckets = counts.slice(0, bounds.length + 1)
    return {
      ...read('{{schema:-53}}'),
      count: total(buckets),
      sum: 1,
      customValues: bounds.sort((a, b) => a - b),
      positiveSpans: [{ offset: 0, length: buckets.length }],
      positiveBuckets: buckets,
    }
  })

const counted = (h: FloatHistogram): number => total(allBuckets(h).map((bucket) => bucket.count))

function combined(result: ReturnType<typeof addHistograms>): FloatHistogram {
  if (result.histogram === undefined) throw new Error(result.error)
  return result.histogram
}

describe('laws', () => {
  test('indices are spans and back', () => {
    fc.assert(
      fc.property(cells, (pairs) => {
        const { spans } = sideOf(pairs)
        expect(spansOf(indicesOf(spans))).toEqual(spans)
      }),
    )
  })

  test('compacting keeps every bucket that holds something, and once is enough', () => {
    fc.assert(
      fc.property(exponential, fc.nat(3), (h, most) => {
        const small = compact(h, most)
        const held = (one: FloatHistogram): unknown => allBuckets(one).filter((bucket) => bucket.count !== 0)
        expect(held(small)).toEqual(held(h))
        expect(compact(small, most)).toEqual(small)
        if (most === 0) expect([...small.positiveBuckets, ...small.negativeBuckets]).not.toContain(0)
        expect(histogramsEqual(compact(small), compact(h))).toBe(true)
      }),
    )
  })

  test('a sum holds what both hold, in the coarser schema and the wider zero bucket', () => {
    fc.assert(
      fc.property(exponential, exponential, (a, b) => {
        const sum = combined(addHistograms(a, b))
        expect(sum.count).toBe(a.count + b.count)
        expect(counted(sum)).toBe(a.count + b.count)
        expect(sum.schema).toBe(Math.min(a.schema, b.schema))
        expect(sum.zeroThreshold).toBeGreaterThanOrEqual(Math.max(a.zeroThreshold, b.zeroThreshold))
        expect(validateHistogram(sum)).toBeUndefined()
      }),
    )
  })

  test('a sum does not ask for order', () => {
    fc.assert(
      fc.property(exponential, exponential, (a, b) => {
        const [left, right] = [compact(combined(addHistograms(a, b))), compact(combined(addHistograms(b, a)))]
        expect(histogramsEqual(left, right)).toBe(true)
        expect(left.counterResetHint).toBe(right.counterResetHint)
      }),
    )
  })

  test('what is added and taken away again leaves the same', () => {
    fc.assert(
      fc.property(exponential, exponential, (a, other) => {
        const b = { ...other, schema: a.schema, zeroThreshold: a.zeroThreshold }
        const back = compact(combined(subtractHistograms(combined(addHistograms(a, b)), b)))
        const { histogram } = addHistograms(a, { ...b, ...emptied })
        expect(histogramsEqual(back, compact(histogram as FloatHistogram))).toBe(true)
      }),
    )
  })

  test('a sum of one layout is that of the maps of its buckets', () => {
    const asMap = (h: FloatHistogram): Map<number, number> =>
      new Map(indicesOf(h.positiveSpans).map((index, i) => [index, h.positiveBuckets[i] as number]))
    fc.assert(
      fc.property(exponential, exponential, (a, other) => {
        const one = { ...a, zeroThreshold: 0 }
        const b = { ...other, schema: a.schema, zeroThreshold: 0 }
        const want = asMap(one)
        for (const [index, value] of asMap(b)) want.set(index, (want.get(index) ?? 0) + value)
        const got = asMap(combined(addHistograms(one, b)))
        expect([...got].sort()).toEqual([...want].sort())
      }),
    )
  })

  test('a Kahan sum of whole numbers is the sum', () => {
    fc.assert(
      fc.property(fc.oneof(fc.tuple(exponential, exponential), fc.tuple(custom, custom)), ([a, b]) => {
        const { histogram, compensation } = kahanAdd(a, b, undefined) as Exclude<
          KahanCombined,
          { error: string }
        >
        const sum = combined(addHistograms(a, b))
        expect(histogramsEqual(compact(histogram), compact(sum))).toBe(true)
        expect(counted(compensation)).toBe(0)
      }),
    )
  })

  test('a coarser schema holds as much', () => {
    fc.assert(
      fc.property(exponential, fc.nat(12), (h, down) => {
        const coarse = copyToSchema(h, Math.max(-4, h.schema - down))
        expect(counted(coarse)).toBe(counted(h))
      }),
    )
  })

  test('custom bounds that differ become the shared ones, and nothing is lost', () => {
    fc.assert(
      fc.property(custom, custom, (a, b) => {
        const sum = combined(addHistograms(a, b))
        const shared = (a.customValues ?? []).filter((bound) => b.customValues?.includes(bound))
        expect(sum.customValues).toEqual(shared)
        expect(counted(sum)).toBe(a.count + b.count)
      }),
    )
  })

  test('quantiles grow, and fractions turn them round', () => {
    fc.assert(
      fc.property(fc.oneof(exponential, custom), fc.double({ min: 0, max: 1, noNaN: true }), (h, q) => {
        const low = histogramQuantile(q / 2, h).value
        const high = histogramQuantile(q, h).value
        if (h.count === 0) expect(high).toBeNaN()
        else expect(low).toBeLessThanOrEqual(high)
        const all = histogramFraction(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, h, true).value
        if (h.count > 0) expect(all).toBe(1)
      }),
    )
  })

  test('trimming at both sides of a limit shares the observations out', () => {
    fc.assert(
      fc.property(exponential, fc.double({ min: -100, max: 100, noNaN: true }), (h, limit) => {
        const below = counted(trimBuckets(h, limit, true))
        const above = counted(trimBuckets(h, limit, false))
        expect(below + above).toBeCloseTo(h.count, 6)
      }),
    )
  })

  test('no counter reset after itself; one where anything is less', () => {
    fc.assert(
      fc.property(exponential, (h) => {
        const unknown = { ...h, counterResetHint: 'unknown' as const }
        expect(detectReset(unknown, h)).toBe(false)
        expect(detectReset({ ...unknown, count: h.count - 1 }, h)).toBe(true)
        expect(detectReset({ ...unknown, ...emptied, count: h.count, zeroCount: h.zeroCount }, h)).toBe(
          [...h.positiveBuckets, ...h.negativeBuckets].some((value) => value > 0),
        )
      }),
    )
  })

  test('what is written in the notation of series reads back', () => {
    fc.assert(
      fc.property(fc.oneof(exponential, custom), (h) => {
        expect(testExpression(read(testExpression(h)))).toBe(testExpression(h))
      }),
    )
  })
})

const emptied = {
  positiveSpans: [],
  positiveBuckets: [],
  negativeSpans: [],
  negativeBuckets: [],
  count: 0,
  sum: 0,
  zeroCount: 0,
}

test.each([
  ['{{}}', '{count:0, sum:0}'],
  ['{{count:3 sum:2.5 buckets:[1 2]}}', '{count:3, sum:2.5, (0.5,1]:1, (1,2]:2}'],
  [
    '{{schema:1 offset:1 buckets:[1] n_offset:1 n_buckets:[4 0 1]}}',
    '{count:0, sum:0, [-2.82842712474619,-2):1, [-1.414213562373095,-1):4, (1,1.414213562373095]:1}',
  ],
  ['{{z_bucket:2 z_bucket_w:0.001}}', '{count:0, sum:0, [-0.001,0.001]:2}'],
  [
    '{{schema:-53 custom_values:[5 10] buckets:[1 0 3] sum:1e6}}',
    '{count:0, sum:1e+06, [-Inf,5]:1, (10,+Inf]:3}',
  ],
])('%s prints as %s', (text, want) => expect(formatHistogram(read(text))).toBe(want))

test('the last bounds are the largest float and infinity', () => {
  expect([1023, 1024, 1025].map((index) => exponentialBound(index, 0))).toEqual([
    2 ** 1023,
    Number.MAX_VALUE,
    Number.POSITIVE_INFINITY,
  ])
  // One bit short of the root of two, as in Prometheus' table.
  expect(exponentialBound(1, 1)).toBe(Math.SQRT2 - 2 ** -52)
  expect(exponentialBound(-1, -4)).toBe(2 ** -16)
})

test.each([
  [
    '{{schema:9}}',
    'histogram has an invalid schema, which must be between -4 and 8 for exponential buckets, or -53 for custom buckets, got schema 9',
  ],
  ['{{count:-1}}', "observation count is  -1: histogram's observation count is negative"],
  [
    '{{buckets:[1 -2]}}',
    'positive side: bucket number 2 has observation count of -2: histogram has a bucket whose observation count is negative',
  ],
  [
    '{{schema:-53 custom_values:[2 1] buckets:[1]}}',
    'custom buckets: previous bound is 2.000000 and current is 1.000000: histogram custom bounds must be in strictly increasing order',
  ],
  [
    '{{schema:-53 custom_values:[2] buckets:[1 2 3]}}',
    'custom buckets: only 1 custom bounds defined which is insufficient to cover total span length of 3: histogram custom bounds are too few',
  ],
  ['{{custom_values:[2]}}', 'histogram with exponential schema must not have custom bounds'],
  ['{{schema:-53 n_buckets:[1]}}', 'custom buckets: must not have negative spans'],
  ['{{schema:3 count:2 buckets:[1 1]}}', undefined],
])('%s is not valid: %s', (text, want) => expect(validateHistogram(read(text))).toBe(want))

test('dividing by zero leaves no buckets; a negative factor makes a gauge', () => {
  const h = read('{{count:3 sum:2 buckets:[1 2] z_bucket:1}}')
  expect(divideHistogram(h, 0)).toMatchObject({ count: Number.POSITIVE_INFINITY, positiveBuckets: [] })
  expect(hasOverflow(divideHistogram(h, 0))).toBe(true)
  expect(multiplyHistogram(h, -1).counterResetHint).toBe('gauge')
  expect(histogramVariance(read('{{count:2 sum:0 z_bucket:2 z_bucket_w:1}}'))).toBe(0)
})

test('NaN observations lie above all others', () => {
  const h = read('{{count:4 sum:NaN buckets:[1 1]}}')
  expect(histogramQuantile(0.9, h)).toEqual({ value: Number.NaN, note: 'nan-result' })
  expect(histogramQuantile(0.2, h).note).toBe('nan-skew')
  expect(histogramFraction(0, 4, h, true)).toEqual({ value: 0.5, note: 'nan-skew' })
})

test('classic buckets become custom ones', () => {
  const samples = createClassicSamples()
  for (const [le, value] of [
    [10, 5],
    [1, 2],
    [5, 2],
    [1, 9],
  ] as const)
    addClassicBucket(samples, le, value)
  setClassicCount(samples, 7)
  setClassicSum(samples, 30)
  const { histogram } = convertClassic(samples)
  expect(testExpression(histogram as FloatHistogram)).toBe(
    '{{schema:-53 count:7 sum:30 custom_values:[1 5 10] buckets:[2 0 3 2]}}',
  )
  addClassicBucket(samples, 7, 6)
  expect(convertClassic(samples).error).toBe('count is not cumulative: 6 > 5')
})
