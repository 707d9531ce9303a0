/** A runbook's file → its path under the site's base: the same wherever it is asked. */
import { once } from './once.ts'
import { isIndexName } from './path.ts'

/**
 * One segment of an address: lower case, everything but letters, digits and `_` becomes a single `-`.
 * A name without any of them keeps its code points, so that two names never meet by accident.
 */
export function slug(segment: string): string {
  // Most names are plain, and patterns with classes of Unicode are slow.
  if (/^[a-z0-9_]+(?:-[a-z0-9_]+)*$/i.test(segment)) return segment.toLowerCase()
  const made = segment
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}_]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return made || [...segment].map((character) => `u${character.codePointAt(0)!.toString(16)}`).join('-')
}

/** Folders with `/` at their end, the longest first. */
const foldersOf = once((roots: readonly string[]): readonly string[] =>
  roots
    .map((root) => (root === '' || root === '.' ? '' : `${root.replace(/\/+$/, '')}/`))
    .sort((a, b) => b.length - a.length),
)

/** The file's path within the folder of `roots` that holds it (the longest where several do), without its ending. */
export function pathIn(file: string, roots: readonly string[]): string {
  const folder = foldersOf(roots).find((folder) => file.startsWith(folder)) ?? ''
  return file.slice(folder.length).replace(/\.(?:md|markdown)$/i, '')
}

/** A runbook's path under the site's base, `alloy/remote-write/`; `''` for the index of a root. */
export function pagePath(file: string, roots: readonly string[]): string {
  const segments = pathIn(file, roots).split('/')
  if (isIndexName(segments.at(-1)!)) segments.pop()
  return segments.map((segment) => `${slug(segment)}/`).join('')
}
