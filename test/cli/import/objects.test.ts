/** Manifests beside other objects of Kubernetes: an import takes the rules alone, and a check passes the rest over. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isOtherManifest } from '../../../src/cli/other-manifest.ts'
import { cli } from '../../project.ts'
import { temporaryProject } from '../../setup.ts'

const rule = (name: string, alert: string, indent = ''): string =>
  [
    'apiVersion: monitoring.coreos.com/v1',
    'kind: PrometheusRule',
    `metadata: {name: ${name}}`,
    'spec:',
    '  groups:',
    `  - name: ${name}`,
    '    rules:',
    `    - alert: ${alert}`,
    `      expr: up{job="${alert}"} == 0`,
    '      for: 5m',
    '      labels: {severity: critical}',
    '',
  ]
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n')
const ACCOUNT = '# Ours.\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: x} # as it is\n'
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: y\n'
const CONFIG = 'site:\n  url: https://runbooks.corp/\nrules: [manifests]\n'

describe('an import of a file of several objects', () => {
  test.each([
    ['rules last', `${ACCOUNT}---\n${rule('a', 'Down')}`, ACCOUNT],
    ['rules first', `${rule('a', 'Down')}---\n${ACCOUNT}`, `---\n${ACCOUNT}`],
    [
      'rules between',
      `---\n${ACCOUNT}---\n${rule('a', 'Down')}---\n${rule('b', 'Gone')}---\n${SERVICE}`,
      `---\n${ACCOUNT}---\n${SERVICE}`,
    ],
  ])('keeps the others as they are: %s', async (_, text, left) => {
    const root = temporaryProject({ 'alertbook.yml': CONFIG, 'manifests/m.yaml': text })
    expect(await cli(root, 'import', 'manifests')).toMatchObject({ code: 0 })
    expect(readFileSync(join(root, 'manifests/m.yaml'), 'utf8')).toBe(left)
    expect(existsSync(join(root, 'runbooks/m/down.md'))).toBe(true)
  })

  test('and leaves a list without the groups', async () => {
    const items = [SERVICE, rule('a', 'Down')].map((one) => `- ${one.trimEnd().replaceAll('\n', '\n  ')}\n`)
    const root = temporaryProject({
      'alertbook.yml': CONFIG,
      'manifests/m.yaml': `apiVersion: v1\nkind: List\nitems:\n${items.join('')}`,
    })
    expect(await cli(root, 'import', 'manifests')).toMatchObject({ code: 0 })
    const left = readFileSync(join(root, 'manifests/m.yaml'), 'utf8')
    expect(left).toContain('kind: Service\n')
    expect(left).not.toContain('alert: Down')
  })

  test('removes one that holds nothing else', async () => {
    const text = `${rule('a', 'Down')}---\n${rule('b', 'Gone')}---\n# nothing\n`
    const root = temporaryProject({ 'alertbook.yml': CONFIG, 'manifests/m.yaml': text })
    expect(await cli(root, 'import', 'manifests')).toMatchObject({ code: 0 })
    expect(existsSync(join(root, 'manifests/m.yaml'))).toBe(false)
  })

  test('is no rule file of the project any more, where that names it', async () => {
    const root = temporaryProject({
      'alertbook.yml': CONFIG.replace('[manifests]', '[manifests/m.yaml, manifests/n.yaml]'),
      'manifests/m.yaml': `${ACCOUNT}---\n${rule('a', 'Down')}`,
      'manifests/n.yaml': 'groups:\n- name: n\n  rules:\n  - record: n\n    expr: up\n',
    })
    expect(await cli(root, 'import', 'manifests')).toMatchObject({ code: 0 })
    expect(readFileSync(join(root, 'alertbook.yml'), 'utf8')).toContain('rules: [manifests/n.yaml]\n')
    expect((await cli(root, 'check', '--no-cache', '--skip', 'runbook-sections')).code).toBe(0)
  })
})

const CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: prometheusrules.monitoring.coreos.com}
spec:
  names: {kind: PrometheusRule}
  schema:
    spec:
      groups: {type: array}
`
test.each([
  ['objects', `${ACCOUNT}---\n${SERVICE}`, true],
  ['a definition that speaks of rules', CRD, true],
  ['a list of objects', `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Service}\n`, true],
  [
    'a list with rules',
    `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Service}\n- {apiVersion: x/v1, kind: PrometheusRule, spec: {groups: []}}\n`,
    false,
  ],
  ['rules', rule('a', 'Down'), false],
  ['rules of another operator', rule('a', 'Down').replace('PrometheusRule', 'VMRule'), false],
  ['rules as a text', 'apiVersion: v1\nkind: ConfigMap\ndata:\n  r.yml: |\n    groups: []\n', false],
  ['a rule file', 'groups: []\n', false],
  ['an object and a rule file', `${SERVICE}---\ngroups: []\n`, false],
  ['what is broken', `${SERVICE}---\na: [\n`, false],
  ['nothing', '', false],
])('no rules are lost in %s', (_, text, isOther) => expect(isOtherManifest({ text })).toBe(isOther))

test('a folder with such a definition is imported', async () => {
  const root = temporaryProject({
    'alertbook.yml': CONFIG,
    'manifests/crd.yaml': CRD,
    'manifests/m.yaml': rule('a', 'Down'),
  })
  expect(await cli(root, 'import', 'manifests')).toMatchObject({ code: 0 })
  expect(existsSync(join(root, 'runbooks/m/down.md'))).toBe(true)
})

test('a check without a project passes other objects over; the verdict of Prometheus is of every file', async () => {
  const root = temporaryProject({
    'm/a.yaml': rule('a', 'Down'),
    'm/b.yaml': `${ACCOUNT}---\n${SERVICE}`,
    'm/c.yaml': `apiVersion: v1\nkind: ConfigMap\ndata:\n  r.yml: |\n    groups: []\n`,
  })
  expect(await cli(root, 'check', 'm/a.yaml', 'm/b.yaml')).toMatchObject({
    code: 0,
    err: 'note: `m/b.yaml` holds no rules; skipped\n',
  })
  expect((await cli(root, 'check', '--checks', 'off', 'm/b.yaml')).code).toBe(1)
  // Rules in a text of another object are rules that nobody judges.
  expect((await cli(root, 'check', 'm/c.yaml')).code).toBe(1)
})

test('a page of a wiki has links with spaces that Markdown does not see: they lead where they meant', async () => {
  const root = temporaryProject({
    'alertbook.yml': 'site:\n  url: https://runbooks.corp/\n',
    'wiki/Api Down.md':
      '# Api Down\n\n[how](Team/On call.md#who) ![i](img/a b.png) `[no](Team/On call.md)`\n\n```\n[code](Team/On call.md)\n```\n\n[gone](not there.md)\n',
    'wiki/Team/On call.md': '# On call\n',
    'wiki/img/a b.png': 'x',
  })
  expect(await cli(root, 'import', '--pages', 'wiki')).toMatchObject({ code: 0 })
  const text = readFileSync(join(root, 'runbooks/wiki/api-down.md'), 'utf8')
  expect(text).toContain('[how](team/on-call.md#who) ![i](img/a%20b.png)')
  expect(text).toContain('```\n[code](Team/On call.md)\n```\n\n[gone](not there.md)')
  expect(existsSync(join(root, 'runbooks/wiki/img/a b.png'))).toBe(true)
})

test('unit tests that an import leaves behind are named, with the way out', async () => {
  const root = temporaryProject({
    'alertbook.yml': 'site:\n  url: https://runbooks.corp/\ntests: ["tests/*_test.yml"]\n',
    'rules/a.yml':
      'groups:\n- name: g\n  rules:\n  - {alert: Down, expr: up == 0, for: 5m, labels: {severity: critical}}\n',
    'rules/b.yml': 'groups:\n- name: h\n  rules:\n  - {record: r, expr: up}\n',
    'tests/a_test.yml': 'rule_files: [../rules/a.yml]\ntests: []\n',
    'tests/b_test.yml': 'rule_files: [../rules/b.yml]\ntests: []\n',
  })
  const { code, err } = await cli(root, 'import', 'rules')
  expect(code).toBe(0)
  expect(err).toContain(
    'note: `tests/a_test.yml` tests rules that are in pages now: `alertbook import tests/a_test.yml` moves the tests there\n',
  )
  expect(err).not.toContain('b_test.yml')
})
