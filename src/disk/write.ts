/**
 * Output files → disk. Leaves equal files alone; puts each new one in place in one step, in the given order; removes
 * files that an earlier build wrote and this one does not. One build at a time writes a folder.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { leadsToItself, pathProblems } from '../emit/paths.ts'
import type { OutputFile } from '../model.ts'
import { groupBy } from '../text/group-by.ts'
import { within } from '../text/once.ts'
import { withLock } from './lock.ts'
import {
  type FileState,
  fingerprintOf,
  isUnchanged,
  MANIFEST,
  type Manifest,
  manifestOf,
  readManifest,
} from './manifest.ts'
import {
  Folders,
  isBelow,
  isWithin,
  PlaceError,
  realOf,
  removeStale,
  replaceFile,
  targetIn,
  temporaryIn,
} from './place.ts'
import { readRegular } from './regular.ts'
import { writeOnThread } from './write-thread.ts'

export { manifestFingerprint } from './manifest.ts'
export { replaceFile } from './place.ts'

export interface Changes {
  readonly written: readonly string[]
  readonly removed: readonly string[]
  readonly unchanged: number
}

export interface Written extends Changes {
  /** Fingerprint of the resulting files: while it is the same, every output is unchanged. */
  readonly print: string
  /** Of the files written, those that replaced one that no build is known to have written. */
  readonly replaced: readonly string[]
}

/** Whether a file's key shows, without making the file, that it is up to date. */
const isKnown = (dir: string, { key }: OutputFile, left: FileState): boolean =>
  key !== undefined && left[1] === key() && isUnchanged(dir, left)

/** Whether the file on disk has this text. */
function hasText(dir: string, path: string, text: string | Uint8Array): boolean {
  try {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text
    return readRegular(join(dir, path), bytes.length)?.equals(bytes) ?? false
  } catch {
    return false
  }
}

/** The changes that writing would make; touches nothing. */
export function compareOutputs(dir: string, outputs: readonly OutputFile[]): Changes {
  const { left } = readManifest(dir)
  const isCurrent = (file: OutputFile): boolean => {
    const before = left.get(file.path)
    return (before && isKnown(dir, file, before)) || hasText(dir, file.path, file.make())
  }
  const written = outputs.filter((file) => !isCurrent(file)).map(({ path }) => path)
  return {
    written,
    removed: obsoleteFiles(dir, outputs, left),
    unchanged: outputs.length - written.length,
  }
}

/** What belongs to the author, as absolute paths: never replaced, never removed. */
export interface Kept {
  readonly root: string
  readonly sources: readonly string[]
}

/** Files of an output folder that are the author's. */
interface Authors {
  /** Whether the project or a source of it is in the folder. */
  readonly isShared: boolean
  /** Why a file is the author's; undefined if it is not. */
  why(path: string): string | undefined
}

/** In a folder that holds the project or a source of it, every file is the author's that no build is known to have written. */
function authorsOf(dir: string, { root, sources }: Kept, left: Manifest['left']): Authors {
  const real = realOf(dir) ?? dir
  const own = realPaths(sources)
  const isShared = [realOf(root) ?? root, ...own].some((path) => isBelow(path, real))
  return {
    isShared,
    why(path) {
      // Otherwise no source is in the folder either.
      if (!isShared) return undefined
      const target = join(real, path)
      if (own.has(target)) return 'it is a source of the project'
      return !left.has(path) && existsSync(target)
        ? 'the project is in that folder, and no build wrote this file'
        : undefined
    },
  }
}

/**
 * Files behind all links. Each folder is resolved and listed once: to look at each of 1,190 sources took 25 of 900 ms of a
 * build after one change (Node 24, busy).
 */
function realPaths(files: readonly string[]): Set<string> {
  const folders = new Map<string, { real: string; links: ReadonlySet<string> | undefined }>()
  return new Set(
    files.map((file) => {
      const [path, name] = [dirname(file), basename(file)]
      const folder = within(folders, path, () => ({ real: realOf(path) ?? path, links: linksIn(path) }))
      const isPlain = folder.links !== undefined && !folder.links.has(name)
      return isPlain ? join(folder.real, name) : (realOf(file) ?? file)
    }),
  )
}

/** The names of the symbolic links in a folder; undefined if it cannot be listed. */
function linksIn(folder: string): ReadonlySet<string> | undefined {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return new Set(entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name))
  } catch {
    return undefined
  }
}

/** Files that an earlier build wrote and this one does not. */
function obsoleteFiles(dir: string, outputs: readonly OutputFile[], left: Manifest['left']): string[] {
  const paths = new Set(outputs.map(({ path }) => path))
  return [...left.keys()].filter(
    (path) => !paths.has(path) && existsSync(join(dir, path)) && isWithin(dir, path),
  )
}

/** Where file names ignore case, a redirect to the same address in other case would replace its target page. */
const foldsCase = process.platform === 'darwin' || process.platform === 'win32'

