/** A text where the link to a runbook belongs: told for each alert, or once for many with the same. */
import { expect, test } from 'vitest'
import { CHECKS } from '../../src/checks/index.ts'
import { compiled, found } from '../project.ts'

const said = (...links: readonly string[]): string[] =>
  found(
    compiled(
      {
        'rules/a.yml': `groups:\n- name: g\n  rules:\n${links
          .map(
            (link, at) =>
              `  - alert: A${at}\n    expr: up{job="${at}"} == 0\n    for: 5m\n    annotations: { runbook: "${link}" }\n`,
          )
          .join('')}`,
      },
      { checks: CHECKS },
    ),
    'link-invalid',
  ).map((one) => one.replace(/^.*?: /, ''))

test('the same text in many alerts is one finding', () => {
  expect(said('TBD', 'TBD', 'Ask Ann', 'TBD ')).toEqual([
    '3 alerts have the text `TBD` where the link to their runbook belongs: it is not an address',
    expect.stringContaining('The runbook link `Ask Ann` of alert `A2` is not a valid address'),
  ])
})

test('in two alerts it is told of each', () => expect(said('TBD', 'TBD')).toHaveLength(2))

test('addresses from an example are gathered as before', () =>
  expect(said('https://example.com/a', 'https://example.com/b', 'https://example.com/c', 'TBD')).toEqual([
    expect.stringContaining('3 alerts link to `https://example.com/`'),
    expect.stringContaining('`TBD`'),
  ]))
