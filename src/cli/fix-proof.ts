/** Proves a fix: its finding is gone, and everything else is unchanged. */
import type { Compilation, Diagnostic, Hole, Source } from '../model.ts'
import { counted } from '../text/group-by.ts'

/** Sources with their compilation. */
export interface CompiledSources {
  readonly sources: readonly Source[]
  readonly compilation: Compilation
}

/** Identity of a finding, independent of its position. */
export const findingKey = ({ file, code, message }: Diagnostic): string =>
  JSON.stringify([file, code, message])

/** The findings that are still there although their fix was applied. */
export function notFixed(
  applied: readonly Diagnostic[],
  before: CompiledSources,
  after: CompiledSources,
): ReadonlySet<string> {
  const left = counted(after.compilation.diagnostics.map(findingKey))
  const had = counted(before.compilation.diagnostics.map(findingKey))
  const all = [...counted(applied.map(findingKey))]
  return new Set(
    all.filter(([key, cured]) => (left.get(key) ?? 0) > had.get(key)! - cured).map(([key]) => key),
  )
}

/** Whether fixes left everything else unchanged: no new error, and every page shows the same. */
export function isHarmless(before: CompiledSources, after: CompiledSources): boolean {
  if (errorsOf(after.compilation) > errorsOf(before.compilation)) return false
  const texts = new Map(before.sources.map(({ path, text }) => [path, text]))
  const changed = after.sources.filter(({ path, text }) => texts.get(path) !== text)
  return changed.every(
    ({ path }) => visibleText(after.compilation, path) === visibleText(before.compilation, path),
  )
}

const errorsOf = ({ diagnostics }: Compilation): number =>
  diagnostics.filter(({ severity }) => severity === 'error').length

/**
 * The author's text on a page, only letters and signs: code or not, it must not change. Rules and links are holes here,
 * and are what fixes change.
 */
export function visibleText({ program }: Compilation, path: string): string {
  const runbook = program.runbooks.find(({ source }) => source.path === path)
  const shown = (runbook?.body() ?? []).map((piece) =>
    typeof piece === 'string' ? piece : JSON.stringify(visibleHole(piece)),
  )
  return shown
    .join('')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, '')
}

/** A hole's place, and the author's words in it. */
const visibleHole = (hole: Hole): unknown =>
  hole.kind === 'name' ? hole.name : hole.kind === 'link' ? '' : hole
