/** Files as a report names them: from the folder one is in for people, from the top of the repository for services. */
import { join, relative, resolve, sep } from 'node:path'
import type { Diagnostic, Place, Texts } from '../model.ts'
import type { FormatName } from '../report/index.ts'
import { below, repositoryTop } from './root.ts'

/**
 * How a file of `root` is named in a format. GitHub, GitLab and their like know files from the top of the repository
 * alone; a person wants to open them from `cwd`; a program that reads `json` gets the names of the project.
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

/** Findings and texts with other names for their files. */
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
      // Made when it is asked for: many a report never does.
      get fix() {
        const { fix } = one
        return fix && { ...fix, edits: fix.edits.map(moved) }
      },
    })),
    texts: { get: textOf, has: (file) => files.has(file), keys: () => files.keys() },
  }
}
