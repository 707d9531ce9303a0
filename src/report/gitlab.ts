/**
 * GitLab: a Code Quality report, shown in merge requests. GitLab knows `info`, `minor`, `major`, `critical` and
 * `blocker`, and tracks findings by fingerprint (docs.gitlab.com, "Code Quality report format").
 */
import type { Diagnostic, Severity, Texts } from '../model.ts'
import { fingerprints } from './fingerprint.ts'
import { jsonText } from './json-text.ts'
import { locator } from './place.ts'

const severities = { error: 'critical', warning: 'minor', info: 'info' } as const satisfies Record<
  Severity,
  string
>

export function gitlab(diagnostics: readonly Diagnostic[], texts: Texts): string {
  const places = locator(texts)
  const printOf = fingerprints(diagnostics)
  const issues = diagnostics.map((diagnostic) => {
    const { line, endLine } = places.region(diagnostic)
    const { code, severity, file, message, hint } = diagnostic
    return {
      description: hint === undefined ? message : `${message}; ${hint}`,
      check_name: code,
      fingerprint: printOf(diagnostic),
      severity: severities[severity],
      location: { path: file, lines: { begin: line, end: endLine } },
    }
  })
  return jsonText(issues)
}
