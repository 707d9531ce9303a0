/** The files that a page is made of, all in one folder. */

/** The rules of a page as they are deployed. */
export const RULES = 'rules.html'

/** The tests of a page as they are written. */
export const TESTS = 'tests.html'

const NAMES: ReadonlySet<string> = new Set(['index.html', RULES, TESTS])

/** The folder of a file, `alloy/down/` for `alloy/down/tests.html`; `''` for one at the root. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

/** The path of the page that a file belongs to; undefined for a file that is no page's. */
export function pageOf(path: string): string | undefined {
  const folder = folderOf(path)
  return NAMES.has(path.slice(folder.length)) ? folder : undefined
}
