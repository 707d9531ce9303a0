/**
 * The kind of a source by its file ending: runbook or rule file. A file of its own, because reading Markdown loads a
 * large library.
 */
export const isRunbook = (path: string): boolean => MARKDOWN.test(path)

/** How the name of a runbook ends. */
export const MARKDOWN: RegExp = /\.(?:md|markdown)$/i

/** Whether a YAML or JSON text mentions the key `groups` or `PrometheusRule`: every file with rules does. */
export const mayHoldRules = ({ text }: { readonly text: string }): boolean =>
  /(?:^|[{,\s-])["']?groups["']?[ \t]*:/m.test(text) || text.includes('PrometheusRule')
