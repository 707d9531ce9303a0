/** Diagnostics to the console, in the format asked for. */
import type { Compilation, Diagnostic } from '../model.ts'
import { type FormatName, report as formatReport, formats, type Summary } from '../report/index.ts'
import { nearest } from '../text/nearest.ts'
import { type Args, type Io, UserError } from './command.ts'
import type { Project } from './project.ts'
import { naming, renamed } from './shown.ts'

export const FORMAT_OPTION = { format: { type: 'string', short: 'f' } } as const
export const FORMAT_OPTION_HELP = {
  format: 'How to report: pretty (default), json, github or sarif',
} as const

export function formatOf(args: Args): FormatName {
  const wanted = String(args.values.format ?? 'pretty')
  const names = Object.keys(formats) as FormatName[]
  const format = names.find((name) => name === wanted)
  if (format) return format
  const near = nearest(wanted, names)
  throw new UserError(
    `unknown format \`${wanted}\``,
    near ? `did you mean \`${near}\`?` : `one of ${names.join(', ')}`,
  )
}

/** What was compiled and found, in numbers. */
export function summaryOf(compilation: Compilation): Summary {
  const count = (severity: Diagnostic['severity']): number =>
    compilation.diagnostics.filter((one) => one.severity === severity).length
  const { program } = compilation
  const rules = program.groups.flatMap((group) => group.rules)
  return {
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    runbooks: program.runbooks.length,
    alerts: rules.filter(({ kind }) => kind === 'alert').length,
    records: rules.filter(({ kind }) => kind === 'record').length,
    groups: program.groups.filter((group) => group.rules.length > 0).length,
  }
}

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

/** Prints the report on standard output; for people at most `most` findings that are no errors. */
export function report(
  compilation: Compilation,
  project: Pick<Project, 'root' | 'texts'>,
  args: Args,
  io: Io,
  most: number = Number.POSITIVE_INFINITY,
): Reported {
  const format = formatOf(args)
  const summary = summaryOf(compilation)
  const { diagnostics } = compilation
  const printed = format === 'pretty' ? foremost(diagnostics, most) : diagnostics
  const leftOut = diagnostics.length - printed.length
  const options = { color: io.color, width: io.width, summary, leftOut }
  const name = naming(format, project.root, io.cwd)
  const shown = name ? renamed(printed, project.texts, name) : { diagnostics: printed, texts: project.texts }
  const text = formatReport(format, shown.diagnostics, shown.texts, options)
  if (text !== '') io.out(text.endsWith('\n') ? text : `${text}\n`)
  return { printed, leftOut, summary }
}

/** Whether nothing that was found is an error. */
export const isClean = ({ summary }: Reported): boolean => summary.errors === 0

export const hasWarning = ({ diagnostics }: Pick<Compilation, 'diagnostics'>): boolean =>
  diagnostics.some(({ severity }) => severity === 'warning')
