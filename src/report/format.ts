/** What the report formats share: types, sort orders, wording. */
import type { Diagnostic, Severity, Texts } from '../model.ts'
import { count } from '../text/count.ts'

/** Numbers for the last line of a report. */
export interface Summary {
  readonly errors: number
  readonly warnings: number
  readonly infos: number
  readonly runbooks: number
  readonly alerts: number
  readonly records: number
  readonly groups: number
}

/** How to print a report, and the numbers for its last line. */
export interface ReportOptions {
  /** Use ANSI colours (pretty format only). */
  readonly color: boolean
  /** Preferred maximum number of columns (pretty format only). */
  readonly width: number
  readonly summary: Summary
  /** Number of findings left out of this report; mentioned at the end (pretty format only). */
  readonly leftOut?: number
  /** Show a few of many similar findings, and count the rest (pretty format only). */
  readonly fold?: boolean
  /** Lines to print at the end (pretty format only). */
  readonly notes?: readonly string[]
  /** The page of each code, as Markdown (SARIF format only). */
  readonly rules?: ReadonlyMap<string, string> | undefined
}

/** How a report for people looks. */
export type Look = Pick<ReportOptions, 'color' | 'width'>

/** Turns sorted diagnostics into text that ends with a line break. Pure. Never throws, whatever the ranges. */
export type Format = (diagnostics: readonly Diagnostic[], texts: Texts, options: ReportOptions) => string

/** Order: file, start, code; then end and message, so that equal input gives equal bytes. By code units. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compare(a.file, b.file) ||
    compare(a.range.start, b.range.start) ||
    compare(a.code, b.code) ||
    compare(a.range.end, b.range.end) ||
    compare(a.message, b.message)
  )
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Severities, the worst first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info']

/** Order: the worst severity first. */
export const bySeverity = (a: Pick<Diagnostic, 'severity'>, b: Pick<Diagnostic, 'severity'>): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)

/** A message with its hint on a line of its own. */
export const withHint = ({
  message,
  hint,
}: {
  readonly message: string
  readonly hint?: string | undefined
}): string => (hint === undefined ? message : `${message}\nhint: ${hint}`)

/** `1 error, 3 warnings`, or `No findings`; and what was checked. */
export function summaryLine(summary: Summary): string {
  const { errors, warnings, infos, runbooks, alerts, records, groups } = summary
  const found = [
    errors > 0 && count(errors, 'error'),
    warnings > 0 && count(warnings, 'warning'),
    infos > 0 && count(infos, 'info'),
  ].filter((part) => part !== false)
  const rules = `${count(alerts, 'alert')} and ${count(records, 'recording rule')} in ${count(groups, 'group')}`
  return `${found.length > 0 ? found.join(', ') : 'No findings'} in ${count(runbooks, 'runbook')}, ${rules}`
}
