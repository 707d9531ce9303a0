/**
 * `{{< param name >}}`: a parameter, written in place of its value. The notation is Hugo's. It cannot occur in PromQL,
 * nor in the templates of Prometheus and Helm, which never begin with `{{<`.
 */
import type { Range } from './source.ts'

/** A parameter in a text; `start` and `end` are those of its whole notation. */
export interface ParamUse extends Range {
  readonly name: string
}

// On one line and without an inner brace: each character is examined once, however hostile the text.
const PARAM = /\{\{[<%][ \t]*param[ \t]+(?:"([^"{}\r\n]*)"|`([^`{}\r\n]*)`|([^\s"`<>%{}]+))[ \t]*[>%]\}\}/g

/** What is said of a parameter without a value. */
export const emptyParam = (name: string): { readonly message: string; readonly hint: string } => ({
  message: `The parameter \`${name}\` is empty, so nothing is written where it is used`,
  hint: "write its value, or `''` if nothing is meant",
})

/** Whether a text may contain a parameter: cheap, and a no is always right. */
export const mayUseParams = (text: string): boolean =>
  text.includes('{{') && /\{\{[<%][ \t]*param[ \t]/.test(text)

/** The parameters in a text, in order. */
export function paramsIn(text: string): ParamUse[] {
  if (!mayUseParams(text)) return []
  return [...text.matchAll(PARAM)].map((match) => ({
    name: match[1] ?? match[2] ?? match[3] ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }))
}

/** Replaces the parameters in a text by their values; one without a value stays as written. */
export const withParams = (text: string, wordOf: (name: string) => string | undefined): string =>
  mayUseParams(text)
    ? text.replace(PARAM, (written, ...[quoted, ticked, bare]: string[]) => {
        return wordOf(quoted ?? ticked ?? bare ?? '') ?? written
      })
    : text
