/** Every key of `alertbook.yml`, stated once: the reader, the hints, the schema and the documentation use it. */

export interface ConfigKey {
  /**
   * What may be written: `base` is an address that gets a `/` at its end, `url` one that loses it; `words` are lists
   * of words, each written as one text; `pairs` are names and texts, `params` such that are put in elsewhere; `links`
   * are lists of `title`, `url` and `when`; `size` is read as a number of bytes; `manifest` is a flag, or the metadata
   * of what it switches on; `policies` say what labels or annotations must be.
   */
  readonly kind:
    | 'text'
    | 'texts'
    | 'words'
    | 'flag'
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
  /** The words of a choice. */
  readonly of?: readonly string[]
  readonly default: unknown
  readonly about: string
}

/** Dotted names; a name's parents are mappings. The type of the configuration follows: `Config` in `model/config.ts`. */
export const CONFIG_KEYS = {
  runbooks: { kind: 'texts', default: ['runbooks'], about: 'Folder or folders with Markdown runbooks' },
  rules: { kind: 'texts', default: ['rules'], about: 'Folder or folders with hand-written rule files' },
  tests: {
    kind: 'texts',
    default: [],
    about:
      'Unit-test files beside the tests in runbooks: files, folders or patterns such as `rules/*_test.yml`',
  },
  'output.dir': { kind: 'text', default: 'dist', about: 'Folder that a build writes' },
  'output.split': {
    kind: 'choice',
    of: ['none', 'group'],
    default: 'none',
    about: 'One rule file for everything, or one for each group',
  },
  'output.prometheusrule': {
    kind: 'manifest',
    default: false,
    about:
      'Also write the groups as a PrometheusRule manifest for the Prometheus operator: `true`, or its `name`, `namespace`, `labels` and `annotations`',
  },
  'site.title': { kind: 'text', default: 'Runbooks', about: 'Name of the site' },
  'site.url': {
    kind: 'base',
    default: '',
    about: 'Address the site is published at, with its path; runbook links begin with it',
  },
  'site.repo': { kind: 'url', default: '', about: 'Address of the repository, for edit links' },
  'site.branch': { kind: 'text', default: 'main', about: 'Branch that edit links point at' },
  'site.folder': {
    kind: 'text',
    default: '',
    about: 'Folder of the project within the repository, for edit links',
  },
  'site.theme': {
    kind: 'text',
    default: '',
    about: 'Folder with a `style.css`, a `layouts.js` or further assets that change how the site looks',
  },
  'site.lang': {
    kind: 'text',
    default: 'en',
    about: 'Language of the pages; a page names another as `lang`',
  },
  'site.synonyms': {
    kind: 'words',
    default: [],
    about: 'Words that the search takes for each other, each entry a list such as `disk filesystem`',
  },
  'actions.prometheus': {
    kind: 'base',
    default: '',
    about: 'Address of Prometheus, for links to the query of an alert',
  },
  'actions.alertmanager': {
    kind: 'base',
    default: '',
    about: 'Address of Alertmanager, for links that begin a silence',
  },
  'actions.grafana': {
    kind: 'base',
    default: '',
    about: 'Address of Grafana, for links to the query in Explore',
  },
  'actions.grafana_source': {
    kind: 'text',
    default: '',
    about: 'Uid of the Prometheus data source in Grafana',
  },
  'actions.page': {
    kind: 'pairs',
    default: {},
    about: 'For each owner, the address where they are paged',
  },
  'actions.links': {
    kind: 'links',
    default: [],
    about:
      'Links of the house on every page of an alert: `title`, `url` with slots such as `{{ $labels.instance }}`, and `when`, the labels without which the link is left out',
  },
  'links.annotations': {
    kind: 'texts',
    default: ['runbook'],
    about: 'Annotations that carry the runbook link: `runbook`, `runbook_url`, or both',
  },
  'links.labels': {
    kind: 'choice',
    of: ['auto', 'off'],
    default: 'auto',
    about: 'Whether links carry the labels that the page has slots for',
  },
  'links.value': {
    kind: 'choice',
    of: ['auto', 'off'],
    default: 'auto',
    about: 'Whether links carry the value that the summary prints; a notifier may show the address',
  },
  'links.required': {
    kind: 'texts',
    default: ['all'],
    about: 'Severities whose alerts must have a runbook, such as `[critical]`; `all` for every alert',
  },
  'links.elsewhere': {
    kind: 'texts',
    default: [],
    about: 'Beginnings of addresses outside the site that count as runbooks',
  },
  'prometheus.version': {
    kind: 'version',
    default: '3.14',
    about: 'Oldest Prometheus that must load the rules',
  },
  'prometheus.features': { kind: 'texts', default: [], about: 'Feature flags that Prometheus runs with' },
  'prometheus.names': {
    kind: 'choice',
    of: ['utf8', 'legacy'],
    default: 'utf8',
    about: 'Which metric and label names are valid',
  },
  'prometheus.target': {
    kind: 'choice',
    of: ['prometheus', 'mimir', 'thanos'],
    default: 'prometheus',
    about: 'What loads the rules: Mimir and Thanos know further fields',
  },
  'prometheus.scrape_interval': {
    kind: 'duration',
    default: '',
    about: 'Time between two scrapes: windows that hold too few samples are found only where it is stated',
  },
  'prometheus.evaluation_interval': {
    kind: 'duration',
    default: '',
    about: 'Time between two evaluations of groups that set no interval; stated as `scrape_interval` is',
  },
  'prometheus.external_labels': {
    kind: 'pairs',
    default: {},
    about: 'Labels that Prometheus adds to every alert it sends',
  },
  severities: {
    kind: 'texts',
    default: [],
    about: 'Severities that alerts may have; without it those that the project uses most',
  },
  'policy.labels': {
    kind: 'policies',
    default: [],
    about:
      'Labels that rules must have, and the values they may have: `name`, `required`, `values`, `pattern`, `in`, `rules`',
  },
  'policy.annotations': { kind: 'policies', default: [], about: 'The same for annotations of alerts' },
  params: {
    kind: 'params',
    default: {},
    about:
      'What `{{< param NAME >}}` stands for, by name: in rules, in the frontmatter of runbooks and in their prose',
  },
  params_from: {
    kind: 'texts',
    default: [],
    about:
      'Files whose `params` count where this one has none of that name: the `alertbook.yml` of a book that lies in a folder of this project',
  },
  'limits.source': {
    kind: 'size',
    default: 16_777_216,
    about: 'Size that a runbook, a rule file or an image may have, such as `16MB`',
  },
  checks: {
    kind: 'severities',
    default: {},
    about: 'Severity of a check: error, warning, info or off',
  },
  overrides: {
    kind: 'overrides',
    default: [],
    about:
      'Severities for a part of the project: `in` names folders or files, `checks` is as above. The last entry that holds decides',
  },
} as const
