/** Proves a fix: its finding is gone, and everything else is unchanged. */
import type { Compilation, Diagnostic, Hole, Source } from '../model.ts'

/** Sources with their compilation. */
export interface State {
  readonly sources: readonly Source[]
  readonly compilation: Compilation
}

/** Identity of a finding, independent of its position. */
export const identity = ({ file, code, message }: Diagnostic): string => JSON.stringify([file, code, message])

const countOf = (found: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const one of found) counts.set(one, (counts.get(one) ?? 0) + 1)
  return counts
}

/** The findings that are still there although their fix was applied. */
export function uncured(applied: readonly Diagnostic[], before: State, after: State): ReadonlySet<string> {
  const left = countOf(after.compilation.diagnostics.map(identity))
  const had = countOf(before.compilation.diagnostics.map(identity))
  const all = [...countOf(applied.map(identity))]
  return new Set(
    all.filter(([key, cured]) => (left.get(key) ?? 0) > had.get(key)! - cured).map(([key]) => key),
  )
}

/** Whether fixes left everything else unchanged: no new error, and every page shows the same. */
export function isHarmless(before: State, after: State): boolean {
  if (errorsOf(after.compilation) > errorsOf(before.compilation)) return false
  const texts = new Map(before.sources.map(({ path, text }) => [path, text]))
  const changed = after.sources.filter(({ path, text }) => texts.get(path) !== text)
  return changed.every(({ path }) => shows(after.compilation, path) === shows(before.compilation, path))
}

const errorsOf = ({ diagnostics }: Compilation): number =>
  diagnostics.filter(({ severity }) => severity === 'error').length

/**
 * The author's text on a page, only letters and signs: code or not, it must not change. Rules and links are holes here,
 * and are what fixes change.
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

/** A hole's place, and the author's words in it. */
const held = (hole: Hole): unknown => (hole.kind === 'name' ? hole.name : hole.kind === 'link' ? '' : hole)
