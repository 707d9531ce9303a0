/**
 * GitHub Actions: one workflow command per diagnostic, shown beside the line in a pull request. Escapes follow the
 * runner's own toolkit (`%`, CR, LF in data; also `:` and `,` in properties).
 */
import type { Diagnostic, Severity, Texts } from '../model.ts'
import { safeLines } from './cells.ts'
import { type ReportOptions, summaryLine, withHint } from './format.ts'
import { locator, type Region } from './place.ts'

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const satisfies Record<
  Severity,
  string
>

export function github(diagnostics: readonly Diagnostic[], texts: Texts, options: ReportOptions): string {
  const places = locator(texts)
  const lines = diagnostics.map((diagnostic) => {
    const { file, severity, code } = diagnostic
    return command(commands[severity], file, places.region(diagnostic), code, diagnostic)
  })
  return `${lines.join('')}${summaryLine(options.summary)}\n`
}

/** One workflow command, with its line break. */
export function command(
  name: 'error' | 'warning' | 'notice',
  file: string,
  { line, column, endLine, endColumn }: Region,
  title: string,
  told: Parameters<typeof withHint>[0],
): string {
  // GitHub uses columns only within one line; its end column is inclusive.
  const columns = line === endLine ? { col: column, endColumn: Math.max(column, endColumn - 1) } : {}
  const properties = { file, line, endLine, ...columns, title }
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
  return `::${name} ${list.join(',')}::${escapeData(withHint(told))}\n`
}

function escapeData(text: string): string {
  return safeLines(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
