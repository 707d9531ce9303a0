import { expect, test } from 'vitest'
import { tokens } from '../../src/promql/index.ts'

/** All tokens with their kinds, on one line. */
function coloured(text: string): string {
  return tokens(text)
    .map(({ kind, range }) => `${kind}:${text.slice(range.start, range.end)}`)
    .join(' ')
}

test.each([
  [
    'sum by (job, by) (rate(http_requests_total{code=~"5..", by="x"}[5m]))',
    'aggregator:sum keyword:by punctuation:( label:job punctuation:, label:by punctuation:) punctuation:( function:rate ' +
      'punctuation:( metric:http_requests_total punctuation:{ label:code operator:=~ string:"5.." punctuation:, label:by ' +
      'operator:= string:"x" punctuation:} punctuation:[ duration:5m punctuation:] punctuation:) punctuation:)',
  ],
  [
    'a:b + on(x) group_left sum offset 1h # why',
    'metric:a:b operator:+ keyword:on punctuation:( label:x punctuation:) keyword:group_left metric:sum keyword:offset ' +
      'duration:1h comment:# why',
  ],
  ['foo and bar == bool 0x1F', 'metric:foo operator:and metric:bar operator:== keyword:bool number:0x1F'],
  [
    'foo[step():1m] @ start()',
    'metric:foo punctuation:[ function:step punctuation:( punctuation:) error:: duration:1m punctuation:] operator:@ function:start punctuation:( punctuation:)',
  ],
  ['rate_x(foo)', 'metric:rate_x punctuation:( metric:foo punctuation:)'],
  [
    'up{a="$x"} > $limit',
    'metric:up punctuation:{ label:a operator:= string:"$x" punctuation:} operator:> error:$ metric:limit',
  ],
  ['up{job="', 'metric:up punctuation:{ label:job operator:= error:"'],
  ['😀 up', 'error:😀 metric:up'],
  ['', ''],
])('%s', (text, expected) => {
  expect(coloured(text)).toBe(expected)
})
