/** Paths of sources: parts with `/` between them, from the root of the project. Pure, so that stages may use it. */

/** The folder of a path; `.` where it has none. */
export function dirname(path: string): string {
  const at = path.lastIndexOf('/')
  return at < 0 ? '.' : path.slice(0, at)
}

/** A path without `.` and with `..` taken back; what leads out of the root keeps its `..`. */
export function normalize(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else parts.push(part)
  }
  return parts.join('/')
}

/** Names of files that stand for their folder, as they are usually spelled. */
export const INDEX_FILES = ['index', '_index', 'README'] as const

/** Whether a file of that name, without its ending, stands for its folder. */
export const isIndexName = (name: string): boolean => /^(?:_?index|readme)$/i.test(name)
