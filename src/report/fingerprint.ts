/** A name for a finding that it keeps when lines move, so that services know it from the last run. */
import type { Diagnostic } from '../model.ts'
import { hash } from '../text/hash.ts'

/** By finding: a print of its file, code and message, and of its number among those that are alike. */
export function fingerprints(diagnostics: readonly Diagnostic[]): (diagnostic: Diagnostic) => string {
  const counts = new Map<string, number>()
  const prints = new Map<Diagnostic, string>()
  for (const diagnostic of diagnostics) {
    const { file, code, message } = diagnostic
    const own = JSON.stringify([file, code, message])
    const number = counts.get(own) ?? 0
    counts.set(own, number + 1)
    prints.set(diagnostic, `${hash(own)}:${number + 1}`)
  }
  return (diagnostic) => prints.get(diagnostic)!
}
