/** The theme: the layouts in the program, and the assets built with the tool. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { layouts } from '../../site/layouts/index.ts'
import type { Theme } from '../emit/site/index.ts'
import type { Parsed } from '../model.ts'
import { crypto } from './crypto.ts'
import { namesIn } from './regular.ts'

/** `lib/assets`, relative to the bundle and to the sources. */
const CANDIDATES = ['assets', '../../lib/assets']

/** `version`: distinguishes builds of the tool. Throws if the tool has not been built: `npm run build` does that. */
export function loadTheme(version: string = ''): Theme {
  const here = dirname(fileURLToPath(import.meta.url))
  for (const candidate of CANDIDATES) {
    const folder = join(here, candidate)
    const names = namesIn(folder)
    if (names.length > 0) {
      const assets = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))]))
      return { version, layouts, assets, hashes: hashesOf(assets) }
    }
  }
  throw new Error(`no assets beside ${here}: the tool was not built`)
}

/** Fingerprints of assets, short enough for an address. */
export function hashesOf(assets: Theme['assets']): Record<string, string> {
  const hashes = Object.entries(assets).map(([name, content]) => [
    name,
    crypto().hash('sha256', content, 'hex').slice(0, 12),
  ])
  return Object.fromEntries(hashes) as Record<string, string>
}

/** The theme for a book; the diagram renderer is large, so it is loaded only if a runbook has a diagram. */
export async function loadThemeFor(parsed: readonly Parsed[], version: string): Promise<Theme> {
  const theme = loadTheme(version)
  return parsed.some(hasDiagram) ? { ...theme, draw: await loadDiagrams() } : theme
}

/** Loads the diagram renderer. */
export async function loadDiagrams(): Promise<NonNullable<Theme['draw']>> {
  const diagrams = await import('../../site/diagrams.ts')
  return diagrams.loadDiagrams()
}

const hasDiagram = (parsed: Parsed): boolean => parsed.kind === 'runbook' && parsed.diagrams.length > 0
