/**
 * `{{< param name >}}`: a parameter, written where its value belongs. The notation is Hugo's. No PromQL has it, and
 * neither have the templates of Prometheus and of Helm, which cannot begin with `{{<`.
 */
import type { Range } from './source.ts'

/** A parameter that a text asks for; `start` and `end` are those of the whole notation in the text. */
export interface Asked extends Range {
  readonly name: string
}

// On one line, and no brace inside: each character is looked at once, however hostile the text.
const PARAM = /\{\{[<%][ \t]*param[ \t]+(?:"([^"{}\r\n]*)"|`([^`{}\r\n]*)`|([^\s"`<>%{}]+))[ \t]*[>%]\}\}/g

/** Whether a text may ask for a parameter: cheap, and never wrong when it says no. */
export const mayAsk = (text: string): boolean => text.includes('{{') && /\{\{[<%][ \t]*param[ \t]/.test(text)

/** The parameters that a text asks for, in order. */
export function paramsIn(text: string): Asked[] {
  if (!mayAsk(text)) return []
  return [...text.matchAll(PARAM)].map((match) => ({
    name: match[1] ?? match[2] ?? match[3] ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }))
}

/** A text with values in the places of its parameters; where there is none, the text stays as it is written. */
export const withParams = (text: string, wordOf: (name: string) => string | undefined): string =>
  mayAsk(text)
    ? text.replace(PARAM, (written, ...[quoted, ticked, bare]: string[]) => {
        return wordOf(quoted ?? ticked ?? bare ?? '') ?? written
      })
    : text
