/** The workflow of a team. */
import { PLATFORM, WIKI_EXPORT } from '../cli/platform.ts'
import type { Scene } from './session.ts'

const CONFIG = 'site:\n  url: https://runbooks.corp/\n'
export const page = (alert: string, more = 'for: 5m\n'): string =>
  `# ${alert}\n\n\`\`\`yaml\nalert: ${alert}\nexpr: up{job="${alert}"} == 0\n${more}labels:\n  severity: warning\n\`\`\`\n\n## Meaning\n\nIt is down.\n\n## Impact\n\nNone.\n\n## Diagnosis\n\nLook.\n\n## Mitigation\n\nStart it.\n`
const rules = (alert: string, link = ''): string =>
  `groups:\n- name: ${alert}\n  rules:\n  - alert: ${alert}\n    expr: up{job="${alert}"} == 0\n    for: 5m\n    labels: {severity: warning}\n${link}`
const BASE = { 'alertbook.yml': CONFIG, 'runbooks/one.md': page('One', '') }
const inside = (folder: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]))
const wiki = (count: number): string =>
  Array.from(
    { length: count },
    (_, n) =>
      `  - alert: Many${n}\n    expr: up{job="m${n}"} == 0\n    for: 5m\n    labels: {severity: warning}\n    annotations: {runbook_url: "https://wiki.corp/ops/Many${n}"}\n`,
  ).join('')

