/** YAML problems as diagnostics of a file. */
import type { Diagnostic } from '../model.ts'
import type { YamlDocument } from '../text/yaml.ts'

/** All of them are errors: Prometheus would not read the document either. */
export function yamlDiagnostics(document: YamlDocument, file: string): Diagnostic[] {
  return document.problems.map(({ code, range, message, hint, related }) => ({
    file,
    range,
    code,
    severity: 'error',
    message,
    ...(hint !== undefined && { hint }),
    ...(related && { related: [{ file, ...related }] }),
  }))
}
