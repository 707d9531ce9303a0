/** Oversized queries, and data that some version cannot handle: limited, and reported. */
import { describe, expect, test } from 'vitest'
import {
  createQuery,
  createStorage,
  type Evaluation,
  labelsFromRecord,
  type Storage,
} from '../../src/engine/index.ts'
import { parseSeries } from '../../src/engine/series.ts'

/** This many series with this many samples, a minute apart. */
function storageOf(series: number, samples: number): Storage {
  return createStorage(
    Array.from({ length: series }, (_, i) => ({
      labels: labelsFromRecord({ __name__: 'm', i: String(i), even: String(i % 2) }),
      samples: Array.from({ length: samples }, (_, at) => ({ time: at * 60_000, value: i + at })),
    })),
  )
}

const message = ({ error }: Evaluation): string | undefined => error && `${error.kind}: ${error.message}`

describe('large queries', () => {
  test('10,000 series over 1,000 steps', () => {
    const storage = storageOf(10_000, 20)
    const { value } = createQuery('sum by (even) (rate(m[5m]))').evaluate(storage, {
      start: 0,
      end: 999 * 1000,
      step: 1000,
    })
    expect(value?.type === 'matrix' && value.series.map(({ times }) => times.length)).toEqual([940, 940])
  })

  test('more samples than are allowed', () => {
    const query = createQuery('m', { maxSamples: 1000 })
    const time = { start: 0, end: 600_000, step: 60_000 }
    expect(message(query.evaluate(storageOf(100, 20), time))).toBe(
      'evaluation: query processing would load too many samples into memory in query execution',
    )
    expect(message(query.evaluate(storageOf(50, 20), time))).toBeUndefined()
  })

  test('a subquery over 30 days', () => {
    const time = { at: 30 * 86_400_000 }
    const few = createQuery('max_over_time(sum(m)[30d:1m])').evaluate(storageOf(20, 30), time)
    expect(few.value).toMatchObject({ samples: [{ value: 770 }] })
    const many = createQuery('max_over_time(rate(m[10m])[30d:10ms])').evaluate(storageOf(100, 30), time)
    expect(message(many)).toMatch(/^refused: the query needs \d+ series × 259200000 steps at once/)
  })

  test('every series of one side with every one of the other', () => {
    const storage = storageOf(2000, 3)
    const pairs = createQuery('m * on () group_left () m').evaluate(storage, { at: 60_000 })
    expect(message(pairs)).toMatch(/^evaluation: found duplicate series for the match group \{\}/)
    const sets = createQuery('m or on (i) m and on () m unless on (even) m').evaluate(storage, { at: 60_000 })
    expect(sets.value).toMatchObject({ type: 'vector' })
  })

  test('deep nesting ends in an error, not in a crash', () => {
    const { value, error } = createQuery(`${'-'.repeat(3)}${'('.repeat(150)}m${')'.repeat(150)}`).evaluate(
      storageOf(1, 1),
      { at: 0 },
    )
    expect(error ?? value).toBeDefined()
  })

  test('a step of zero', () => {
    const { error } = createQuery('m').evaluate(storageOf(1, 1), { start: 0, end: 1, step: 0 })
    expect(error).toMatchObject({ kind: 'refused' })
  })
})

describe('native histograms before 3.5', () => {
  const { series } = parseSeries('m {{schema:0 sum:1 count:1 buckets:[1]}}')
  const value = series?.values[0]
  const storage = createStorage([
    {
      labels: { __name__: 'm' },
      samples: [{ time: 0, value: typeof value === 'object' ? value.histogram : 0 }],
    },
  ])
  test.each([
    ['1 + m', 4],
    ['sum(count_over_time(m[5m]))', 20],
  ])('%s is refused at the selector', (expr, start) => {
    const { error } = createQuery(expr, { version: '3.0' }).evaluate(storage, { at: 0 })
    expect(error).toMatchObject({ kind: 'refused', range: { start } })
    expect(createQuery(expr).evaluate(storage, { at: 0 }).error).toBeUndefined()
  })
})

test('info() before 3.12 is refused at its place', () => {
  const storage = createStorage([{ labels: { __name__: 'm' }, samples: [{ time: 0, value: 1 }] }])
  const features = ['promql-experimental-functions']
  const { error } = createQuery('1 + info(m)', { version: '3.5', features }).evaluate(storage, { at: 0 })
  expect(error).toMatchObject({ kind: 'refused', range: { start: 4 } })
  expect(createQuery('1 + info(m)', { features }).evaluate(storage, { at: 0 }).error).toBeUndefined()
})
