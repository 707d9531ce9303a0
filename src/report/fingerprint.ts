/** Fingerprints of findings. They survive moved lines, so that services recognise a finding from the last run. */
import type { Diagnostic } from '../model.ts'
import { hash } from '../text/hash.ts'

/** By finding: a hash of its file, code and message, and of its number among identical ones. */
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
