/** File names in reports: relative to the current folder for people, to the top of the repository for services. */
import { join, relative, resolve, sep } from 'node:path'
import type { Diagnostic, Place, Texts } from '../model.ts'
import type { FormatName } from '../report/index.ts'
import { below, repositoryTop } from './root.ts'

/**
 * How a format names files of `root`. GitHub, GitLab and their like only know paths from the top of the repository; a
 * person opens files from `cwd`; a program that reads `json` gets the project's paths.
 */
export function naming(
  format: FormatName,
  root: string,
  cwd: string,
): ((file: string) => string) | undefined {
  if (format === 'json') return undefined
  if (format === 'pretty') {
    const isNear = below(root, cwd) !== undefined || below(cwd, root) !== undefined
    if (root === cwd || !isNear) return undefined
    return (file) => relative(cwd, join(root, file)).split(sep).join('/')
  }
  const top = repositoryTop(root)
  return (file) => (top === undefined ? undefined : below(top, resolve(root, file))) ?? file
}

/** Findings and texts with their files renamed. */
export function renamed(
  diagnostics: readonly Diagnostic[],
  texts: Texts,
  name: (file: string) => string,
): { diagnostics: readonly Diagnostic[]; texts: Texts } {
  const moved = <P extends Place>(place: P): P => ({ ...place, file: name(place.file) })
  const files = new Map([...texts.keys()].map((file) => [name(file), file]))
  const textOf = (file: string): string | undefined => texts.get(files.get(file) ?? file)
  return {
    diagnostics: diagnostics.map((one) => ({
      ...moved(one),
      ...(one.related && { related: one.related.map(moved) }),
      // Computed on demand: many reports never need it.
      get fix() {
        const { fix } = one
        return fix && { ...fix, edits: fix.edits.map(moved) }
      },
    })),
    texts: { get: textOf, has: (file) => files.has(file), keys: () => files.keys() },
  }
}
