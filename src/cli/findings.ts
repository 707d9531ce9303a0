/** Diagnostics to the console, in the format asked for. */
import type { Compilation, Diagnostic } from '../model.ts'
import { type FormatName, report as formatReport, formats, type Summary } from '../report/index.ts'
import { nearest } from '../text/nearest.ts'
import { type Args, type Io, UserError } from './command.ts'
import type { Project } from './project.ts'

export const FORMAT_OPTION = { format: { type: 'string', short: 'f' } } as const
export const FORMAT_OPTION_HELP = {
  format: 'How to report: pretty (default), json, github or sarif',
} as const

function formatOf(args: Args): FormatName {
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

/** Prints the report: for people on standard error beside a build's own line, for machines on standard output. True when nothing is an error. */
export function report(
  compilation: Compilation,
  project: Pick<Project, 'texts'>,
  args: Args,
  io: Io,
): boolean {
  const format = formatOf(args)
  const summary = summaryOf(compilation)
  const text = formatReport(format, compilation.diagnostics, project.texts, {
    color: io.color,
    width: io.width,
    summary,
  })
  if (text !== '') io.out(text.endsWith('\n') ? text : `${text}\n`)
  return summary.errors === 0
}
