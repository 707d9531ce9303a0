/**
 * Whatever a project contains, also in the names of its files: no command prints what a terminal would obey, or what
 * the runner of GitHub takes for a command of the job.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
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

/** A name of a file with everything hostile in it. */
const NAME = `x${HOSTILE.join('').replaceAll('/', '')}y`

const page = (alert: string): string => `# ${alert}\n\n\`\`\`yaml\nalert: ${alert}\nexpr: up == 0\n\`\`\`\n`

const rules = (alert: string): string => `groups: [{name: a, rules: [{alert: ${alert}, expr: up}]}]\n`

/** What each part of the command line says of such a name, by what is so named. */
const NAMED: Readonly<
  Record<string, { readonly files: Record<string, string>; readonly commands: string[][] }>
> = {
  'the output folder': {
    files: { 'alertbook.yml': `output: {dir: ${JSON.stringify(NAME)}}\n`, 'runbooks/a.md': page('A') },
    commands: [['build'], ['build'], ['build', '--check'], ['check']],
  },
  'an output folder that is a file': {
    files: {
      'alertbook.yml': `output: {dir: ${JSON.stringify(NAME)}}\n`,
      'runbooks/a.md': page('A'),
      [NAME]: '',
    },
    commands: [['build']],
  },
  'the root': {
    files: { [`${NAME}/alertbook.yml`]: '', [`${NAME}/runbooks/a.md`]: page('A') },
    commands: [['check'], ['check', '--root', NAME], ['build', '--root', NAME], ['init', `${NAME}/runbooks`]],
  },
  'every word of the configuration': {
    files: { 'alertbook.yml': '', 'runbooks/a.md': page('A') },
    commands: [
      'site: {theme: N}',
      'runbooks: N',
      'tests: N',
      'output: {dir: ../../N}',
      'checks: {N: off}',
      'N: 1',
      'prometheus: {version: N}',
    ].flatMap((text) => [
      ['alertbook.yml', text],
      ['build', '--no-cache'],
      ['test', '--no-cache'],
    ]),
  },
  'an argument': {
    files: { 'alertbook.yml': '', 'runbooks/a.md': page('A') },
    commands: [
      ...[
        [],
        ['new'],
        ['inspect'],
        ['explain'],
        ['expr'],
        ['check'],
        ['test'],
        ['import'],
        ['schema'],
        ['help'],
      ],
      ...['--only', '--format', '--since', '--fail-on', '--root'].map((name) => ['check', name]),
      ...[
        ['dev', '--port'],
        ['build', '--out'],
        ['import', '--pages'],
        ['import', '--from'],
      ],
    ].map((words) => [...words, NAME]),
  },
  'what an import reads': {
    files: {
      'alertbook.yml': '',
      [`ext/${NAME}.yml`]: rules('A'),
      [`ext/${NAME}.txt`]: 'x',
      [`ext/none${NAME}.yml`]: 'a: 1\n',
      [`wiki/A${NAME}.md`]: '# A\n',
      [`wiki/${NAME}.png`]: 'png',
    },
    commands: [
      ['import', 'ext', '--dry-run'],
      ['import', 'ext'],
      ['import', '--pages', 'wiki'],
      ['import', '--pages', 'wiki'],
    ],
  },
  'what a start finds': {
    files: {
      [`${NAME}/${NAME}.yml`]: rules('A'),
      [`${NAME}/broken.yml`]: 'groups:\n- name: {{ x }}\n',
      [`md${NAME}/A.md`]: '# A\n',
    },
    commands: [['init', '--ci', 'none'], ['check'], ['import', NAME]],
  },
  'what a record remembers': {
    files: {
      'alertbook.yml': '',
      'runbooks/a.md': page('A'),
      'alertbook.links.yml': `pages:\n  ${JSON.stringify(`/${NAME}`)}: {title: ${JSON.stringify(NAME)}, alerts: [${JSON.stringify(NAME)}]}\n`,
    },
    commands: [['check'], ['build'], ['build', '--check']],
  },
}

test.each(Object.keys(NAMED))('%s', async (name) => {
  const { files, commands } = NAMED[name]!
  const root = temporaryProject(files)
  for (const [command = '', ...rest] of commands) {
    if (command === 'alertbook.yml') {
      writeFileSync(
        join(root, command),
        `${rest[0]!.replace(/(?:\.\.\/)*N/, (path) => JSON.stringify(path.replace('N', NAME)))}\n`,
      )
      continue
    }
    const { out, err } = await cli(root, command, ...rest)
    expect(out + err, [command, ...rest].join(' ')).not.toBe('')
    expect(OBEYED.exec(out + err)?.[0], [command, ...rest].join(' ')).toBeUndefined()
    expect(err).not.toContain('bug in Alertbook')
  }
})
