/**
 * Diagnostics → text, one format per file. Apart from the development server, only this folder turns offsets into lines
 * and columns.
 */
import type { Diagnostic, Texts } from '../model.ts'
import { bounded } from './bounded.ts'
import { checkstyle } from './checkstyle.ts'
import { compareDiagnostics, type Format, type ReportOptions } from './format.ts'
import { github } from './github.ts'
import { gitlab } from './gitlab.ts'
import { json } from './json.ts'
import { junit } from './junit.ts'
import { pretty } from './pretty.ts'
import { sarif } from './sarif.ts'

export { bounded } from './bounded.ts'
export { docsUrl } from './docs.ts'
export { bySeverity, compareDiagnostics, type ReportOptions, SEVERITIES, type Summary } from './format.ts'
export { frames } from './pretty.ts'
export { statistics, statisticsJson } from './statistics.ts'
export { stepSummary } from './step-summary.ts'
export { type Counted, summarise } from './summary.ts'

/** The name of a report format, as `--format` takes it. */
export type FormatName = 'pretty' | 'json' | 'github' | 'gitlab' | 'sarif' | 'junit' | 'checkstyle'

/** All formats, by their `--format` name. */
export const formats: Readonly<Record<FormatName, Format>> = {
  pretty,
  json,
  github,
  gitlab,
  sarif,
  junit,
  checkstyle,
}

/**
 * Prints diagnostics, sorted by file, start and code. Of more than a thousand with one code in one file it prints the first
 * thousand, and one that says how many more there are.
 *
 * `texts`: the files they point into, by path. A file that is missing there (because it could not be read) has no
 * line or frame in `pretty`, and line 1, column 1 in the other formats.
 */
export function report(
  format: FormatName,
  diagnostics: readonly Diagnostic[],
  texts: Texts,
  options: ReportOptions,
): string {
  return formats[format](bounded(diagnostics.toSorted(compareDiagnostics)), texts, options)
}
