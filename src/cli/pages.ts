/** Documentation of the diagnostics, shipped with the program. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Folder of the pages, in the package beside the program: `lib/` when bundled, `src/cli/` when not; undefined if
 * missing.
 */
export function pagesFolder(): string | undefined {
  const here = dirname(fileURLToPath(import.meta.url))
  const candidates = [join(here, '../docs/checks'), join(here, '../../docs/checks')]
  return candidates.find((path) => existsSync(path) && readdirSync(path).length > 0)
}

/** The page of each code, where installed. */
export function pagesOf(codes: Iterable<string>): Map<string, string> {
  const folder = pagesFolder()
  const pages = new Map<string, string>()
  if (folder === undefined) return pages
  for (const code of new Set(codes)) {
    // A code may come from outside: it may name a page, but no path to another file.
    if (!/^[a-z][a-z0-9-]*$/.test(code)) continue
    const path = join(folder, `${code}.md`)
    if (existsSync(path)) pages.set(code, readFileSync(path, 'utf8'))
  }
  return pages
}
