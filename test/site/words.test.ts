import { describe, expect, it } from 'vitest'
import { durationInWords, inWords } from '../../src/emit/site/words.ts'
import type { BoundRule } from '../../src/model.ts'
import { parseExpr, parseOptions } from '../../src/promql/index.ts'
import { book } from './book.ts'

const [sample] = book().rules as [BoundRule]

function words(expr: string, held?: string): string {
  const { for: _, ...rule } = sample.rule
  const text = (value: string): { value: string; range: { start: number; end: number }; runs: number[] } => ({
    value,
    range: { start: 0, end: 0 },
    runs: [],
  })
  const forField = held === undefined ? {} : { for: { key: text('for'), value: text(held) } }
  return inWords({
    ...sample,
    rule: { ...rule, ...forField },
    expr: () => parseExpr(expr, parseOptions([], '3.14')).expr,
  })
}

describe('a rule in words', () => {
  it.each([
    ['up == 0', '5m', 'Fires when the value has been exactly 0 for 5 minutes.'],
    ['up == 0', undefined, 'Fires as soon as the value is exactly 0.'],
    ['(a / b) * 100 < 10', '1h30m', 'Fires when the value has been below 10 for 1 hour 30 minutes.'],
    ['0.8 < rate(x[5m])', '1m', 'Fires when the value has been above 0.8 for 1 minute.'],
    ['x >= 120000 and on (job) up == 1', '0m', 'Fires as soon as the value is at least 120,000.'],
    ['x > -1', '2d', 'Fires when the value has been above -1 for 2 days.'],
    ['x > y', '2m', 'Fires when the query has returned a result for 2 minutes.'],
    ['x > bool 1', '2m', 'Fires when the query has returned a result for 2 minutes.'],
    ['a > 1 or b > 2', undefined, 'Fires as soon as the query returns a result.'],
    ['absent(up)', '5m', 'Fires when the query has returned a result for 5 minutes.'],
  ])('%s for %s', (expr, held, expected) => {
    expect(words(expr, held)).toBe(expected)
  })

  it.each([
    ['1h', '1 hour'],
    ['1w2d', '1 week 2 days'],
    ['0s', ''],
    ['{{ x }}', ''],
  ])('a duration %s', (duration, expected) => {
    expect(durationInWords(duration)).toBe(expected)
  })
})
