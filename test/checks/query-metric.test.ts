/** Metrics in queries of pages, beside those of the rules: what is a slip, and what is another metric. */
import { expect, test } from 'vitest'
import { CHECKS } from '../../src/checks/index.ts'
import { compiled, found } from '../project.ts'

const RULES = `groups:
- name: g
  rules:
  - record: job:http_requests:rate5m
    expr: sum by (job) (rate(http_requests_total[5m]))
  - alert: Slow
    expr: http_request_duration_seconds_max > 1 and on () node_load1 > 2
    for: 5m
`

const said = (...queries: readonly string[]): string[] =>
  found(
    compiled(
      {
        'rules/a.yml': RULES,
        'runbooks/a.md': `# A\n\n${queries.map((query) => `\`\`\`promql\n${query}\n\`\`\`\n`).join('\n')}`,
      },
      { checks: CHECKS },
    ),
    'query-metric',
  ).map((one) => /`([^`]*)`: `([^`]*)`/.exec(one)!.slice(1).join(' → '))

test.each<[string, string, string | undefined]>([
  ['a letter less', 'rate(http_request_total[5m])', 'http_request_total → http_requests_total'],
  ['two letters exchanged', 'rate(http_reqeusts_total[5m])', 'http_reqeusts_total → http_requests_total'],
  ['another letter', 'rate(http_requezts_total[5m])', 'http_requezts_total → http_requests_total'],
  ['a recorded series', 'job:http_request:rate5m > 3', 'job:http_request:rate5m → job:http_requests:rate5m'],
  ['with matchers', 'http_request_total{job="a"}', 'http_request_total → http_requests_total'],
  ['the metric itself', 'http_requests_total', undefined],
  ['another metric', 'http_responses_total', undefined],
  ['another window', 'job:http_requests:rate1m', undefined],
  ['another number', 'node_load5', undefined],
  ['another short word', 'http_request_duration_seconds_min', undefined],
  ['a label', 'sum by (http_request_total) (http_requests_total)', undefined],
  ['a comment', '# not http_request_total\nhttp_requests_total', undefined],
  ['a value', 'http_requests_total{job="http_request_total"}', undefined],
])('%s', (_, query, expected) => expect(said(query)).toEqual(expected === undefined ? [] : [expected]))

test('what several queries ask for exists', () =>
  expect(said('http_request_total > 1', 'rate(http_request_total[5m])')).toEqual([]))
