/**
 * The only code that puts files into a folder. A target is always below its folder, even behind symbolic links; a
 * reader sees the old file or the new one; files left by a killed run are removed by the next.
 */
import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { pathFault } from '../emit/paths.ts'
import { lazy } from '../text/once.ts'
import { crypto } from './crypto.ts'
import { namesIn } from './regular.ts'

/** A file cannot be put in its place; nothing was changed. */
export class PlaceError extends Error {
  readonly hint: string
  constructor(message: string, hint: string) {
    super(message)
    this.hint = hint
  }
}

/** Longest path in bytes on Linux, including the final zero; other systems accept less and report an error. */
const PATH_MAX = 4096

/** Names that Windows reserves for devices, with any file ending, and characters that it forbids in names. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|[<>:"|?*]|[. ]$/i

/** The location of a path below a folder. Throws a `PlaceError` if it is not below. */
export function targetIn(folder: string, path: string): string {
  const reserved = process.platform === 'win32' && path.split('/').some((part) => RESERVED.test(part))
  const fault = pathFault(path) ?? (reserved ? 'Windows reserves a name in it' : undefined)
  const target = `${folder}${folder.endsWith(sep) ? '' : '/'}${path}`
  if (fault === undefined && Buffer.byteLength(target) < PATH_MAX) return target
  throw new PlaceError(
    `cannot write \`${JSON.stringify(path).slice(1, 120)}\`: ${fault ?? 'the whole path is too long for this system'}`,
    'nothing was written for it',
  )
}

/** Creates the folders of targets below a folder, each once; refuses links that lead out of it. */
export class Folders {
  readonly #top: string
  readonly #real: string
  readonly #made = new Set<string>()

  /** Creates the folder itself if needed; it may be a link, set by its owner. */
  constructor(top: string) {
    mkdirSync(top, { recursive: true })
    this.#top = top
    this.#real = realpathSync.native(top)
  }

  /** Creates the folder of a file; returns the file's location. */
  targetOf(path: string): string {
    const target = targetIn(this.#top, path)
    const at = path.lastIndexOf('/')
    if (at > 0) this.#make(path.slice(0, at))
    return target
  }

  #make(path: string): void {
    if (this.#made.has(path)) return
    const above = path.lastIndexOf('/')
    if (above > 0) this.#make(path.slice(0, above))
    const folder = join(this.#top, path)
    const stat = lstatSync(folder, { throwIfNoEntry: false })
    if (!stat) makeFolder(folder)
    else if (!stat.isDirectory()) this.#refuse(path, folder, stat)
    this.#made.add(path)
  }

  #refuse(path: string, folder: string, stat: Stats): void {
    const real = stat.isSymbolicLink() ? realOf(folder) : undefined
    if (real !== undefined && isBelow(real, this.#real) && statSync(folder).isDirectory()) return
    throw new PlaceError(
      stat.isSymbolicLink()
        ? `cannot write below \`${join(this.#top, path)}\`: it is a symbolic link to something outside \`${this.#top}\``
        : `cannot write below \`${join(this.#top, path)}\`: it is not a folder`,
      `remove it, and run the command again`,
    )
  }
}

/** Another process may create the same folder at the same moment. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** Whether a path is that folder or below it; both as the system resolves them. */
export const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)

/** Whether a path is really below a folder, and not elsewhere behind a link. */
export function isWithin(folder: string, path: string): boolean {
  const real = realOf(dirname(join(folder, path)))
  const top = realOf(folder)
  return real !== undefined && top !== undefined && isBelow(real, top)
}

/** The path behind all links; undefined if there is nothing. */
export function realOf(path: string): string | undefined {
  try {
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}

/** This machine's id in the names of temporary files: process ids mean nothing on another machine. */
const here = lazy(() => crypto().createHash('sha256').update(hostname()).digest('hex').slice(0, 6))
const TEMPORARY = /^\.alertbook-([0-9a-f]{6})-(\d+)-[0-9a-f]+\.tmp$/
/** Milliseconds after which a temporary file of another machine is considered abandoned. */
const OLD = 3_600_000

/** A new name in a folder: short, so that it fits wherever the file's own name does, and hidden. */
export const temporaryIn = (folder: string): string =>
  join(folder, `.alertbook-${here()}-${process.pid}-${crypto().randomBytes(6).toString('hex')}.tmp`)

/** Removes what killed processes left in a folder. */
export function removeStale(folder: string): void {
  for (const name of namesIn(folder)) {
    const [, machine, pid] = TEMPORARY.exec(name) ?? []
    if (machine === undefined) continue
    const path = join(folder, name)
    const stat = lstatSync(path, { throwIfNoEntry: false })
    const isDead = machine === here() ? !isAlive(Number(pid)) : stat && Date.now() - stat.mtimeMs > OLD
    if (isDead) rmSync(path, { recursive: true, force: true })
  }
}

/** Whether a process is running on this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** Content of a file: a text, bytes, or a text in parts that are written one by one. */
export type Content = string | Uint8Array | Iterable<string>

/**
 * Puts a file in place in one step: a reader sees the old one or the new one. `beside`: folder for the temporary file,
 * on the same disk. Throws the system's error, and leaves the old file.
 */
export function replaceFile(target: string, content: Content, beside: string = dirname(target)): void {
  const temporary = temporaryIn(beside)
  try {
    if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(temporary, content)
    else writeParts(temporary, content)
    moveTo(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** A folder below may be on another disk: then the file is copied there first. */
function moveTo(temporary: string, target: string): void {
  try {
    renameSync(temporary, target)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EXDEV' || dirname(temporary) === dirname(target)) throw error
    const content = readFileSync(temporary)
    rmSync(temporary, { force: true })
    replaceFile(target, content)
  }
}

/** Characters gathered before each write. */
const GATHERED = 1 << 20

function writeParts(path: string, parts: Iterable<string>): void {
  const file = openSync(path, 'w')
  try {
    let gathered = ''
    for (const part of parts) {
      gathered += part
      if (gathered.length < GATHERED) continue
      writeFileSync(file, gathered)
      gathered = ''
    }
    writeFileSync(file, gathered)
  } finally {
    closeSync(file)
  }
}

/** Puts a project's file in place: `path` is below `root`, also after following links. Creates its folders. */
export function placeFile(root: string, path: string, content: Content): void {
  removeStale(root)
  replaceFile(new Folders(root).targetOf(path), content, root)
}
