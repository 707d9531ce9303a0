/** A rule in a fence marked `example`, beside the rule of that name that is deployed: a responder believes both. */
import { expect, test } from 'vitest'
import type { Diagnostic } from '../../src/model.ts'
import { compiled } from '../project.ts'

const RULES = `groups:
- name: g
  rules:
  - alert: HostDown
    expr: up{job="node"} == 0
    for: 5m
    labels: { severity: critical, team: infra }
    annotations: { summary: It is down }
  - alert: Lone
    expr: x > 1
`

const findings = (text: string): readonly Diagnostic[] =>
  compiled({ 'rules/a.yml': RULES, 'runbooks/a.md': text }).diagnostics.filter(
    ({ code }) => code === 'copy-differs',
  )

const said = (example: string, more = ''): string[] =>
  findings(`# A page\n\n\`\`\`yaml example\n${example}\n\`\`\`\n${more}`).map(({ message }) =>
    message.replace(/.* differs from the rule: /, ''),
  )

test.each([
  ['another expression', 'alert: HostDown\nexpr: up == 0', ['`up == 0` instead of `up{job="node"} == 0`']],
  ['another `for`', 'alert: HostDown\nexpr: up{job="node"} == 0\nfor: 10m', ['`10m` instead of `5m`']],
  ['a `for` of its own', 'alert: Lone\nexpr: x > 1\nfor: 5m', ['`5m` instead of nothing']],
  [
    'another label',
    'alert: HostDown\nexpr: up{job="node"} == 0\nlabels: { severity: warning, team: infra }',
    ['`severity`: `warning` instead of `critical`'],
  ],
  [
    'in a list of rules',
    '- alert: Lone\n  expr: x > 1\n- alert: HostDown\n  expr: up == 1',
    ['`up == 1` instead of `up{job="node"} == 0`'],
  ],
  ['the same, otherwise laid out', "alert: HostDown\nexpr: |\n  up{job='node'}\n    == 0\nfor: 5m", []],
  ['a part of the rule', 'alert: HostDown\nexpr: up{job="node"} == 0', []],
  ['other texts', 'alert: HostDown\nexpr: up{job="node"} == 0\nannotations: { summary: Other }', []],
  ['what is no expression', 'alert: HostDown\nexpr: up == <your value>', []],
  ['another way to find the same', 'alert: HostDown\nexpr: absent(node_boot_time_seconds)\nfor: 1m', []],
  ['a rule that is not deployed', 'alert: Other\nexpr: up == 1', []],
])('%s', (_, example, expected) => expect(said(example)).toEqual(expected))

test('of two rules with the name, the nearest counts', () => {
  const block = '\n```yaml\nalert: HostDown\nexpr: up == 2\nlabels: { severity: warning }\n```\n'
  expect(said('alert: HostDown\nexpr: up == 2', block)).toEqual([])
})

test('both places are told, and the fix copies the rule', () => {
  const [one] = findings('# A\n\n```yaml example\nalert: HostDown\nexpr: up == 0\n```\n')
  expect(one!.related).toMatchObject([{ file: 'rules/a.yml' }])
  expect(one!.fix?.edits).toMatchObject([
    { file: 'runbooks/a.md', text: expect.stringContaining('up{job="node"} == 0') },
  ])
})
