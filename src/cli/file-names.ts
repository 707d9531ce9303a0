/** File names in reports: relative to the current folder for people, to the top of the repository for services. */
import { join, relative, resolve, sep } from 'node:path'
import type { Diagnostic, Place, Texts } from '../model.ts'
import type { FormatName } from '../report/index.ts'
import { below, repositoryTop } from './root.ts'

/**
 * How a format names files of `root`. GitHub, GitLab and their like only know paths from the top of the repository; a
 * person opens files from `cwd`; a program that reads `json` gets the project's paths.
 */
export function fileNaming(
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
export function withFileNames(
  diagnostics: readonly Diagnostic[],
  texts: Texts,
  name: (file: string) => string,
): { diagnostics: readonly Diagnostic[]; texts: Texts } {
  // Made for the files that are named: a book has thousands that are not.
  const shown = new Map<string, string>()
  const files = new Map<string, string>()
  const nameOf = (file: string): string => {
    const known = shown.get(file)
    if (known !== undefined) return known
    const made = name(file)
    shown.set(file, made)
    files.set(made, file)
    return made
  }
  const moved = <P extends Place>(place: P): P => ({ ...place, file: nameOf(place.file) })
  const fileOf = (made: string): string => files.get(made) ?? made
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
    texts: {
      get: (made) => texts.get(fileOf(made)),
      has: (made) => texts.has(fileOf(made)),
      keys: () => [...texts.keys()].map(nameOf),
    },
  }
}
