/** YAML problems as diagnostics of a file. */
import type { Diagnostic } from '../model.ts'
import type { YamlDocument, YamlProblem } from '../yaml/index.ts'

/** Hints for errors that the parser has none for. */
const HINTS = {
  'yaml-syntax': 'look at quotes, brackets and indentation here and on the line above',
  'yaml-duplicate-key': 'keep one of them',
  'yaml-alias': 'write the value out instead of repeating it by aliases',
}

/** All are errors: Prometheus would not read the document either. */
export function yamlDiagnostics(document: YamlDocument, file: string): Diagnostic[] {
  return withoutSecondRule(document).map(({ code, range, message, hint, related }) => ({
    file,
    range,
    code,
    severity: 'error',
    message,
    hint: hint ?? HINTS[code],
    ...(related && { related: [{ file, ...related }] }),
  }))
}

/** A second rule in the mapping of the first repeats every key: the slip is the first of them, its name. */
function withoutSecondRule({ problems, text }: YamlDocument): readonly YamlProblem[] {
  const isName = ({ code, range }: YamlProblem): boolean =>
    code === 'yaml-duplicate-key' && /^["']?(?:alert|record)["']?$/.test(text.slice(range.start, range.end))
  const at = problems.findIndex(isName)
  if (at < 0) return problems
  const first = problems[at]!
  const hint = 'write `- ` before the first key of each rule, and indent the rest of it by two spaces'
  const follows = ({ code, range, related }: YamlProblem): boolean =>
    code === 'yaml-duplicate-key' &&
    related !== undefined &&
    related.range.start < first.range.start &&
    range.start > first.range.start
  // Its name alone is a key that appears twice.
  if (!problems.slice(at + 1).some(follows)) return problems
  return [
    ...problems.slice(0, at),
    { ...first, message: 'A second rule begins here, in the mapping of the first', hint },
    ...problems.slice(at + 1).filter((problem) => !follows(problem)),
  ]
}
