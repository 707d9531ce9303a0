/** The keys of a `yaml test` fence, stated once: the reader, the hints and the JSON Schema use these tables. */

export interface TestKey {
  /** Shape of the value, for the schema. */
  readonly shape: 'text' | 'duration' | 'texts' | 'series' | 'alerts' | 'queries' | 'pairs' | 'flag' | 'time'
  /** One line for the documentation and the JSON Schema. */
  readonly about: string
}

export const TEST_KEYS: Readonly<Record<string, TestKey>> = {
  name: { shape: 'text', about: 'What the test shows, as a sentence' },
  interval: {
    shape: 'duration',
    about: 'Between two samples, and between two evaluations; default: `prometheus.evaluation_interval`',
  },
  evaluation_interval: {
    shape: 'duration',
    about: 'Between two evaluations of every group, whatever the groups say, as promtool does it',
  },
  start: {
    shape: 'time',
    about: 'Start time: seconds since 1970 or `2024-01-01T00:00:00Z`; default 0',
  },
  rules: {
    shape: 'texts',
    about:
      "Files with the rules it needs besides those of its page, relative to the runbook's folder or to the root",
  },
  series: {
    shape: 'series',
    about: 'Series and their samples, in the notation of Prometheus: `up{job="a"}: 1 1 0x5`',
  },
  alerts: { shape: 'alerts', about: 'Alert, moment and state: `HostDown: { 5m: pending, 10m: firing }`' },
  queries: { shape: 'queries', about: 'Expressions, and what they return at a moment' },
  external_labels: { shape: 'pairs', about: 'The external labels that templates see' },
  external_url: { shape: 'text', about: 'What templates see as `$externalURL`' },
  exact: { shape: 'flag', about: 'Labels, annotations and alerts must be exactly those that are listed' },
}

/** Statements about an alert at a moment. */
export const STATE_KEYS: Readonly<Record<string, string>> = {
  firing: 'How many fire, or which',
  pending: 'How many are pending, or which',
  inactive: '`true`: none is pending or firing',
  labels: 'Only instances with these labels are meant',
}

export const QUERY_KEYS: Readonly<Record<string, string>> = {
  expr: 'The expression',
  at: 'The moment',
  samples: 'Series that it returns, with their values',
  value: 'The value, of a scalar or of the only series',
  empty: '`true`: it returns nothing',
}

export const STATES: readonly string[] = ['inactive', 'pending', 'firing']

/** Keys of promtool's files, which authors may know, and ours. */
export const PROMTOOL_KEYS: Readonly<Record<string, string>> = {
  input_series: 'series',
  alert_rule_test: 'alerts',
  promql_expr_test: 'queries',
  rule_files: 'rules',
  start_timestamp: 'start',
  exp_alerts: 'firing',
  exp_labels: 'labels',
  exp_annotations: 'annotations',
  exp_samples: 'samples',
  eval_time: 'at',
}
