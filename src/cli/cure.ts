/** What proves a fix: its finding is gone, and everything else is as it was. */
import type { Compilation, Diagnostic, Hole, Source } from '../model.ts'

/** Sources, and what they compile to. */
export interface State {
  readonly sources: readonly Source[]
  readonly compilation: Compilation
}

/** A finding wherever it stands. */
export const identity = ({ file, code, message }: Diagnostic): string => JSON.stringify([file, code, message])

const countOf = (found: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const one of found) counts.set(one, (counts.get(one) ?? 0) + 1)
  return counts
}

/** The findings whose fix was applied and that are there all the same. */
export function uncured(applied: readonly Diagnostic[], before: State, after: State): ReadonlySet<string> {
  const left = countOf(after.compilation.diagnostics.map(identity))
  const had = countOf(before.compilation.diagnostics.map(identity))
  const all = [...countOf(applied.map(identity))]
  return new Set(
    all.filter(([key, cured]) => (left.get(key) ?? 0) > had.get(key)! - cured).map(([key]) => key),
  )
}

/** Whether fixes left everything else as it was: no error more, and every page shows what it showed. */
export function isHarmless(before: State, after: State): boolean {
  if (errorsOf(after.compilation) > errorsOf(before.compilation)) return false
  const texts = new Map(before.sources.map(({ path, text }) => [path, text]))
  const changed = after.sources.filter(({ path, text }) => texts.get(path) !== text)
  return changed.every(({ path }) => shows(after.compilation, path) === shows(before.compilation, path))
}

const errorsOf = ({ diagnostics }: Compilation): number =>
  diagnostics.filter(({ severity }) => severity === 'error').length

/**
 * What a page shows of its author's text, letters and signs alone: code or not, that has to stay. Rules and links
 * are holes here, and what fixes are for.
 */
export function shows({ program }: Compilation, path: string): string {
  const runbook = program.runbooks.find(({ source }) => source.path === path)
  const shown = (runbook?.body() ?? []).map((piece) =>
    typeof piece === 'string' ? piece : JSON.stringify(held(piece)),
  )
  return shown
    .join('')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, '')
}

/** Where a hole is, and the words of the author in it. */
const held = (hole: Hole): unknown => (hole.kind === 'name' ? hole.name : hole.kind === 'link' ? '' : hole)