export const TEAM: readonly Scene[] = [
  {
    title: 'An editor and lint-staged pass absolute paths',
    files: BASE,
    lines: ['alertbook check $PWD/runbooks/one.md'],
  },
  {
    title: 'One file, one verdict: alone, in its folder, beside others; the configuration is no rule file',
    files: { ...BASE, 'rules/a.yml': rules('A'), 'README.md': '# Read me\n' },
    lines: [
      'alertbook check rules/a.yml',
      'alertbook check rules',
      'alertbook check runbooks/one.md rules/a.yml README.md',
      'alertbook check alertbook.yml',
    ],
  },
  {
    title: 'In a folder of the project the project is found, and no second one is offered',
    files: { ...BASE, 'rules/a.yml': rules('A'), 'empty/alertbook.yml': CONFIG, 'empty/deep/x': '' },
    lines: [
      'cd runbooks',
      'alertbook check --quiet --strict',
      'cd ../empty/deep',
      'alertbook check',
      'alertbook init',
    ],
  },
  {
    title: 'In a folder of a repository, services are told paths from its top',
    files: inside('monitoring', BASE),
    lines: [
      { git: 'init -q -b master' },
      'alertbook check --root monitoring -f github',
      'alertbook check --root monitoring -f gitlab',
      'alertbook check --root monitoring',
    ],
  },
  {
    title: 'The workflow stands where GitHub runs it, knows no name of a branch, and keeps the rules',
    files: { 'README.md': '# x\n' },
    lines: [{ git: 'init -q -b master' }, 'alertbook init monitoring', 'cat .github/workflows/runbooks.yml'],
  },
  {
    title:
      'Two projects of a repository: each has its workflow, one site is published, and both are found from above',
    files: {
      'package.json': '{}\n',
      'package-lock.json': '{}\n',
      'teams/pay/rules/pay.yml': rules('PayDown'),
      'teams/ship/rules/ship.yml': rules('ShipDown'),
    },
    lines: [
      { git: 'init -q -b main' },
      { git: 'remote add origin https://github.com/corp/mono.git' },
      'alertbook init teams/pay --ci github',
      'alertbook init teams/ship --ci github',
      'cat .github/workflows/runbooks-teams-ship.yml',
      'cat teams/ship/alertbook.yml',
      'alertbook check',
      'alertbook check teams/pay teams/ship/rules/ship.yml -f github',
    ],
  },
  {
    title: 'GitLab and pre-commit; what is there is not changed',
    files: { '.pre-commit-config.yaml': 'repos: []\n' },
    lines: [
      'alertbook init --ci gitlab,pre-commit',
      'cat .gitlab-ci.yml',
      'cat .pre-commit-config.yaml',
      'alertbook init --force --ci gtilab',
    ],
  },
  {
    title: 'The record of addresses is checked, in a fresh clone too',
    files: BASE,
    lines: [
      'alertbook build --no-cache --check',
      'alertbook build --no-cache',
      'rm dist',
      'alertbook build --no-cache --check --quiet',
      { write: 'runbooks/queue-lag.md', text: page('QueueLag') },
      'alertbook check --no-cache --skip alert-for',
      'alertbook build --no-cache --check --quiet',
    ],
  },
  {
    title: 'A first build over rules that lead to a wiki says so once',
    files: {
      'alertbook.yml': `${CONFIG}links:\n  annotations: [runbook_url]\n`,
      'runbooks/one.md': page('One'),
      'rules/many.yml': `groups:\n- name: many\n  rules:\n${wiki(118)}`,
    },
    lines: ['alertbook build --no-cache'],
  },
  {
    title: 'A manifest for the operator keeps its metadata',
    files: { 'manifests/api.yaml': PLATFORM['manifests/queue-prometheusRule.yaml']! },
    lines: [
      'alertbook import manifests',
      'cat alertbook.yml',
      'alertbook build --no-cache --quiet',
      'cat dist/prometheusrule.yml',
    ],
  },
  {
    title: 'The server says what is wrong in the terminal and on the page, and knows the path of the site',
    files: {
      'alertbook.yml': 'site:\n  url: https://corp.github.io/runbooks/\n',
      'runbooks/one.md': page('One').replace(' == 0', ' =='),
    },
    lines: [
      {
        serve: 'alertbook dev --port 0 --no-cache',
        steps: [
          '/one/',
          '/__alertbook/diagnostics?page=/one/',
          { write: 'runbooks/one.md', text: page('One') },
          '/one/',
          '/runbooks/one/',
          '/runbooks/none/',
        ],
      },
    ],
  },
  {
    title: 'A query in prose is no alert: it is a warning, and can be excused; an alert cannot',
    files: {
      'alertbook.yml': CONFIG,
      'runbooks/one.md': `${page('One')}\n\`\`\`promql\nup ==\n\`\`\`\n\n<!-- alertbook-ignore query-syntax: only an example -->\n\n\`\`\`promql\nup >\n\`\`\`\n`,
      'runbooks/two.md': page('Two')
        .replace('alert: Two\n', '# alertbook-ignore promql-syntax: we know\nalert: Two\n')
        .replace(' == 0', ' =='),
    },
    lines: ['alertbook check --no-cache'],
  },
  {
    title: 'The first day: a baseline, then only what comes on top',
    files: { ...BASE, 'runbooks/two.md': page('Two', '') },
    lines: [
      'alertbook check --fail-on info',
      'alertbook check --update-baseline',
      'cat alertbook.baseline.yml',
      'alertbook check --fail-on info',
      { write: 'runbooks/three.md', text: page('Three', '') },
      'alertbook check --fail-on info',
      'alertbook build --no-cache --fail-on info',
      'alertbook check --statistics --no-baseline',
      'alertbook check --only alert-for --quiet',
    ],
  },
  {
    title: 'A pull request sees what it touches',
    files: { ...BASE, 'runbooks/two.md': page('Two') },
    lines: [
      { git: 'init -q -b trunk' },
      { git: 'add .' },
      { git: 'commit -qm one' },
      { write: 'runbooks/two.md', text: page('Two', '') },
      'alertbook check --since trunk --fail-on info',
      'alertbook check --since nowhere',
    ],
  },
  {
    title: 'Two names that are alike are a guess, and told as one',
    files: {
      'alertbook.yml': CONFIG,
      'runbooks/ClusterOperatorDown.md': page('X').replace(
        /^# X\n\n```[\s\S]*?```\n/,
        '# ClusterOperatorDown\n',
      ),
      'rules/r.yml': rules('ClusterOperatorGone'),
    },
    lines: ['alertbook check --no-cache'],
  },
  {
    title: 'A wiki comes over',
    files: {
      'alertbook.yml': `${CONFIG}rules: [manifests/api-prometheusRule.yaml, manifests/queue-prometheusRule.yaml]\nlinks:\n  annotations: [runbook_url]\n`,
      ...PLATFORM,
      ...inside('wiki', WIKI_EXPORT),
    },
    lines: [
      'alertbook import manifests --pages wiki',
      'alertbook check --no-cache',
      'alertbook import manifests --pages wiki',
    ],
  },
]
