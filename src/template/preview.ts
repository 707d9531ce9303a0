/** A template as the pager will show it, with sample data for whatever is known only when the alert fires. */
import { analyse } from './analyse.ts'
import { type Execution, executeTemplate, type TemplateError } from './exec.ts'
import { parseTemplate } from './parse.ts'
import type { TemplateProblem } from './problem.ts'
import type { Regexps } from './regexps.ts'
import type { ParseOptions } from './state.ts'

/** What the template may read besides labels and value; `now`: milliseconds since 1970. */
export interface PreviewOptions extends ParseOptions {
  readonly externalLabels?: Readonly<Record<string, string>>
  readonly externalURL?: string
  readonly regexps?: Regexps | undefined
  readonly now?: number
}

/** The text, or why there is none: problems of parsing, or an error of the run. */
export type Preview =
  | { readonly text: string }
  | { readonly problems: readonly TemplateProblem[] }
  | { readonly error: TemplateError }

/**
 * Renders a template with sample labels. A label without a sample becomes `<name>`; `query` returns one series with the
 * same labels and value.
 */
export function preview(
  text: string,
  labels: Readonly<Record<string, string>>,
  value: number,
  options: PreviewOptions = {},
): Preview {
  const { tree, problems } = parseTemplate(text, options)
  if (tree === undefined) return { problems }
  const placeholders = (from: 'labels' | 'externalLabels'): Record<string, string> =>
    Object.fromEntries(
      analyse(tree)
        .labels.filter((read) => read.from === from)
        .map(({ name }) => [name, `<${name}>`]),
    )
  const all = { ...placeholders('labels'), ...labels }
  const execution: Execution = executeTemplate(
    tree,
    {
      labels: all,
      value,
      externalLabels: { ...placeholders('externalLabels'), ...options.externalLabels },
      externalURL: options.externalURL ?? '',
      query: () => [{ labels: all, value }],
      now: options.now ?? 0,
    },
    {
      regexps: options.regexps,
      ...(options.version !== undefined && { version: options.version }),
      ...(options.name !== undefined && { name: options.name }),
    },
  )
  return execution.error === undefined ? { text: execution.text } : { error: execution.error }
}
