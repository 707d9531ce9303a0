/**
 * Whatever a project contains, also in the names of its files: no command prints what a terminal would obey, or what
 * the runner of GitHub takes for a command of the job.
 */
import { expect, test } from 'vitest'
import { cli } from '../project.ts'
import { temporaryProject } from '../setup.ts'

const HOSTILE = [
  '\x1b]0;pwned\x07',
  '\x1b[2J',
  '\u009b31m',
  '\u202e\u2066',
  '\u2028',
  '\x7f\x08',
  '##[error]pwned',
  '\r::error::pwned',
  '\n::error::pwned\n',
]
const OBEYED = /[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]|##\[|^\s*::/mu

/** A runbook, a rule file and a test with a hostile text in every place. */
function files(text: string, i: number): Record<string, string> {
  const json = (more: string): string => JSON.stringify(`${more}${text}`)
  const line = text.replace(/[\r\n]/g, '')
  const name = `${i}${text.replaceAll('/', '')}x`
  return {
    [`runbooks/${name}.md`]: `---
title: ${json('T')}
owner: ${json('')}
aliases: [${json('/a')}]
zz${line}: 1
---

# A ${line}

\`\`\`yaml
alert: ${json(`A${i}`)}
expr: ${json(`# c\nfoo${i} == 0 `)}
labels:
  severity: ${json('p')}
  ${json('l')}: b
annotations:
  summary: ${json('{{ $labels.x }} ')}
  runbook_url: ${json('https://wrong/')}
\`\`\`

[x](no${line}.md) {{% rule "a${line}" "b${line}" %}}

\`\`\`yaml test
alert: ${json(`A${i}`)}
series:
  ${json('foo')}: 1
\`\`\`

\`\`\`promql
sum(${line}
\`\`\`
`,
    [`rules/${name}.yml`]: `groups:
- name: ${json('g')}
  rules:
  - alert: ${json(`R${i}`)}
    expr: ${json('up{')}
    fro: ${json('5')}
    ${json('k')}: 1
  - {alert: ${json(`OK${i}`)}, expr: ${json(`up\n${text}\n`)}, annotations: {summary: ${json('\n::error::x')}}}
`,
    [`rules/broken-${name}.yml`]: `groups:\n- name: a\n  ${line}: [\n`,
    [`tests/${name}.yml`]: `rule_files: [${json('../rules/')}]
tests:
- name: ${json('')}
  input_series: [{series: ${json('up')}, values: ${json('1')}}]
  alert_rule_test: [{alertname: ${json('')}, eval_time: 1m, exp_alerts: [{exp_labels: {a: ${json('')}}}]}]
`,
  }
}

const project = (): string =>
  temporaryProject({
    'alertbook.yml': `site:\n  url: https://books.corp/\n  title: ${JSON.stringify(HOSTILE.join(''))}\ntests: [tests/*.yml]\n`,
    ...Object.assign({}, ...HOSTILE.map(files)),
  })

const COMMANDS = [
  ...['pretty', 'json', 'sarif', 'junit', 'checkstyle', 'gitlab'].map((format) => `check --format ${format}`),
  ...['pretty', 'json', 'junit'].map((format) => `test --format ${format}`),
  'build',
  'inspect',
  'inspect --json',
  'check --fix --dry-run',
  'check --statistics',
  'import rules',
  'expr nope',
  'explain nope',
]

test.each(COMMANDS)('%s', async (command) => {
  const { out, err } = await cli(project(), ...command.split(' '))
  expect(out + err).not.toBe('')
  expect(OBEYED.exec(out + err)?.[0]).toBeUndefined()
})
