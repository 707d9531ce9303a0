/** Counts of a compilation. */
import type { BoundRule, Diagnostic, Runbook } from '../model.ts'
import type { Summary } from './format.ts'

/** What was found, and of the program what is counted. */
export interface Counted {
  readonly diagnostics: readonly Diagnostic[]
  readonly program: {
    readonly runbooks: readonly Pick<Runbook, 'document'>[]
    readonly groups: readonly { readonly rules: readonly Pick<BoundRule, 'kind'>[] }[]
  }
}

/** Counts of what was compiled and found, as `report` prints them. */
export function summarise(compilation: Counted): Summary {
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