/**
 * Writes the differences. Throws a `PlaceError` before anything is written if a path is not below `dir` or two files
 * share one; throws the system's error if the folder cannot be written: each file is then old or new. `thread`: a script
 * that calls `answerWrites`; without it, this thread writes every file.
 */
export function writeOutputs(
  dir: string,
  outputs: readonly OutputFile[],
  kept: Kept = { root: dirname(dir), sources: [] },
  thread?: URL,
): Written {
  const [problem] = pathProblems(outputs)
  if (problem) throw new PlaceError(problem.message, problem.hint)
  const files = foldsCase ? outputs.filter((file) => !leadsToItself(file)) : outputs
  for (const { path } of files) targetIn(dir, path)
  mkdirSync(dir, { recursive: true })
  return withLock(dir, () => writeAlone(dir, files, kept, thread))
}

function writeAlone(
  dir: string,
  outputs: readonly OutputFile[],
  kept: Kept,
  thread: URL | undefined,
): Written {
  removeStale(dir)
  const before = readManifest(dir)
  const authors = authorsOf(dir, kept, before.left)
  // In a folder shared with the project, a list that anybody could have committed removes only what looks like ours.
  const isKept = (path: string): boolean =>
    authors.why(path) !== undefined || (authors.isShared && !/^(?:site|rules)\//.test(path))
  for (const { path } of outputs) {
    const why = authors.why(path)
    if (why !== undefined)
      throw new PlaceError(
        `cannot write \`${path}\` below \`${dir}\`: ${why}`,
        'choose another `output.dir`, or move that file; nothing was written',
      )
  }
  const isAnnounced = announce(dir, outputs, before)
  const folders = new Folders(dir)
  const written = new Set<string>()
  const replaced: string[] = []
  const known = new Map<string, FileState>()
  for (const [top, files] of groupBy(outputs, topFolder)) {
    // A new folder is written as a whole beside its place, then renamed once.
    if (top !== '' && !existsSync(join(dir, top))) writeFolder(dir, top, files, written, thread)
    else writeChanged(dir, files, before.left, folders, written, known, replaced)
  }
  const removed = obsoleteFiles(dir, outputs, before.left).filter((path) => !isKept(path))
  for (const path of removed) {
    rmSync(join(dir, path), { force: true })
    removeEmpty(dir, dirname(path))
  }
  const manifest = manifestOf(outputs.map((file) => known.get(file.path) ?? currentState(dir, file)))
  if (isAnnounced || before.text !== manifest) replaceFile(join(dir, MANIFEST), manifest)
  return {
    written: [...written],
    removed,
    unchanged: outputs.length - written.size,
    print: fingerprintOf(manifest),
    replaced,
  }
}

/** Notes the files that are about to be made: the build after one that was killed knows them for ours. Whether there are any. */
function announce(dir: string, outputs: readonly OutputFile[], { left }: Manifest): boolean {
  const fresh = outputs.filter(({ path }) => !left.has(path) && !existsSync(join(dir, path)))
  if (fresh.length === 0) return false
  const files = [...left.values(), ...fresh.map(({ path }): FileState => [path, null, -1, 0])]
  replaceFile(join(dir, MANIFEST), manifestOf(files))
  return true
}

/** `site` for `site/index.html`; empty for `rules.yml`. */
const topFolder = ({ path }: OutputFile): string => path.slice(0, Math.max(0, path.indexOf('/')))

function writeFolder(
  dir: string,
  top: string,
  files: readonly OutputFile[],
  written: Set<string>,
  thread: URL | undefined,
): void {
  const temporary = temporaryIn(dir)
  const folders = new Folders(temporary)
  try {
    const pathOf = ({ path }: OutputFile): string => path.slice(top.length + 1)
    if (!writeOnThread(temporary, files, pathOf, thread))
      for (const file of files) writeFileSync(folders.targetOf(pathOf(file)), file.make())
    for (const { path } of files) written.add(path)
    renameSync(temporary, join(dir, top))
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true })
    throw error
  }
}

function writeChanged(
  dir: string,
  files: readonly OutputFile[],
  left: Manifest['left'],
  folders: Folders,
  written: Set<string>,
  known: Map<string, FileState>,
  replaced: string[],
): void {
  for (const file of files) {
    const { path } = file
    const before = left.get(path)
    if (before && isKnown(dir, file, before)) {
      known.set(path, before)
      continue
    }
    const text = file.make()
    if (hasText(dir, path, text)) continue
    if (before === undefined && existsSync(join(dir, path))) replaced.push(path)
    // Beside the manifest, where files left by a killed build are easy to find.
    replaceFile(folders.targetOf(path), text, dir)
    written.add(path)
  }
}

function currentState(dir: string, { path, key }: OutputFile): FileState {
  const { size, mtimeMs } = statSync(join(dir, path))
  return [path, key?.() ?? null, size, Math.round(mtimeMs)]
}

function removeEmpty(dir: string, folder: string): void {
  for (let path = folder; path !== '.' && path !== ''; path = dirname(path)) {
    if (!existsSync(join(dir, path)) || readdirSync(join(dir, path)).length > 0) return
    rmdirSync(join(dir, path))
  }
}
