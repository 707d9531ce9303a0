/**
 * The kind of a source by its file ending: runbook or rule file. A file of its own, because reading Markdown loads a
 * large library.
 */
import { MARKDOWN } from '../text/path.ts'

export const isRunbook = (path: string): boolean => MARKDOWN.test(path)

/** Whether a YAML or JSON text mentions the key `groups` or `PrometheusRule`: every file with rules does. */
export const mayHoldRules = ({ text }: { readonly text: string }): boolean =>
  /(?:^|[{,\s-])["']?groups["']?[ \t]*:/m.test(text) || text.includes('PrometheusRule')

/** Whether a YAML text has the keys of promtool's unit-test files (`cmd/promtool/unittest.go`), and no rules. */
export const isUnitTest = ({ text }: { readonly text: string }): boolean =>
  ['rule_files', 'tests'].every((key) => hasTopKey(text, key)) && !hasTopKey(text, 'groups')

/** Whether a YAML text has a key at the beginning of a line, where those of a rule file usually are. */
export const hasTopKey = (text: string, key: string): boolean =>
  new RegExp(`^["']?${key}["']?[ \\t]*:`, 'm').test(text)
