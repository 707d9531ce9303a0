/**
 * For GitHub Actions: one workflow command per diagnostic, shown beside the line in a pull request. The
 * escapes are those of the runner's own toolkit (`%`, CR, LF in data; also `:` and `,` in properties).
 */
import type { Diagnostic, Severity, Texts } from '../model.ts'
import { type ReportOptions, summaryLine } from './format.ts'
import { locator } from './place.ts'

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' }

export function github(diagnostics: readonly Diagnostic[], texts: Texts, options: ReportOptions): string {
  const places = locator(texts)
  const lines = diagnostics.map((diagnostic) => {
    const { line, column, endLine, endColumn } = places.region(diagnostic)
    // Columns mean something to GitHub on one line only; its end column is inclusive.
    const columns = line === endLine ? { col: column, endColumn: Math.max(column, endColumn - 1) } : {}
    const properties = { file: diagnostic.file, line, endLine, ...columns, title: diagnostic.code }
    const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
    const { hint } = diagnostic
    const message = hint === undefined ? diagnostic.message : `${diagnostic.message}\nhint: ${hint}`
    return `::${commands[diagnostic.severity]} ${list.join(',')}::${escapeData(message)}\n`
  })
  return `${lines.join('')}${summaryLine(options.summary)}\n`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
