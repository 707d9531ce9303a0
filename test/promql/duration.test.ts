import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDuration, parseDuration } from '../../src/promql/index.ts'

describe('durations of rule files', () => {
  test.each([
    ['0', 0],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['1y1w1d1h1m1s1ms', 32_230_861_001],
    ['292y', 9_208_512_000_000],
    ['0s', 0],
    ['007m', 420_000],
  ])('%s is %d milliseconds', (text, ms) => {
    expect(parseDuration(text)).toEqual({ ms })
  })

  test.each([
    ['', 'empty duration string'],
    ['5', 'not a valid duration string: "5"'],
    ['00', 'not a valid duration string: "00"'],
    ['-5m', 'not a valid duration string: "-5m"'],
    ['m', 'not a valid duration string: "m"'],
    ['1m1h', 'not a valid duration string: "1m1h"'],
    ['1m1m', 'not a valid duration string: "1m1m"'],
    ['1m ', 'unknown unit "m " in duration "1m "'],
    ['1.5m', 'unknown unit "." in duration "1.5m"'],
    ['1.5h30m', 'unknown unit "." in duration "1.5h30m"'],
    ['5M', 'unknown unit "M" in duration "5M"'],
    ['1µs', 'unknown unit "µs" in duration "1µs"'],
    ['293y', 'duration out of range'],
    ['292y172d', 'duration out of range'],
    ['99999999999999999999m', 'not a valid duration string: "99999999999999999999m"'],
  ])('%j is refused', (text, error) => {
    expect(parseDuration(text)).toEqual({ error })
  })

  test.each([
    [0, '0s'],
    [0.9, '0s'],
    [90_000, '1m30s'],
    [7 * 86_400_000, '1w'],
    [8 * 86_400_000, '8d'],
    [365 * 86_400_000, '1y'],
    [366 * 86_400_000, '366d'],
    [-1500, '-1s500ms'],
  ])('%d milliseconds are printed as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })

  test('what is printed reads back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_223_372_036_854 }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toEqual({ ms })
      }),
    )
  })
})
