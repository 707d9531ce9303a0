/** Each rule is bound once: its page, its group and the list of rules contain the same object. */
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { defaultConfig } from '../../src/config/index.ts'
import { loadTheme } from '../../src/disk/theme.ts'
import type { Compilation } from '../../src/model.ts'

const base = defaultConfig()
const config = { ...base, site: { ...base.site, url: 'https://example.org/' } }

const page = (name: string, team: string): string => `# ${name}

\`\`\`yaml
groups:
- name: shared
  labels: {team: ${team}}
  rules:
  - alert: ${name}
    expr: up == 0
  - record: job:${team}:up
    expr: sum by (job) (up)
\`\`\`
`

const compiled = (files: Readonly<Record<string, string>>): Compilation =>
  compile(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    config,
    { theme: loadTheme(), checks: [] },
  )

const book = compiled({
  'runbooks/alpha.md': page('AlphaDown', 'red'),
  'runbooks/beta.md': page('BetaDown', 'blue'),
  'runbooks/gamma.md': `---\ndraft: true\n---\n${page('GammaDown', 'green')}`,
  'rules/other.yml': 'groups:\n- name: other\n  rules:\n  - alert: AlphaDown\n    expr: up{job="a"} == 0\n',
})

const textOf = (path: string): string => String(book.outputs.find((file) => file.path === path)?.make())

describe('binding', () => {
  test('the rules of groups and pages are the rules of the program', () => {
    const { rules, groups, pages } = book.program
    const deployed = groups.flatMap((group) => group.rules)
    expect(deployed).toHaveLength(5)
    expect(deployed.every((rule) => rules.includes(rule))).toBe(true)
    expect(pages.flatMap((one) => one.rules).every((rule) => rules.includes(rule))).toBe(true)
    for (const rule of rules) expect(deployed.includes(rule)).toBe(rule.compiled)
  })

  test('labels on which the parts of a group do not agree are those of each rule', () => {
    const group = book.program.groups.find(({ name }) => name === 'shared')
    expect(group?.labels).toEqual([])
    const labels = group?.rules.map(({ name, labels }) => [name, labels.map(({ value }) => value)])
    expect(labels).toEqual([
      ['AlphaDown', ['red']],
      ['job:red:up', ['red']],
      ['BetaDown', ['blue']],
      ['job:blue:up', ['blue']],
    ])
  })

  test('a page shows the rule that is deployed', () => {
    expect(textOf('rules.yml')).toContain(`labels:\n          team: red\n`)
    expect(textOf('site/alpha/rules.html').replace(/<[^>]*>/g, '')).toContain('labels:\n  team: red\n')
    expect(textOf('site/beta/rules.html').replace(/<[^>]*>/g, '')).toContain('labels:\n  team: blue\n')
  })
})

describe('a page is bound by its name, also where that says what it is', () => {
  const rule = 'groups:\n- name: g\n  rules:\n  - alert: HostDown\n    expr: up == 0\n    for: 5m\n'
  const pageOf = (path: string, title: string): string | undefined =>
    compiled({ [path]: `# ${title}\n\nText.\n`, 'rules/a.yml': rule }).program.rules[0]?.page
  test.each([
    ['runbooks/a.md', 'Runbook: HostDown'],
    ['runbooks/a.md', '🚨 Runbook: Host Down'],
    ['runbooks/a.md', 'Runbook：`HostDown`'],
    ['runbooks/a.md', 'Host down runbook'],
    ['runbooks/a.md', 'Alert – HostDown'],
    ['runbooks/Runbook-HostDown.md', 'When a host is down'],
    ['runbooks/host_down_playbook.md', 'When a host is down'],
  ])('%s: %s', (path, title) => expect(pageOf(path, title)).toBeDefined())
  test.each([
    ['runbooks/a.md', 'Runbooks: HostDown and others'],
    ['runbooks/a.md', 'Runbook'],
    ['runbooks/a.md', 'HostDown in the cloud'],
  ])('not %s: %s', (path, title) => expect(pageOf(path, title)).toBeUndefined())
})
