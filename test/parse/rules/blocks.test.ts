import { describe, expect, test } from 'vitest'
import { readRuleBlock } from '../../../src/parse/rules/rule-file.ts'
import { parseYaml } from '../../../src/yaml/index.ts'

const read = (text: string): ReturnType<typeof readRuleBlock> => readRuleBlock(parseYaml(text), 'page.md')

describe('rule blocks', () => {
  test.each<[string, string, string[]]>([
    ['one rule', 'alert: A\nexpr: up == 0', ['A']],
    ['a recording rule', 'record: a:b\nexpr: sum(up)', ['a:b']],
    ['a list of rules', '- alert: A\n  expr: up\n- record: r\n  expr: up', ['A', 'r']],
    ['a document', 'groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up', ['A']],
    [
      'a document of several groups',
      'groups:\n- rules:\n  - alert: A\n    expr: up\n- name: h\n  rules: []',
      ['A'],
    ],
    ['JSON', '{"alert": "A", "expr": "up"}', ['A']],
    ['a rule without its expression, with the rest', 'alert: A\nfor: 5m\nlabels: {a: b}', ['A']],
    ['a rule with a field too many', 'alert: A\nexpr: up\nseverity: page', ['A']],
    ['a rule with fields of an editor', 'alert: A\nexpr: up\nid: 7\nuid: x\ntitle: y\nteam: z', ['A']],
    [
      'a list with one rule that is nearly right',
      '- alert: A\n  expr: up\n- alret: B\n  expr: up',
      ['A', '?'],
    ],
    ['a rule with an empty name', 'alert:\nexpr: up', ['?']],
  ])('%s', (_, text, names) => {
    const { shape, groups } = read(text)
    expect(shape).toBe('rules')
    const rules = groups.flatMap((group) => group.rules)
    expect(rules.map(({ alert, record }) => (alert ?? record)?.value.value ?? '?')).toEqual(names)
  })

  test.each([
    ['a misspelt name', 'alret: A\nexpr: up == 0\nfor: 5m', '`alret` looks like a misspelt `alert`', 'alret'],
    ['a misspelt name alone', 'allert: A\nexpr: up', '`allert` looks like a misspelt `alert`', 'allert'],
    ['a misspelt expression', 'alert: A\nexp: up == 0', '`exp` looks like a misspelt `expr`', 'exp'],
    ['a name in capitals', 'Alert: A\nexpr: up', '`Alert` looks like a misspelt `alert`', 'Alert'],
    ['both misspelt', 'alrt: A\nexp: up\nfor: 5m', '`alrt` looks like a misspelt `alert`', 'alrt'],
    ['a misspelt record', 'recrd: a\nexpr: up', '`recrd` looks like a misspelt `record`', 'recrd'],
    ['an expression alone', 'expr: up == 0', 'This rule has no `alert` or `record`', 'expr'],
    ['an expression with labels', 'expr: up\nlabels: {a: b}', 'This rule has no `alert` or `record`', 'expr'],
    ['a name alone', 'alert: Down', 'This rule has no `expr`', 'alert'],
    ['a list of near misses', '- alert: A\n  exp: up\n', '`exp` looks like a misspelt `expr`', 'exp'],
    [
      'groups misspelt',
      'group:\n- name: g\n  rules:\n  - alert: A\n    expr: up',
      '`group` is where `groups` belongs',
      'group',
    ],
    [
      'rules misspelt',
      'groups:\n- name: g\n  rule:\n  - alert: A\n    expr: up',
      '`rule` looks like a misspelt `rules`',
      'rule',
    ],
    ['rules alone', 'rules:\n- alert: A\n  expr: up', 'These `rules` are not in a group', 'rules'],
    [
      'groups without their key',
      '- name: g\n  rules:\n  - alert: A\n    expr: up',
      'This list of groups has no `groups:` above it',
      'name',
    ],
    [
      'a manifest',
      'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec: {}',
      'This `PrometheusRule` manifest is not compiled',
      'kind: PrometheusRule',
    ],
    [
      'a rule that cannot be read',
      'alert: A\nexpr: {{ x }} > 1',
      'A value that begins with `{{`',
      '{{ x }} > 1',
    ],
    ['a rule with a tab', '- alert: A\n\texpr: up', 'Unexpected tab in the indentation', '\t'],
  ])('nearly: %s', (_, text, message, place) => {
    const { shape, groups, diagnostics } = read(text)
    expect(shape).toBe('near')
    expect(groups).toEqual([])
    expect(diagnostics.length).toBeGreaterThan(0)
    const [{ range, message: found }] = diagnostics as [(typeof diagnostics)[number]]
    expect(found).toContain(message)
    expect(text.slice(range.start, range.end)).toBe(place)
  })

  test.each([
    ['nothing', ''],
    ['a comment', '# alert: A\n# expr: up'],
    ['a sentence', 'alert the team'],
    [
      'a Deployment',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: alert}\nspec: {template: {spec: {containers: [{name: x}]}}}',
    ],
    [
      'a ServiceMonitor',
      'apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nspec: {endpoints: [{port: web}]}',
    ],
    ['docker-compose', 'services:\n  web:\n    image: x\n    labels: {a: b}\n    annotations: {a: b}'],
    ['Alertmanager', 'route:\n  group_by: [alertname]\nreceivers:\n- name: x\n  webhook_configs: []'],
    [
      'Alertmanager inhibitions',
      'inhibit_rules:\n- source_matchers: [severity="critical"]\n  equal: [alertname]',
    ],
    [
      'an alert as Alertmanager sends it',
      'status: firing\nlabels: {alertname: A}\nannotations: {summary: x}\nstartsAt: 2020-01-01T00:00:00Z',
    ],
    [
      'Prometheus',
      'rule_files: [rules.yml]\nscrape_configs:\n- job_name: x\n  static_configs: [{targets: [a], labels: {b: c}}]',
    ],
    [
      'a unit test of rules',
      'rule_files: [a.yml]\ntests:\n- alert_rule_test:\n  - alertname: A\n    eval_time: 5m',
    ],
    ['relabelling', '- source_labels: [a]\n  regex: b\n  action: keep'],
    ['Ansible', '- name: install\n  hosts: all\n  tasks:\n  - name: x\n    apt: {name: y}'],
    ['an Ansible inventory', 'groups:\n- web\n- db'],
    ['cloud-init', 'groups:\n- docker: [ubuntu]\nusers:\n- name: x'],
    ['a Grafana panel', 'expr: up\nlegendFormat: "{{instance}}"\nrefId: A\ndatasource: prom'],
    ['Grafana targets', '- expr: up\n  refId: A\n  legendFormat: x'],
    [
      'Grafana alerting',
      'apiVersion: 1\ngroups:\n- orgId: 1\n  name: g\n  folder: f\n  interval: 1m\n  rules:\n  - uid: x\n    title: t\n    condition: A\n    data: []\n    for: 5m\n    labels: {a: b}',
    ],
    [
      'a workflow',
      'on: push\njobs:\n  build:\n    runs-on: x\n    steps:\n    - uses: y\n      with: {record: true}',
    ],
    ['an option named alert', 'alert: {enabled: true}\nname: x'],
    ['options around alert', 'alert: true\nport: 80\nhost: x'],
    ['an SLO', 'service: x\nslos:\n- name: y\n  objective: 99\n  alerting: {name: A}'],
    ['a list of strings', '- alert\n- record'],
    ['a broken dashboard', 'targets:\n- expr: {{ x }} y\n  legendFormat: z'],
    ['a broken chart', 'name: {{ .Values.name }}-x\nimage: y'],
  ])('other: %s', (_, text) => {
    expect(read(text)).toEqual({ shape: 'other', groups: [], ignores: [], diagnostics: [] })
  })
})
