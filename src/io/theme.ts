/** The theme: the layouts in the program, and the files that pages load from where the tool was built. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { layouts } from '../../site/layouts/index.ts'
import type { Theme } from '../emit/site/index.ts'

/** `lib/assets`, seen from the bundle and from the sources. */
const CANDIDATES = ['assets', '../../lib/assets']

/** Throws when the tool was not built: `npm run build` does it. */
export function loadTheme(): Theme {
  const here = dirname(fileURLToPath(import.meta.url))
  for (const candidate of CANDIDATES) {
    const folder = join(here, candidate)
    const names = list(folder)
    if (names.length > 0) {
      return {
        layouts,
        assets: Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))])),
      }
    }
  }
  throw new Error(`no assets beside ${here}: the tool was not built`)
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}
