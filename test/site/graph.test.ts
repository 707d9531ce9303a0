/** The graph of an alert: its value and its threshold, separately. */
import { expect, test } from 'vitest'
import { graphOf } from '../../src/emit/site/graph.ts'
import type { BoundRule } from '../../src/model.ts'
import { parseExpr } from '../../src/promql/index.ts'

const TABLE: readonly (readonly [expr: string, graph: string, limit: string])[] = [
  ['up == 0', 'up{}', '0'],
  ['up{job="a"} == 0', 'up{job="a"}', '0'],
  ['100 < size', 'size{}', '100'],
  ['(a / b < 0.05)', 'a{} / b{}', '0.05'],
  ['a < 5 and on (x) b == 1', 'a{}', '5'],
  ['a > b', 'a{}', 'b'],
  ['a > bool 1', 'a{} > bool 1', ''],
  ['absent(up)', 'absent(up{})', ''],
  ['a and b', 'a{} and b{}', ''],
  ['rate(a[5m]) > 2 * 10', 'rate(a{}[5m])', '2 * 10'],
  ['{__name__="a"} > 1', '{__name__="a"}', '1'],
]

test.each(TABLE)('%s', (text, graph, limit) => {
  const rule = { rule: { expr: { value: { value: text } } }, expr: () => parseExpr(text).expr }
  const shown = graphOf(rule as unknown as BoundRule, ['instance'])
  expect([shown.expr, shown.limit]).toEqual([graph, limit])
  expect(parseExpr(shown.expr).problems).toEqual([])
  for (const at of shown.places.instance ?? []) {
    expect(shown.expr[at - 1]).toBe('{')
    const narrow = `${shown.expr.slice(0, at)}instance="x",${shown.expr.slice(at)}`
    expect(parseExpr(narrow).problems).toEqual([])
  }
})
