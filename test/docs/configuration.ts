/** The text of docs/configuration.md: the table of the keys, with an example of each section. */
import { CONFIG_KEYS, type ConfigKey } from '../../src/config-keys.ts'

/** By the first part of a key's name: what the section is for, and an example that sets all of its keys. */
export const EXAMPLES: Readonly<Record<string, readonly [about: string, yaml: string]>> = {
  runbooks: [
    'Where the runbooks lie, relative to `alertbook.yml`. Folders below are read too; the output folder never is.',
    'runbooks: [runbooks, teams/payments/runbooks]',
  ],
  rules: [
    'Where rule files lie that you write by hand. Recording rules stay here, and alerts may.',
    'rules: [rules, vendor/kube-prometheus]',
  ],
  tests: [
    'Tests stand in the runbooks. Unit-test files of promtool are run as well when they are named here.',
    'tests: ["rules/*_test.yml"]',
  ],
  output: [
    'What a build writes. `prometheusrule: true` is enough for an operator that selects every manifest; most select by labels.',
    `output:
  dir: build
  split: group
  prometheusrule:
    name: runbooks
    namespace: monitoring
    labels:
      prometheus: k8s
      role: alert-rules`,
  ],
  site: [
    'The site. Without `url` no alert gets a link, and a build says so.',
    `site:
  title: Payments runbooks
  url: https://runbooks.example.org/payments/
  repo: https://github.com/example/payments
  branch: trunk
  folder: monitoring
  theme: theme
  lang: de
  synonyms: [disk filesystem volume, oom memory]`,
  ],
  actions: [
    'Buttons on the page of an alert. They are filled with the labels of the alert that fires.',
    `actions:
  prometheus: https://prometheus.example.org/
  alertmanager: https://alertmanager.example.org/
  grafana: https://grafana.example.org/
  grafana_source: prometheus-uid
  page:
    payments: https://pager.example.org/teams/payments
  links:
    - title: Logs
      url: https://logs.example.org/?query={{ $labels.instance }}
      when: [instance]`,
  ],
  links: [
    'The link from an alert to its page. An alert may keep a link of its own when `elsewhere` names where it leads.',
    `links:
  annotations: [runbook_url]
  labels: off
  value: off
  required: [critical, page]
  elsewhere: [https://wiki.example.org/runbooks/]`,
  ],
  prometheus: [
    'What loads the rules. Expressions and templates are judged as that version does; the intervals are for checks and tests.',
    `prometheus:
  version: "2.42"
  features: [promql-experimental-functions]
  names: legacy
  target: mimir
  scrape_interval: 30s
  evaluation_interval: 1m
  external_labels:
    cluster: eu-1`,
  ],
  severities: ['The severities that your Alertmanager routes.', 'severities: [critical, warning, info]'],
  policy: [
    'What your house asks of labels and annotations. `values` and `pattern` are for the whole value.',
    `policy:
  labels:
    - name: team
    - name: tier
      values: ["1", "2", "3"]
    - name: service
      required: false
      pattern: "[a-z][a-z-]*"
      in: rules/payments
      rules: all
  annotations:
    - name: summary`,
  ],
  params: [
    'What a team that takes over a book changes: thresholds, names, owners. See [format](format.md#parameters).',
    `params:\n  disk_low_percent: 15\n  support: https://support.example.org/`,
  ],
  params_from: [
    'So that a book in a folder brings its own values, and only what is different has to be written.',
    `params_from: vendor/alloy-book/alertbook.yml`,
  ],
  limits: ['A file that is larger is not read, and is an error.', 'limits:\n  source: 32MB'],
  checks: [
    'How severe a finding is. [Every check has a page](checks/README.md); `alertbook explain` lists them. What Prometheus itself would refuse stays an error.',
    `checks:
  alert-for: warning
  runbook-orphan: off`,
  ],
  overrides: [
    'What holds in a folder, or for one file, in place of `checks`.',
    `overrides:
  - in: [vendor/kube-prometheus, rules/legacy.yml]
    checks:
      alert-for: off
      alert-without-runbook: info`,
  ],
}

const VALUES: Readonly<Record<ConfigKey['kind'], string>> = {
  text: 'a text',
  texts: 'a text, or a list',
  words: 'a list of texts',
  flag: '`true` or `false`',
  choice: '',
  version: 'a version in quotes',
  duration: 'a duration',
  size: 'a size',
  manifest: '`true`, or a mapping',
  url: 'an address',
  base: 'an address',
  pairs: 'names and texts',
  params: 'names and texts',
  links: 'a list',
  severities: 'codes and severities',
  policies: 'a list',
  overrides: 'a list',
}

const writtenAs = ({ kind, of }: ConfigKey): string =>
  kind === 'choice' ? (of ?? []).map((word) => `\`${word}\``).join(' or ') : VALUES[kind]

function defaultOf({ kind, default: value }: ConfigKey): string {
  if (kind === 'size') return `\`${Number(value) / (1 << 20)}MB\``
  if (Array.isArray(value)) return value.length === 0 ? '' : `\`${value.join(', ')}\``
  if (typeof value === 'object' || value === '') return ''
  return `\`${String(value)}\``
}

const HEAD = `# The configuration

<!-- Written by a test from src/config-keys.ts and test/docs/configuration.ts: \`UPDATE=1 npx vitest run test/docs\`. -->

\`alertbook.yml\` lies at the root of a project; \`alertbook.yaml\` is read as well. Commands use the nearest one upwards. Every
key is optional, a key that is not known is an error, and an empty file is a project with the defaults.

\`alertbook schema > alertbook.schema.json\` and the line \`# yaml-language-server: $schema=alertbook.schema.json\` at the top of
the file give an editor all of this.
`

/** The page; one section for each first part of a name, in the order of the table. */
export function configurationPage(): string {
  const keys = Object.entries<ConfigKey>(CONFIG_KEYS)
  const sections = [...new Set(keys.map(([name]) => name.split('.')[0]!))].map((section) => {
    const rows = keys
      .filter(([name]) => name.split('.')[0] === section)
      .map(([name, key]) => `| \`${name}\` | ${writtenAs(key)} | ${defaultOf(key)} | ${key.about} |\n`)
    const [about, yaml] = EXAMPLES[section] ?? ['', '']
    return `\n## ${section}\n\n${about}\n\n| key | value | default | what it says |\n| --- | --- | --- | --- |\n${rows.join('')}\n\`\`\`yaml\n${yaml}\n\`\`\`\n`
  })
  return HEAD + sections.join('')
}
