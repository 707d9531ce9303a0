/** Folders and paths of the project, from its root. */
import { withoutEnd } from './without-end.ts'

/**
 * A folder or path of the configuration, from the root of the project: slashes, no `./` at its beginning and no `/` at its
 * end; `''` for the root itself.
 */
export const plainPath = (path: string): string =>
  withoutEnd(path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, ''), '/').replace(/^\.$/, '')

/** The folder that contains the page at an address: `a/` for `a/b/`, `''` for `a/`; an address that is no folder stays. */
export const folderAbove = (address: string): string =>
  address.endsWith('/') ? address.slice(0, address.slice(0, -1).lastIndexOf('/') + 1) : address

/** Whether a path is this file, or inside this folder; `''` contains every path. Both as `plainPath` returns them. */
export const isWithin = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`)

/** The longest start that all paths or addresses share and that ends in `/`; `''` if there is none. */
export function commonFolder(paths: readonly string[]): string {
  const [first = '', ...others] = paths
  let length = first.length
  for (const other of others) {
    let same = 0
    while (same < length && first[same] === other[same]) same++
    length = same
  }
  const common = first.slice(0, length)
  return common.slice(0, common.lastIndexOf('/') + 1)
}
