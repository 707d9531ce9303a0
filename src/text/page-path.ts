/** A runbook's file → its path under the site's base. One function, so that the path is the same everywhere. */
import { once } from './once.ts'
import { isIndexName } from './path.ts'

/**
 * One segment of an address: lower case; every run of other characters than letters, digits and `_` becomes one `-`. A
 * name without any of these becomes its code points, so that two names never collide by accident.
 */
export function slug(segment: string): string {
  // Most names are plain, and patterns with Unicode classes are slow.
  if (/^[a-z0-9_]+(?:-[a-z0-9_]+)*$/i.test(segment)) return segment.toLowerCase()
  const made = segment
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}_]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return made || [...segment].map((character) => `u${character.codePointAt(0)!.toString(16)}`).join('-')
}

/** Folders ending in `/`, longest first. */
const foldersOf = once((roots: readonly string[]): readonly string[] =>
  roots
    .map((root) => (root === '' || root === '.' ? '' : `${root.replace(/\/+$/, '')}/`))
    .sort((a, b) => b.length - a.length),
)

/** The file's path within its folder of `roots` (of several, the longest), without its file ending. */
export function pathIn(file: string, roots: readonly string[]): string {
  const folder = foldersOf(roots).find((folder) => file.startsWith(folder)) ?? ''
  return file.slice(folder.length).replace(/\.(?:md|markdown)$/i, '')
}

/** A runbook's path under the site's base, `alloy/remote-write/`; `''` for a root's index. */
export function pagePath(file: string, roots: readonly string[]): string {
  const segments = pathIn(file, roots).split('/')
  if (isIndexName(segments.at(-1)!)) segments.pop()
  return segments.map((segment) => `${slug(segment)}/`).join('')
}
