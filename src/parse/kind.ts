/** What a source is, by its ending: a runbook, else a rule file. Apart, for reading Markdown takes a large library. */
export const isRunbook = (path: string): boolean => /\.(?:md|markdown)$/i.test(path)

/** Whether a text of YAML or JSON has a key `groups` or `PrometheusRule` anywhere: no other holds rules. */
export const mayHoldRules = ({ text }: { readonly text: string }): boolean =>
  /(?:^|[{,\s-])["']?groups["']?[ \t]*:/m.test(text) || text.includes('PrometheusRule')
