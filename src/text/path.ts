/** Paths of sources, with `/` between parts, from the project root. Pure, so stages may use it. */

/** The folder of a path; `.` if it has none. */
export function dirname(path: string): string {
  const at = path.lastIndexOf('/')
  return at < 0 ? '.' : path.slice(0, at)
}

/** Removes `.` from a path and resolves `..`; one that leads out of the root stays. */
export function normalize(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else parts.push(part)
  }
  return parts.join('/')
}

/** How the name of a Markdown file ends; Middleman makes `a.html` of `a.html.md`. */
export const MARKDOWN: RegExp = /(?:\.html)?\.(?:md|markdown)$/i

/** Names of files that represent their folder, in the usual spelling. */
export const INDEX_FILES = ['index', '_index', 'README'] as const

/** Whether a file with this name, without its file ending, represents its folder. */
export const isIndexName = (name: string): boolean => /^(?:_?index|readme)$/i.test(name)
