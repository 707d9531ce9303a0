/** A compilation in numbers. */
import type { Compilation, Diagnostic } from '../model.ts'
import type { Summary } from './format.ts'

/** What was compiled and found, in numbers, as `report` prints it. */
export function summarise(compilation: Pick<Compilation, 'diagnostics' | 'program'>): Summary {
  const count = (severity: Diagnostic['severity']): number =>
    compilation.diagnostics.filter((one) => one.severity === severity).length
  const { program } = compilation
  const rules = program.groups.flatMap((group) => group.rules)
  return {
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    runbooks: program.runbooks.filter(({ document }) => !document).length,
    alerts: rules.filter(({ kind }) => kind === 'alert').length,
    records: rules.filter(({ kind }) => kind === 'record').length,
    groups: program.groups.filter((group) => group.rules.length > 0).length,
  }
}
