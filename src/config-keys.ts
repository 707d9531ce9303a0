/** Every key of `alertbook.yml`, stated once: the reader, the hints, the schema and the documentation use it. */

export type Shape =
  | { readonly kind: 'text' }
  | { readonly kind: 'texts' }
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'version' }
  | { readonly kind: 'duration' }
  | { readonly kind: 'url' }
  | { readonly kind: 'pairs' }
  | { readonly kind: 'severities' }
  | { readonly kind: 'policies' }

export interface ConfigKey {
  readonly shape: Shape
  readonly default: unknown
  readonly about: string
}

const text: Shape = { kind: 'text' }
const texts: Shape = { kind: 'texts' }
const choice = (...of: string[]): Shape => ({ kind: 'choice', of })

/** Dotted names; a name's parents are mappings. */
export const CONFIG_KEYS: Readonly<Record<string, ConfigKey>> = {
  runbooks: { shape: texts, default: ['runbooks'], about: 'Folder or folders with Markdown runbooks' },
  rules: { shape: texts, default: ['rules'], about: 'Folder or folders with hand-written rule files' },
  'output.dir': { shape: text, default: 'dist', about: 'Folder that a build writes' },
  'output.split': {
    shape: choice('none', 'group'),
    default: 'none',
    about: 'One rule file for everything, or one for each group',
  },
  'output.prometheusrule': {
    shape: { kind: 'flag' },
    default: false,
    about: 'Also write the groups as a PrometheusRule manifest for the Prometheus operator',
  },
  'site.title': { shape: text, default: 'Runbooks', about: 'Name of the site' },
  'site.url': {
    shape: { kind: 'url' },
    default: '',
    about: 'Address the site is published at, with its path; runbook links begin with it',
  },
  'site.repo': { shape: { kind: 'url' }, default: '', about: 'Address of the repository, for edit links' },
  'site.branch': { shape: text, default: 'main', about: 'Branch that edit links point at' },
  'site.theme': {
    shape: text,
    default: '',
    about: 'Folder with a `style.css`, a `layouts.js` or further assets that change how the site looks',
  },
  'site.synonyms': {
    shape: texts,
    default: [],
    about: 'Words that the search takes for each other, each entry a list such as `disk filesystem`',
  },
  'actions.prometheus': {
    shape: { kind: 'url' },
    default: '',
    about: 'Address of Prometheus, for links to the query of an alert',
  },
  'actions.alertmanager': {
    shape: { kind: 'url' },
    default: '',
    about: 'Address of Alertmanager, for links that begin a silence',
  },
  'actions.grafana': {
    shape: { kind: 'url' },
    default: '',
    about: 'Address of Grafana, for links to the query in Explore',
  },
  'actions.grafana_source': {
    shape: text,
    default: '',
    about: 'Uid of the Prometheus data source in Grafana',
  },
  'actions.page': {
    shape: { kind: 'pairs' },
    default: {},
    about: 'For each owner, the address where they are paged',
  },
  'links.annotations': {
    shape: texts,
    default: ['runbook'],
    about: 'Annotations that carry the runbook link: `runbook`, `runbook_url`, or both',
  },
  'links.labels': {
    shape: choice('auto', 'off'),
    default: 'auto',
    about: 'Whether links carry the labels that the page has slots for',
  },
  'links.required': {
    shape: texts,
    default: ['all'],
    about: 'Severities whose alerts must have a runbook, such as `[critical]`; `all` for every alert',
  },
  'links.elsewhere': {
    shape: texts,
    default: [],
    about: 'Beginnings of addresses outside the site that count as runbooks',
  },
  'prometheus.version': {
    shape: { kind: 'version' },
    default: '3.14',
    about: 'Oldest Prometheus that must load the rules',
  },
  'prometheus.features': { shape: texts, default: [], about: 'Feature flags that Prometheus runs with' },
  'prometheus.names': {
    shape: choice('utf8', 'legacy'),
    default: 'utf8',
    about: 'Which metric and label names are valid',
  },
  'prometheus.target': {
    shape: choice('prometheus', 'mimir', 'thanos'),
    default: 'prometheus',
    about: 'What loads the rules: Mimir and Thanos know further fields',
  },
  'prometheus.scrape_interval': {
    shape: { kind: 'duration' },
    default: '',
    about: 'Time between two scrapes: windows that hold too few samples are found only where it is stated',
  },
  'prometheus.evaluation_interval': {
    shape: { kind: 'duration' },
    default: '',
    about: 'Time between two evaluations of groups that set no interval; stated as `scrape_interval` is',
  },
  'prometheus.external_labels': {
    shape: { kind: 'pairs' },
    default: {},
    about: 'Labels that Prometheus adds to every alert it sends',
  },
  severities: {
    shape: texts,
    default: [],
    about: 'Severities that alerts may have; without it those that the project uses most',
  },
  'policy.labels': {
    shape: { kind: 'policies' },
    default: [],
    about:
      'Labels that rules must have, and the values they may have: `name`, `required`, `values`, `pattern`, `in`, `rules`',
  },
  'policy.annotations': {
    shape: { kind: 'policies' },
    default: [],
    about: 'The same for annotations of alerts',
  },
  params: {
    shape: { kind: 'pairs' },
    default: {},
    about: 'What the shortcode `param` stands for, by name',
  },
  checks: {
    shape: { kind: 'severities' },
    default: {},
    about: 'Severity of a check: error, warning, info or off',
  },
}
