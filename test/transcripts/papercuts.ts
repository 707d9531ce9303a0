/** Things that cost each new user a minute. */
import type { Scene } from './session.ts'
import { page } from './team.ts'

const CONFIG = 'site:\n  url: https://runbooks.corp/\n'
const BASE = { 'alertbook.yml': CONFIG, 'runbooks/one.md': page('One') }

export const PAPERCUTS: readonly Scene[] = [
  {
    title: 'A new page stays among the runbooks',
    files: BASE,
    lines: ['alertbook new HostDiskFull --in ../x', 'alertbook new HostDiskFull --in hosts'],
  },
  {
    title: 'What is too much, or alone, is said',
    files: BASE,
    lines: ['alertbook init a b', 'alertbook build extra', 'alertbook check --dry-run'],
  },
  {
    title: 'Help and the version, however they are asked for',
    files: BASE,
    lines: [
      'alertbook --root . check',
      'alertbook help chekc',
      'alertbook help explain',
      'alertbook -V',
      'alertbook version',
    ],
  },
  {
    title: 'One option, one name; a selector is told from a switch',
    files: BASE,
    lines: [
      'alertbook check --prometheus-version 2.42 --quiet',
      'alertbook expr up --prometheus-version 2.42',
      'alertbook check --checks alert-for',
      'alertbook check --checks none',
    ],
  },
  {
    title: 'One frame for every problem',
    files: BASE,
    lines: ['alertbook expr rate(up)', 'alertbook expr sum(up)by'],
  },
  {
    title: 'A folder of rule files needs no project',
    files: { 'x/a.yml': 'groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up ==\n' },
    lines: ['alertbook check x', 'alertbook check --checks off x'],
  },
  {
    title: 'A configuration for Hugo is written where there is a Hugo',
    files: { 'README.md': '' },
    lines: ['alertbook import --from hugo', 'ls alertbook.yml'],
  },
  {
    title: 'A template among the pages is kept out',
    files: {
      ...BASE,
      'runbooks/TEMPLATE.md': page('NAME').replace('# NAME', '---\ndraft: true\n---\n\n# NAME'),
    },
    lines: ['alertbook build --no-cache', 'ls dist/site/template'],
  },
  {
    title: 'What is none of the sources is excluded, and named when it is asked for',
    files: {
      ...BASE,
      'alertbook.yml': `${CONFIG}exclude: [runbooks/TEMPLATE.md, "**/drafts"]\n`,
      'runbooks/TEMPLATE.md': page('NAME'),
      'runbooks/net/drafts/x.md': page('X'),
    },
    lines: [
      'alertbook check --no-cache',
      'alertbook check --no-cache runbooks/TEMPLATE.md runbooks/one.md',
      'alertbook check --no-cache runbooks/TEMPLATE.md',
    ],
  },
  {
    title: 'Documents stand beside the runbooks',
    files: {
      ...BASE,
      'alertbook.yml': `${CONFIG}docs: [docs, README.md]\n`,
      'README.md': '# Ours\n\n[Guide](docs/guide.md)\n',
      'docs/guide.md':
        '# Guide\n\n```yaml\nalert: Example\nexpr: up ==\n```\n\n[one](../runbooks/one.md#meaning) [gone](../runbooks/two.md)\n',
    },
    lines: ['alertbook check --no-cache', 'alertbook check --no-cache README.md'],
  },
  {
    title: 'Standard input is called so',
    files: { 'README.md': '' },
    lines: [
      { pipe: 'groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up ==\n', into: 'alertbook check -' },
      {
        pipe: 'groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up ==\n',
        into: 'alertbook check - -f checkstyle',
      },
    ],
  },
  {
    title: 'A repository without packages is given no folder for them',
    files: BASE,
    lines: ['alertbook build', 'ls node_modules'],
  },
  {
    title: 'An editor is told of the schema that is installed',
    files: { 'node_modules/alertbook/lib/alertbook.schema.json': '{}', 'monitoring/README.md': '# x\n' },
    lines: ['alertbook init monitoring --ci none', 'cat monitoring/alertbook.yml'],
  },
  {
    title: 'A wiki is taken over where the runbooks are the whole repository',
    files: {
      'alertbook.yml': `${CONFIG}runbooks: .\nrules: rules\n`,
      'rules/a.yml':
        'groups:\n- name: api\n  rules:\n  - alert: ApiDown\n    expr: up == 0\n    for: 5m\n    labels: {severity: critical}\n',
      'export/Api Down.md': '# Api Down\n\nCall somebody.\n',
      'export/On call.md': '# On call\n\n[Api](Api%20Down.md)\n',
    },
    lines: [
      'alertbook import --pages export',
      { write: 'alertbook.yml', text: `${CONFIG}runbooks: .\nrules: rules\nexclude: export\n` },
      'alertbook import --pages export',
      'alertbook check --no-cache',
      'alertbook import --pages export',
    ],
  },
  {
    title: 'Folders of an import are called after what the rules are about',
    files: {
      'in/alertmanager-prometheusRule.yaml':
        'groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up == 0\n    for: 5m\n    labels: {severity: critical}\n',
    },
    lines: ['alertbook import in', 'cat runbooks/alertmanager/a.md'],
  },
  {
    title: 'An image or a file that is not there is found',
    files: {
      ...BASE,
      'scripts/there.sh': '',
      'runbooks/two.md': `${page('Two')}\n![g](img/none.png) [gone](../scripts/none.sh) [there](../scripts/there.sh)\n`,
    },
    lines: ['alertbook check --no-cache'],
  },
  {
    title: 'What is nearly a slot is found',
    files: {
      ...BASE,
      'runbooks/two.md': page('Two').replace(
        'Look.',
        '```sh\nping {{ $label.instance }}\nssh {{ .Labels.instance }}\ncurl {{ $labels.instance\nnc {{ index $labels "instance" }} 80\n```',
      ),
    },
    lines: ['alertbook check --no-cache'],
  },
  {
    title: 'A section by another name is called by ours, not asked for twice',
    files: { ...BASE, 'runbooks/one.md': page('One').replace('## Mitigation', '## Remediation') },
    lines: ['alertbook check --no-cache'],
  },
  {
    title: 'One error between many warnings',
    files: {
      ...Object.fromEntries(
        Array.from({ length: 12 }, (_, n) => [
          `runbooks/p${n}.md`,
          page(`P${n}`, n < 4 ? '' : 'for: 5m\n').replace(/## Impact\n\nNone.\n\n/, n > 7 ? '' : '$&'),
        ]),
      ),
      'alertbook.yml': `${CONFIG}checks:\n  alert-for: warning\n`,
      'runbooks/p5.md': page('P5').replace(' == 0', ' =='),
    },
    lines: ['alertbook check --no-cache'],
  },
  {
    title: 'SARIF says what a rule is, and where more stands',
    files: { ...BASE, 'runbooks/one.md': page('One', '') },
    lines: ['alertbook check --no-cache -f sarif'],
  },
]
