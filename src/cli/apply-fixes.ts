/** Fixes → texts: all that can be made at once. */
import type { Diagnostic, Edit, Fix, Source } from '../model.ts'
import { applyEdits } from '../text/edits.ts'

/** The files that a fix edits, each once. */
export const filesOf = ({ edits }: Fix): string[] => [...new Set(edits.map(({ file }) => file))]

/** The sources with every fix whose edits meet no earlier one's; a fix is made as a whole or not at all. */
export function applyFixes(
  sources: readonly Source[],
  diagnostics: readonly Diagnostic[],
): { sources: readonly Source[]; applied: readonly Diagnostic[] } {
  const texts = new Map(sources.map(({ path, text }) => [path, text]))
  const taken = new Map<string, Edit[]>()
  const applied: Diagnostic[] = []
  for (const diagnostic of diagnostics) {
    const { fix } = diagnostic
    if (!fix?.edits.every(({ file }) => texts.has(file))) continue
    const merged = filesOf(fix).map((file) => {
      const own = fix.edits.filter((edit) => edit.file === file)
      const all = [...(taken.get(file) ?? []), ...own]
      return { file, all, refused: applyEdits(texts.get(file)!, all).refused.length }
    })
    if (merged.some(({ refused }) => refused > 0)) continue
    for (const { file, all } of merged) taken.set(file, all)
    applied.push(diagnostic)
  }
  return {
    applied,
    sources: sources.map((source) => {
      const edits = taken.get(source.path)
      if (!edits) return source
      const { path, document } = source
      return { path, text: applyEdits(source.text, edits).text, ...(document && { document }) }
    }),
  }
}
