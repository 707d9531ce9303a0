/** A range query is an instant query at each of its steps. */
import { describe, expect, test } from 'vitest'
import {
  createQuery,
  createStorage,
  type EngineOptions,
  formatLabels,
  type Storage,
} from '../../src/engine/index.ts'
import { loadRandom } from './differential.ts'
import { createRandom, randomQuery, randomSeries } from './random-queries.ts'

const step = 420_000
const start = 120_000
const end = start + 8 * step

/** The result of an instant query, sorted. */
function atInstant(expr: string, storage: Storage, at: number, options: EngineOptions): string[] | string {
  const { value, error } = createQuery(expr, options).evaluate(storage, { at })
  if (error !== undefined) return 'error'
  if (value.type === 'scalar') return [`{} ${value.value}`]
  return value.type === 'vector'
    ? value.samples.map(({ labels, value: number }) => `${formatLabels(labels)} ${number}`).sort()
    : 'error'
}

/** The result of a range query, step by step. */
function overRange(expr: string, storage: Storage, options: EngineOptions): string[][] | 'error' {
  const { value, error } = createQuery(expr, options).evaluate(storage, { start, end, step })
  if (error !== undefined || value.type !== 'matrix') return 'error'
  const steps: string[][] = Array.from({ length: 9 }, () => [])
  for (const { labels, times, values } of value.series)
    for (const [i, time] of Array.from(times).entries())
      steps[(time - start) / step]?.push(`${formatLabels(labels)} ${values[i]}`)
  return steps.map((list) => list.sort())
}

describe('range queries', () => {
  test.each(['2.42', '3.5', '3.14'])('are instant queries at each step (%s)', (version) => {
    const features = version === '2.42' ? [] : ['promql-experimental-functions']
    const options: EngineOptions = { version, features }
    let filled = 0
    for (let seed = 1; seed <= 8; seed++) {
      const random = createRandom(seed)
      const storage = loadRandom(randomSeries(random), version)
      for (let i = 0; i < 60; i++) {
        const expr = randomQuery(random, { version, experimental: features.length > 0 })
        if (/start\(\)|end\(\)/.test(expr)) continue
        // Up to 2.49 a range with `@` moves along with the steps.
        if (version === '2.42' && expr.includes('@')) continue
        const range = overRange(expr, storage, options)
        const instants = Array.from({ length: 9 }, (_, at) =>
          atInstant(expr, storage, start + at * step, options),
        )
        if (range === 'error') expect(instants, expr).toContain('error')
        else {
          expect(range, expr).toEqual(instants)
          if (range.some((list) => list.length > 0)) filled++
        }
      }
    }
    expect(filled).toBeGreaterThan(150)
  })
  test('an empty storage has no series', () => {
    const { value } = createQuery('up').evaluate(createStorage(), { start: 0, end: 1000, step: 100 })
    expect(value).toEqual({ type: 'matrix', series: [] })
  })
})
