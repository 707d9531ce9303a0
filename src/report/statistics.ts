/** Number of findings by code, most frequent first. */
import type { Diagnostic, Severity } from '../model.ts'
import { count } from '../text/count.ts'
import { groupBy } from '../text/group-by.ts'
import { bySeverity, type Summary, summaryLine } from './format.ts'
import { jsonText } from './json-text.ts'
import { painter } from './paint.ts'

export interface CodeCount {
  readonly code: string
  readonly severity: Severity
  readonly count: number
  readonly files: number
  readonly fixable: number
}

/** Counts by severity and code. */
export function countCodes(diagnostics: readonly Diagnostic[]): CodeCount[] {
  return [...groupBy(diagnostics, ({ severity, code }) => `${severity} ${code}`).values()]
    .map((same) => ({
      code: same[0]!.code as string,
      severity: same[0]!.severity,
      count: same.length,
      files: new Set(same.map(({ file }) => file)).size,
      fixable: same.filter(({ fix }) => fix !== undefined).length,
    }))
    .sort((a, b) => bySeverity(a, b) || b.count - a.count || (a.code < b.code ? -1 : 1))
}

/** As a table for people. */
export function statistics(
  diagnostics: readonly Diagnostic[],
  { color, summary }: { readonly color: boolean; readonly summary: Summary },
): string {
  const paint = painter(color)
  const counts = countCodes(diagnostics)
  const width = Math.max(0, ...counts.map((one) => String(one.count).length))
  const codeWidth = Math.max(0, ...counts.map(({ code }) => code.length))
  const lines = counts.map(({ code, severity, count: found, files, fixable }) => {
    const more = `in ${count(files, 'file')}${fixable > 0 ? `, ${fixable} with a fix` : ''}`
    return `${String(found).padStart(width)}  ${paint(severity, severity)}${' '.repeat(7 - severity.length)}  ${code.padEnd(codeWidth)}  ${paint('quiet', more)}\n`
  })
  return `${lines.join('')}${lines.length > 0 ? '\n' : ''}${summaryLine(summary)}\n`
}

/** As JSON for programs. */
export function statisticsJson(diagnostics: readonly Diagnostic[], summary: Summary): string {
  return jsonText({ statistics: countCodes(diagnostics), summary })
}
