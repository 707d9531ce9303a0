import { expect, test } from 'vitest'
import { parseExpr, prettyExpr } from '../../src/promql/index.ts'
import { allFlags } from './cases.ts'

function pretty(text: string, width: number): string {
  const { expr } = parseExpr(text, allFlags)
  if (expr === undefined) throw new Error(`broken: ${text}`)
  return prettyExpr(expr, width)
}

test('what fits stays on its line', () => {
  expect(pretty('sum  by(job)(rate(foo{b="1",a="2"} [5m]))/3', 100)).toBe(
    'sum by (job) (rate(foo{b="1",a="2"}[5m])) / 3',
  )
})

test('a chain of operators, a call and an aggregation', () => {
  const text =
    'sum by (job) (rate(errors_total[5m])) / on (job) group_left sum(rate(all_total[5m])) > 0.05 and up == 1'
  expect(pretty(text, 60)).toBe(`      sum by (job) (rate(errors_total[5m]))
    / on (job) group_left ()
      sum(rate(all_total[5m]))
  >
    0.05
and
  up == 1`)
})

test('a chain of equal rank', () => {
  expect(pretty('aaaa + bbbb - cccc * dddd', 13)).toBe(`  aaaa
+
  bbbb
-
  cccc * dddd`)
})

test('matchers, parentheses, parameters', () => {
  const text =
    '(histogram_quantile(0.99, node_disk_io_seconds_bucket{device!~"dm.*|loop.*",job="node"} offset 5m))'
  expect(pretty(text, 30)).toBe(`(
  histogram_quantile(
    0.99,
    node_disk_io_seconds_bucket{
      device!~"dm.*|loop.*",
      job="node"
    } offset 5m
  )
)`)
})

test('subqueries and ranges keep what follows them', () => {
  expect(pretty('max_over_time((foo{a="b"} > 10)[1h:1m] @ end() offset 5m)', 20)).toBe(`max_over_time(
  (
    foo{a="b"} > 10
  )[1h:1m] @ end() offset 5m
)`)
  expect(pretty('rate(foo_seconds{a="b"}[5m] smoothed offset 1h)', 12)).toBe(`rate(
  foo_seconds{
    a="b"
  }[5m] smoothed offset 1h
)`)
})
