/** Series of tests as promtool loads them: lines of start times, which only a newer promtool than ours has. */
import { describe, expect, test } from 'vitest'
import { readSeries } from '../../src/prove/series.ts'

const written = (...pairs: readonly (readonly [string, string])[]) =>
  pairs.map(([series, values]) => ({
    series: { value: series, text: undefined, range: { start: 0, end: 0 } },
    values: { value: values, text: undefined, range: { start: 0, end: 0 } },
  }))

const read = (version: string, ...pairs: readonly (readonly [string, string])[]) =>
  readSeries(written(...pairs), 0, 60_000, 600_000, version)

describe('a line of start times', () => {
  test('gives them to the samples of the next line', () => {
    const { series, problem } = read('3.14', ['a@st', '-1m _ 0s'], ['a', '1 2 3'])
    expect(problem).toBeUndefined()
    expect(series[0]?.samples).toEqual([
      { time: 0, value: 1, startTime: -60_000 },
      { time: 60_000, value: 2 },
      { time: 120_000, value: 3, startTime: 120_000 },
    ])
  })

  test.each([
    [[['a@st', '0s']], 'unknown position: parse error: @st line has no following sample line'],
    [
      [
        ['a@st', '0s'],
        ['a@st', '0s'],
        ['a', '1'],
      ],
      'unknown position: parse error: @st line has no following sample line',
    ],
    [
      [
        ['a@st', '0s'],
        ['b', '1'],
      ],
      'unknown position: parse error: @st metric does not match the following sample line metric',
    ],
    [
      [
        ['x', '1'],
        ['a@st', '0sx3'],
        ['a', '1'],
      ],
      'unknown position: parse error: @st line has 4 values but sample line has 1',
    ],
    [
      [
        ['a@st', 'soon'],
        ['a', '1'],
      ],
      'unknown position: parse error: invalid @st sequence: invalid ST item "soon": expected digits in duration "soon"',
    ],
  ] as [[string, string][], string][])('%j is refused', (pairs, message) => {
    expect(read('3.14', ...pairs).problem?.promtool).toBe(message)
  })

  test('is no series before 3.12', () => {
    expect(read('3.11', ['a@st', '0s'], ['a', '1']).problem?.message).toContain('@')
  })
})
