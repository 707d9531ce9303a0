/** Prints diagnostics to the console, in the requested format. */
import { appendFileSync } from 'node:fs'
import type { Diagnostic } from '../model.ts'
import {
  bySeverity,
  type Counted,
  type FormatName,
  report as formatReport,
  formats,
  type Summary,
  statistics,
  statisticsJson,
  stepSummary,
  summarise,
} from '../report/index.ts'
import { type Args, type Io, UserError } from './command.ts'
import { fileNaming, withFileNames } from './file-names.ts'
import { type FormatOption, formatOption } from './format-option.ts'
import { pagesOf } from './pages.ts'
import type { Project } from './project.ts'

/** The option for the report format. */
export const FORMAT: FormatOption<FormatName> = formatOption(Object.keys(formats) as [FormatName])

/** All errors, and as many other findings as fit: they must not bury a build's own result. */
function mostSevere(diagnostics: readonly Diagnostic[], most: number): readonly Diagnostic[] {
  if (diagnostics.length <= most) return diagnostics
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  return diagnostics.toSorted(bySeverity).slice(0, Math.max(most, errors))
}

/** What was reported of a compilation. */
export interface Reported {
  /** The findings that were printed, and how many were not. */
  readonly printed: readonly Diagnostic[]
  readonly leftOut: number
  readonly summary: Summary
}

/** A finding whose fix is not offered. */
export const withoutFix = ({ fix: _, ...finding }: Diagnostic): Diagnostic => finding

/** Settings of a report. */
export interface ReportSettings {
  /** For people: most findings besides errors. */
  readonly most?: number
  /** Prints only these; the numbers cover all. */
  readonly isShown?: (diagnostic: Diagnostic) => boolean
  /** The same findings, without the fixes that are not offered. */
  readonly offer?: (findings: readonly Diagnostic[]) => readonly Diagnostic[]
  /** Lines below a report for people. */
  readonly notes?: readonly string[]
}

/** Prints the report on standard output. */
export function report(
  compilation: Counted,
  project: Pick<Project, 'root' | 'texts'>,
  args: Args,
  io: Io,
  {
    most = Number.POSITIVE_INFINITY,
    isShown,
    offer = (findings) => findings,
    notes = [],
  }: ReportSettings = {},
): Reported {
  const format = FORMAT.of(args)
  const summary = summarise(compilation)
  const diagnostics = isShown ? compilation.diagnostics.filter(isShown) : compilation.diagnostics
  if (args.values.statistics === true) {
    if (format !== 'pretty' && format !== 'json')
      throw new UserError(
        `\`--statistics\` is not for \`--format ${format}\``,
        'use `--format pretty` or `--format json`',
      )
    io.raw.out(
      format === 'json'
        ? statisticsJson(offer(diagnostics), summary)
        : statistics(offer(diagnostics), { ...io, summary }),
    )
    return { printed: [], leftOut: 0, summary }
  }
  // With a filter, no findings means no output.
  if (isShown && format === 'pretty' && diagnostics.length === 0) return { printed: [], leftOut: 0, summary }
  const printed = offer(format === 'pretty' ? mostSevere(diagnostics, most) : diagnostics)
  const leftOut = diagnostics.length - printed.length
  const fold = args.values.only === undefined
  const options = {
    color: io.color,
    width: io.width,
    summary,
    leftOut,
    fold,
    notes,
    ...withRules(format, printed),
  }
  const name = fileNaming(format, project.root, io.cwd)
  const shown = name
    ? withFileNames(printed, project.texts, name)
    : { diagnostics: printed, texts: project.texts }
  const text = formatReport(format, shown.diagnostics, shown.texts, options)
  if (format === 'github') appendSummary(stepSummary(shown.diagnostics, shown.texts, summary))
  if (text !== '') io.raw.out(text.endsWith('\n') ? text : `${text}\n`)
  return { printed, leftOut, summary }
}

/** SARIF includes the documentation of its codes. */
const withRules = (
  format: FormatName,
  printed: readonly Diagnostic[],
): { rules?: ReadonlyMap<string, string> } =>
  format === 'sarif' ? { rules: pagesOf(printed.map(({ code }) => code)) } : {}

/** GitHub Actions name a file for a step's summary, which appears on the page of the run. */
function appendSummary(text: string): void {
  const path = process.env.GITHUB_STEP_SUMMARY
  if (path) appendFileSync(path, text)
}
