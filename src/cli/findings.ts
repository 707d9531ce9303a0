/** Diagnostics to the console, in the format asked for. */
import { appendFileSync } from 'node:fs'
import type { Compilation, Diagnostic } from '../model.ts'
import {
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
import { type FormatOption, formatOption } from './format-option.ts'
import { pagesOf } from './pages.ts'
import type { Project } from './project.ts'
import { naming, renamed } from './shown.ts'

/** How findings are reported. */
export const FORMAT: FormatOption<FormatName> = formatOption(Object.keys(formats) as [FormatName])

/** Every error, and as many of the rest as fit: a build's own result must not drown. */
function foremost(diagnostics: readonly Diagnostic[], most: number): readonly Diagnostic[] {
  if (diagnostics.length <= most) return diagnostics
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const rest = ['warning', 'info'].flatMap((wanted) =>
    diagnostics.filter(({ severity }) => severity === wanted),
  )
  return [...errors, ...rest.slice(0, Math.max(0, most - errors.length))]
}

/** What was said of a compilation. */
export interface Reported {
  /** The findings that were printed, and how many were not. */
  readonly printed: readonly Diagnostic[]
  readonly leftOut: number
  readonly summary: Summary
}

/** How a report is told. */
export interface Telling {
  /** For people, at most this many findings beside the errors. */
  readonly most?: number
  /** Only these are printed; the numbers are of all. */
  readonly isShown?: (diagnostic: Diagnostic) => boolean
  /** Lines under the report for people. */
  readonly notes?: readonly string[]
}

/** Prints the report on standard output. */
export function report(
  compilation: Compilation,
  project: Pick<Project, 'root' | 'texts'>,
  args: Args,
  io: Io,
  { most = Number.POSITIVE_INFINITY, isShown, notes = [] }: Telling = {},
): Reported {
  const format = FORMAT.of(args)
  const summary = summarise(compilation)
  const diagnostics = isShown ? compilation.diagnostics.filter(isShown) : compilation.diagnostics
  if (args.values.statistics === true) {
    if (format !== 'pretty' && format !== 'json')
      throw new UserError(
        `\`--statistics\` is not for \`--format ${format}\``,
        'it is told as pretty or json',
      )
    io.out(
      format === 'json' ? statisticsJson(diagnostics, summary) : statistics(diagnostics, { ...io, summary }),
    )
    return { printed: [], leftOut: 0, summary }
  }
  // Whoever wants to hear of failures alone hears nothing where there is none.
  if (isShown && format === 'pretty' && diagnostics.length === 0) return { printed: [], leftOut: 0, summary }
  const printed = format === 'pretty' ? foremost(diagnostics, most) : diagnostics
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
  const name = naming(format, project.root, io.cwd)
  const shown = name ? renamed(printed, project.texts, name) : { diagnostics: printed, texts: project.texts }
  const text = formatReport(format, shown.diagnostics, shown.texts, options)
  if (format === 'github') keepSummary(stepSummary(shown.diagnostics, shown.texts, summary))
  if (text !== '') io.out(text.endsWith('\n') ? text : `${text}\n`)
  return { printed, leftOut, summary }
}

/** SARIF carries the pages of the codes it names. */
const withRules = (
  format: FormatName,
  printed: readonly Diagnostic[],
): { rules?: ReadonlyMap<string, string> } =>
  format === 'sarif' ? { rules: pagesOf(printed.map(({ code }) => code)) } : {}

/** GitHub Actions name a file for the summary of a step, which is shown on the page of the run. */
function keepSummary(text: string): void {
  const path = process.env.GITHUB_STEP_SUMMARY
  if (path) appendFileSync(path, text)
}

/** Whether nothing that was found is an error. */
export const isClean = ({ summary }: Reported): boolean => summary.errors === 0
