/**
 * Finds the sources in a folder. Every real folder is read once, however many links lead to it; a link's target must be
 * in the project, and outside everything that is never read (hidden folders, `node_modules`, the output).
 */
import { type Dirent, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { byCodeUnits } from '../text/compare.ts'
import { realOf } from './place.ts'

/** The file at a path that is to be a source. */
export interface Found {
  readonly path: string
  /** Why it cannot be read: a link out of the project, or a folder without permission. */
  readonly fault?: Fault
}

export interface Fault {
  readonly code: 'file-outside' | 'file-unreadable'
  readonly message: string
  readonly hint: string
}

/** The wanted files of a list of folders; `others` is called for the rest. */
export interface Wanted {
  readonly folders: readonly string[]
  isWanted(path: string): boolean
  others?(path: string): void
}

export const OUTSIDE: Fault = {
  code: 'file-outside',
  message: 'This is a symbolic link to something outside the project, or to something that is never read',
  hint: 'replace it with the file itself',
}

const BROKEN: Fault = {
  code: 'file-unreadable',
  message: 'This is a symbolic link to something that is not there',
  hint: 'correct the link, remove it, or list it under `exclude` in alertbook.yml',
}

const ELSEWHERE: Fault = {
  code: 'file-outside',
  message: 'This folder is outside the project',
  hint: 'pass the folder that contains both as `--root`, and put alertbook.yml there',
}

/** State of a path; undefined if nothing is there, or nothing that can be examined (a link to itself). */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined

/** Looks into the folders of a project. `root` is its folder; what `isSkipped` says of is never a source. */
export class Walk {
  readonly found: Map<string, Found> = new Map()
  readonly #root: string
  readonly #real: string
  readonly #isSkipped: (path: string) => boolean
  /** Real folders already read, for each list of folders. */
  #seen = new Set<string>()

  constructor(root: string, isSkipped: (path: string) => boolean = () => false) {
    this.#root = root
    this.#real = realpathSync.native(root)
    this.#isSkipped = isSkipped
  }

  /** What was found, in order of path. */
  files(): Found[] {
    return [...this.found.values()].sort((a, b) => byCodeUnits(a.path, b.path))
  }

  /** Adds the wanted files below folders (or a single file with such a name); returns names that do not exist. */
  add(wanted: Wanted): string[] {
    this.#seen = new Set()
    const links: string[] = []
    const missing = wanted.folders.filter((folder) => !this.#top(folder, wanted, links))
    // Links come last, so that a folder found both ways goes by its own name.
    for (let link = links.shift(); link !== undefined; link = links.shift()) this.#link(link, wanted, links)
    return missing
  }

  #top(path: string, wanted: Wanted, links: string[]): boolean {
    const full = join(this.#root, path)
    if (!isThere(full)) return false
    // A configured path may be hidden; a link's target may not.
    const real = isOfProject(this.#root, path) ? realOf(full) : undefined
    if (real === undefined) this.#note(path, /^\.\.(?:\/|$)/.test(path) ? ELSEWHERE : OUTSIDE)
    else if (statOf(full)?.isDirectory()) this.#list(path, real, wanted, links)
    else this.#note(path)
    return true
  }

  #list(path: string, real: string, wanted: Wanted, links: string[]): void {
    if (this.#seen.has(real)) return
    this.#seen.add(real)
    for (const entry of this.#entries(path)) {
      const child = path === '' ? entry.name : `${path}/${entry.name}`
      if (this.#isSkipped(child)) continue
      if (entry.name.startsWith('.') || entry.name === 'node_modules') {
        // A pattern of Prometheus' would take it. At the root of a project, hidden files are those of tools.
        if (path !== '' && entry.isFile() && wanted.isWanted(child)) wanted.others?.(child)
        continue
      }
      if (entry.isSymbolicLink()) links.push(child)
      else if (entry.isDirectory()) this.#list(child, `${real}${sep}${entry.name}`, wanted, links)
      else if (wanted.isWanted(child)) this.#note(child)
      else wanted.others?.(child)
    }
  }

  #entries(path: string): Dirent[] {
    try {
      return readdirSync(join(this.#root, path), { withFileTypes: true })
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      this.#note(path === '' ? '.' : path, {
        code: 'file-unreadable',
        message: `This folder cannot be listed (${code ?? String(error)})`,
        hint: 'check that it is readable',
      })
      return []
    }
  }

  /** A broken link counts as an unreadable file. */
  #link(path: string, wanted: Wanted, links: string[]): void {
    const full = join(this.#root, path)
    const stat = statOf(full)
    if (!stat?.isDirectory() && !wanted.isWanted(path)) {
      wanted.others?.(path)
      return
    }
    const real = stat && this.#inside(full)
    if (!stat) this.#note(path, BROKEN)
    else if (real === undefined) this.#note(path, OUTSIDE)
    else if (stat?.isDirectory()) this.#list(path, real!, wanted, links)
    else this.#note(path)
  }

  #note(path: string, fault?: Fault): void {
    if (!this.found.get(path)?.fault) this.found.set(path, { path, ...(fault && { fault }) })
  }

  /** The real path, if a source is allowed there. */
  #inside(full: string): string | undefined {
    const real = realOf(full)
    return real !== undefined && isReadable(this.#real, real, this.#isSkipped) ? real : undefined
  }
}

/** Whether a real path is in a real folder, but not in a hidden one, in `node_modules` or in a skipped one. */
function isReadable(folder: string, real: string, isSkipped: (path: string) => boolean): boolean {
  const path = relative(folder, real).split(sep).join('/')
  if (path === '') return true
  const parts = path.split('/')
  if (parts[0] === '..' || /^[a-z]:$/i.test(parts[0]!)) return false
  if (parts.some((part) => part.startsWith('.') || part === 'node_modules')) return false
  return !parts.some((_, index) => isSkipped(parts.slice(0, index + 1).join('/')))
}

/**
 * Whether a file that a source names is in the project. Its name may be hidden, but a link must not lead where no
 * source is allowed.
 */
export function isOfProject(root: string, path: string): boolean {
  const top = realOf(root)
  const real = realOf(join(root, path))
  if (top === undefined || real === undefined) return false
  const isAsNamed = real === join(top, path) && !relative(top, real).startsWith('..')
  return isAsNamed || isReadable(top, real, () => false)
}
