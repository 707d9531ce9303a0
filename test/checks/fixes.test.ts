/** Fixes are made where they are wanted, and nowhere else: to make those of a large book takes as long as its checks. */
import { expect, test } from 'vitest'
import { runFresh } from '../../src/judge.ts'
import type { Config, Remember } from '../../src/model.ts'
import { compiled } from '../project.ts'

const FILES = {
  'rules/a.yml': `groups:
- name: g
  rules:
  - alert: HostDown
    expr: up == 0
    for: 5m
    annotations:
      runbook_url: https://runbooks.acme.io/else/
`,
  // The copy differs in `for`, and the link of the rule leads to another page.
  'runbooks/host-down.md': `# HostDown

{{% rule "a.yml" "HostDown" %}}

{{% comment %}}

\`\`\`yaml
alert: HostDown
expr: up == 0
for: 10m
\`\`\`

{{% /comment %}}
`,
  'runbooks/else.md': '# Else\n',
}

/** An address that stands for none is never written. */
const there = (config: Config): Config => ({
  ...config,
  site: { ...config.site, url: 'https://runbooks.acme.io/' },
})

test('findings without fixes are the same findings, and no step makes fixes', () => {
  const steps: string[] = []
  const remember: Remember = (step, input) => {
    steps.push(step.name)
    return runFresh(step, input)
  }
  const { diagnostics: all } = compiled(FILES, { remember }, there)
  const fixed = all.filter(({ fix }) => fix).map(({ code }) => code)
  expect(fixed).toEqual(expect.arrayContaining(['copy-differs', 'link-base']))
  expect(steps).toEqual(expect.arrayContaining(['fix-copies', 'fix-links']))
  steps.length = 0
  const { diagnostics } = compiled(FILES, { remember, fixes: false }, there)
  expect(diagnostics).toEqual(all.map(({ fix: _, ...finding }) => finding))
  expect(steps.filter((name) => name.startsWith('fix'))).toEqual([])
})
