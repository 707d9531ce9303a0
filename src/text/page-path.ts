/** A runbook's file → its path under the site's base. One function, so that the path is the same everywhere. */
import { plainPath } from './folder.ts'
import { once } from './once.ts'
import { isIndexName, MARKDOWN } from './path.ts'

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
    .map(plainPath)
    .map((root) => (root === '' ? '' : `${root}/`))
    .sort((a, b) => b.length - a.length),
)

/** The file's path within its folder of `roots` (of several, the longest), without its file ending. */
export function pathIn(file: string, roots: readonly string[]): string {
  const folder = foldersOf(roots).find((folder) => file.startsWith(folder)) ?? ''
  return file.slice(folder.length).replace(MARKDOWN, '')
}

/** Where the Markdown of a project lies. */
export interface MarkdownFolders {
  readonly runbooks: readonly string[]
  readonly docs: readonly string[]
}

/** Whether a file is shown as it is: of the folders that hold it, or its own name, the longest is one of `docs`. */
export function isDocument(file: string, { runbooks, docs }: MarkdownFolders): boolean {
  if (docs.length === 0) return false
  const depth = (roots: readonly string[]): number =>
    Math.max(-1, ...foldersOf(roots).flatMap((folder) => (isWithin(file, folder) ? [folder.length] : [])))
  return depth(docs) > depth(runbooks)
}

/** Of a path from the root on nothing is left out. */
const TOP: readonly string[] = []

const isWithin = (file: string, folder: string): boolean => file.startsWith(folder) || `${file}/` === folder

/**
 * The path of a page under the site's base: of a runbook within its folder, `alloy/remote-write/`, and `''` for the index
 * of one; of a document from the root of the project on, `docs/format/`. The site has an index: a `README.md` at the
 * root is `readme/`.
 */
export function pagePath(file: string, folders: MarkdownFolders): string {
  const isShown = isDocument(file, folders)
  const segments = pathIn(file, isShown ? TOP : folders.runbooks).split('/')
  if (isIndexName(segments.at(-1)!) && !(isShown && segments.length === 1)) segments.pop()
  return segments.map((segment) => `${slug(segment)}/`).join('')
}
