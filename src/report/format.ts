/** What a report is: the types the formats share, and the order of what they print. */
import type { Diagnostic, Texts } from '../model.ts'
import { count } from '../text/count.ts'

/** What was compiled, in numbers; the last words of a report. */
export interface Summary {
  readonly errors: number
  readonly warnings: number
  readonly infos: number
  readonly runbooks: number
  readonly alerts: number
  readonly records: number
  readonly groups: number
}

export interface ReportOptions {
  /** Use ANSI colours (the pretty format only). */
  readonly color: boolean
  /** Columns to keep within where the text allows it (the pretty format only). */
  readonly width: number
  readonly summary: Summary
  /** How many findings were left out of this report; they are named at its foot (the pretty format only). */
  readonly leftOut?: number
  /** Show a few of many findings that say the same, and count the rest (the pretty format only). */
  readonly fold?: boolean
  /** Lines for the foot (the pretty format only). */
  readonly notes?: readonly string[]
  /** The page of each code, as Markdown (the SARIF format only). */
  readonly rules?: ReadonlyMap<string, string> | undefined
}

/** Turns sorted diagnostics into text that ends with a line break. Pure; never throws, whatever the ranges. */
export type Format = (diagnostics: readonly Diagnostic[], texts: Texts, options: ReportOptions) => string

/** By file, start, code; then by end and message, so that equal input gives equal bytes. Code unit order. */
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

/** `1 error, 3 warnings`, or `No findings`; and what they were looked for in. */
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
