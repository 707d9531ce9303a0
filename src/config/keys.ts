/** Every key of `alertbook.yml`, stated once: used by the reader, the hints, the schema and the documentation. */

export interface ConfigKey {
  /**
   * Kind of the value. `base`: an address that gets a final `/`; `url`: an address that loses it; `words`: a list of
   * single-line texts; `pairs`: a mapping of names to strings; `params`: the same, for use in other places; `links`: a list of
   * `title`, `url` and `when`; `size`: a number of bytes; `manifest`: a flag, or metadata of the manifest that it
   * enables; `policies`: requirements on labels or annotations.
   */
  readonly kind:
    | 'text'
    | 'texts'
    | 'words'
    | 'choice'
    | 'version'
    | 'duration'
    | 'size'
    | 'manifest'
    | 'url'
    | 'base'
    | 'pairs'
    | 'params'
    | 'links'
    | 'severities'
    | 'overrides'
    | 'policies'
  /** The allowed words of a choice. */
  readonly of?: readonly string[]
  readonly default: unknown
  readonly about: string
  /** A value other than the default, in YAML: for the documentation. */
  readonly example: string
}

/**
 * Dotted names; the parents of a name are mappings. The type `Config` in `model/config.ts` is derived from this table.
 */
export const CONFIG_KEYS = {
  runbooks: {
    kind: 'texts',
    default: ['runbooks'],
    about: 'Folder or folders with Markdown runbooks',
    example: '[runbooks, teams/payments/runbooks]',
  },
  rules: {
    kind: 'texts',
    default: ['rules'],
    about: 'Folder or folders with hand-written rule files',
    example: '[rules, vendor/kube-prometheus]',
  },
  docs: {
    kind: 'texts',
    default: [],
    about: 'Folders or files with other Markdown that the site shows as it is: nothing in it is compiled',
    example: '[docs, README.md]',
  },
  exclude: {
    kind: 'texts',
    default: [],
    about:
      'Files and folders that are not read: paths, and patterns in which `*` stands for any part of a name, `**` for folders',
    example: '[runbooks/TEMPLATE.md, "**/drafts"]',
  },
  tests: {
    kind: 'texts',
    default: [],
    about:
      'Unit-test files beside the tests in runbooks: files, folders or patterns such as `rules/*_test.yml`. They may be among the rules, and are not read as rules',
    example: '["rules/*_test.yml"]',
  },
  'output.dir': {
    kind: 'text',
    default: 'dist',
    about: 'Folder that a build writes to, inside the project or its repository',
    example: 'build',
  },
  'output.split': {
    kind: 'choice',
    of: ['none', 'group'],
    default: 'none',
    about: 'One rule file for everything, or one for each group',
    example: 'group',
  },
  'output.prometheusrule': {
    kind: 'manifest',
    default: false,
    about:
      'Also write the groups as a PrometheusRule manifest for the Prometheus operator: `true`, or its `name`, `namespace`, `labels` and `annotations`',
    example: 'name: runbooks\nnamespace: monitoring\nlabels:\n  prometheus: k8s\n  role: alert-rules',
  },
  'site.title': {
    kind: 'text',
    default: 'Runbooks',
    about: 'Name of the site',
    example: 'Payments runbooks',
  },
  'site.url': {
    kind: 'base',
    default: '',
    about: 'Address the site is published at, with its path; runbook links begin with it',
    example: 'https://runbooks.corp/payments/',
  },
  'site.repo': {
    kind: 'url',
    default: '',
    about: 'Address of the repository, for edit links',
    example: 'https://github.com/example/payments',
  },
  'site.branch': {
    kind: 'text',
    default: 'main',
    about: 'Branch that edit links point at',
    example: 'trunk',
  },
  'site.folder': {
    kind: 'text',
    default: '',
    about: 'Folder of the project within the repository, for edit links',
    example: 'monitoring',
  },
  'site.theme': {
    kind: 'text',
    default: '',
    about: 'Folder with a `style.css`, a `layouts.js` or further assets that change how the site looks',
    example: 'theme',
  },
  'site.lang': {
    kind: 'text',
    default: 'en',
    about: 'Language of the pages; a page names another as `lang`',
    example: 'de',
  },
  'site.synonyms': {
    kind: 'words',
    default: [],
    about: 'Synonyms for the search: each entry is a list of words such as `disk filesystem`',
    example: '[disk filesystem volume, oom memory]',
  },
  'actions.prometheus': {
    kind: 'base',
    default: '',
    about: 'Address of Prometheus, for links to the query of an alert',
    example: 'https://prometheus.corp/',
  },
  'actions.alertmanager': {
    kind: 'base',
    default: '',
    about: 'Address of Alertmanager, for links that start a silence',
    example: 'https://alertmanager.corp/',
  },
  'actions.grafana': {
    kind: 'base',
    default: '',
    about: 'Address of Grafana, for links to the query in Explore',
    example: 'https://grafana.corp/',
  },
  'actions.grafana_source': {
    kind: 'text',
    default: '',
    about: 'Uid of the Prometheus data source in Grafana',
    example: 'prometheus-uid',
  },
  'actions.page': {
    kind: 'pairs',
    default: {},
    about: 'For each owner, the address where they are paged',
    example: 'payments: https://pager.corp/teams/payments',
  },
  'actions.links': {
    kind: 'links',
    default: [],
    about:
      'Your own links on the page of every alert: `title`, `url` with slots such as `{{ $labels.instance }}`, and `when`, the labels that the link needs',
    example: '- title: Logs\n  url: https://logs.corp/?query={{ $labels.instance }}\n  when: [instance]',
  },
  'links.annotations': {
    kind: 'texts',
    default: ['runbook'],
    about: 'Annotations that carry the runbook link: `runbook`, `runbook_url`, or both',
    example: '[runbook_url]',
  },
  'links.labels': {
    kind: 'choice',
    of: ['auto', 'off'],
    default: 'auto',
    about: 'Whether links say which alert fired, with its labels and its value; `off` leaves all of it out',
    example: 'off',
  },
  'links.value': {
    kind: 'choice',
    of: ['auto', 'off'],
    default: 'auto',
    about:
      'Whether links carry the value that the summary prints; `off` if notifications show the whole address',
    example: 'off',
  },
  'links.required': {
    kind: 'texts',
    default: ['all'],
    about: 'Severities whose alerts must have a runbook, such as `[critical]`; `all` for every alert',
    example: '[critical, page]',
  },
  'links.elsewhere': {
    kind: 'texts',
    default: [],
    about: 'Prefixes of addresses outside the site that count as runbooks',
    example: '[https://wiki.corp/runbooks/]',
  },
  'prometheus.version': {
    kind: 'version',
    default: '3.14',
    about: 'Oldest Prometheus that must load the rules',
    example: '"2.42"',
  },
  'prometheus.features': {
    kind: 'texts',
    default: [],
    about: 'Feature flags that Prometheus runs with',
    example: '[promql-experimental-functions]',
  },
  'prometheus.names': {
    kind: 'choice',
    of: ['utf8', 'legacy'],
    default: 'utf8',
    about: 'Which metric and label names are valid',
    example: 'legacy',
  },
  'prometheus.target': {
    kind: 'choice',
    of: ['prometheus', 'mimir', 'thanos'],
    default: 'prometheus',
    about: 'What loads the rules: Mimir and Thanos have more fields',
    example: 'mimir',
  },
  'prometheus.scrape_interval': {
    kind: 'duration',
    default: '',
    about: 'Time between two scrapes; without it, most windows with too few samples are not found',
    example: '30s',
  },
  'prometheus.evaluation_interval': {
    kind: 'duration',
    default: '',
    about: 'Time between two evaluations of a group that sets no interval',
    example: '1m',
  },
  'prometheus.external_labels': {
    kind: 'pairs',
    default: {},
    about: 'Labels that Prometheus adds to every alert it sends',
    example: 'cluster: eu-1',
  },
  severities: {
    kind: 'texts',
    default: [],
    about: 'Severities that alerts may have; without it, those that the project uses most',
    example: '[critical, warning, info]',
  },
  'policy.labels': {
    kind: 'policies',
    default: [],
    about:
      'Labels that rules must have, and the values they may have: `name`, `required`, `values`, `pattern`, `in`, `rules`',
    example:
      '- name: team\n- name: tier\n  values: ["1", "2", "3"]\n- name: service\n  required: false\n  pattern: "[a-z][a-z-]*"\n  in: rules/payments\n  rules: all',
  },
  'policy.annotations': {
    kind: 'policies',
    default: [],
    about: 'The same for annotations of alerts',
    example: '- name: summary',
  },
  params: {
    kind: 'params',
    default: {},
    about:
      'What `{{< param NAME >}}` stands for, by name: in rules, in the frontmatter of runbooks and in their prose',
    example: 'disk_low_percent: 15\nsupport: https://support.corp/',
  },
  params_from: {
    kind: 'texts',
    default: [],
    about:
      'Files whose `params` apply if this one has none of that name, such as the `alertbook.yml` of a book in a folder of this project',
    example: 'vendor/alloy-book/alertbook.yml',
  },
  'limits.source': {
    kind: 'size',
    default: 16_777_216,
    about: 'Maximum size of a runbook, a rule file or an image, such as `16MB`',
    example: '32MB',
  },
  checks: {
    kind: 'severities',
    default: {},
    about: 'Severity of a check: error, warning, info or off',
    example: 'alert-for: warning\nrunbook-orphan: off',
  },
  overrides: {
    kind: 'overrides',
    default: [],
    about:
      'Severities for a part of the project: `in` names folders or files, `checks` is as above. The last entry that applies wins',
    example:
      '- in: [vendor/kube-prometheus, rules/legacy.yml]\n  checks:\n    alert-for: off\n    alert-without-runbook: info',
  },
} as const
