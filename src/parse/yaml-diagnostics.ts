/** YAML problems as diagnostics of a file. */
import type { Diagnostic } from '../model.ts'
import type { YamlDocument } from '../yaml/index.ts'

/** Hints for errors that the parser has none for. */
const HINTS = {
  'yaml-syntax': 'look at quotes, brackets and indentation here and on the line above',
  'yaml-duplicate-key': 'keep one of them',
  'yaml-alias': 'write the value out instead of repeating it by aliases',
}

/** All are errors: Prometheus would not read the document either. */
export function yamlDiagnostics(document: YamlDocument, file: string): Diagnostic[] {
  return document.problems.map(({ code, range, message, hint, related }) => ({
    file,
    range,
    code,
    severity: 'error',
    message,
    hint: hint ?? HINTS[code],
    ...(related && { related: [{ file, ...related }] }),
  }))
}
