/**
 * The one door through which files are put into a folder. A target lies below its folder, also behind symbolic links; a
 * reader sees the old file or the new one; what a killed run left behind is taken away by the next one.
 */
import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
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

/** A file that cannot be put where it belongs: nothing was changed for it. */
export class PlaceError extends Error {
  readonly hint: string
  constructor(message: string, hint: string) {
    super(message)
    this.hint = hint
  }
}

/** Bytes of a whole path, with the zero at its end, that Linux takes; others take less and say so. */
const PATH_MAX = 4096

/** Names that Windows keeps for devices, with any ending, and characters that it takes in no name. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|[<>:"|?*]|[. ]$/i

/** Where a path below a folder lies. Throws a `PlaceError` when it cannot be below it. */
export function targetIn(folder: string, path: string): string {
  const reserved = process.platform === 'win32' && path.split('/').some((part) => RESERVED.test(part))
  const fault = pathFault(path) ?? (reserved ? 'Windows keeps a name in it for itself' : undefined)
  const target = `${folder}${folder.endsWith(sep) ? '' : '/'}${path}`
  if (fault === undefined && Buffer.byteLength(target) < PATH_MAX) return target
  throw new PlaceError(
    `cannot write \`${JSON.stringify(path).slice(1, 120)}\`: ${fault ?? 'the whole path is too long for this system'}`,
    'nothing was written for it',
  )
}

/** Makes the folders of targets below a folder, each once; refuses what leads out of it through a link. */
export class Folders {
  readonly #top: string
  readonly #real: string
  readonly #made = new Set<string>()

  /** The folder itself is made when it is not there; it may be a link, which its owner set. */
  constructor(top: string) {
    mkdirSync(top, { recursive: true })
    this.#top = top
    this.#real = realpathSync.native(top)
  }

  /** Makes the folder of a file; returns where the file goes. */
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
        ? `cannot write below \`${join(this.#top, path)}\`: it is a symbolic link that leads out of \`${this.#top}\``
        : `cannot write below \`${join(this.#top, path)}\`: it is no folder`,
      `remove it, and run the command again`,
    )
  }
}

/** Somebody else may make the same folder at the same moment. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)

/** Whether a file below a folder is there, and not somewhere else behind a link. */
export function isWithin(folder: string, path: string): boolean {
  const real = realOf(dirname(join(folder, path)))
  const top = realOf(folder)
  return real !== undefined && top !== undefined && isBelow(real, top)
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}

/** The machine, in the names of temporary files: numbers of processes mean nothing on another one. */
const HERE = createHash('sha256').update(hostname()).digest('hex').slice(0, 6)
const TEMPORARY = /^\.alertbook-([0-9a-f]{6})-(\d+)-[0-9a-f]+\.tmp$/
/** Milliseconds after which a file of another machine is nobody's any more. */
const OLD = 3_600_000

/** A new name in a folder: short, so that it fits wherever the file's own does, and hidden from every reader. */
export const temporaryIn = (folder: string): string =>
  join(folder, `.alertbook-${HERE}-${process.pid}-${randomBytes(6).toString('hex')}.tmp`)

/** Takes away what killed processes left in a folder. */
export function removeStale(folder: string): void {
  for (const name of list(folder)) {
    const [, machine, pid] = TEMPORARY.exec(name) ?? []
    if (machine === undefined) continue
    const path = join(folder, name)
    const stat = lstatSync(path, { throwIfNoEntry: false })
    const isDead = machine === HERE ? !isAlive(Number(pid)) : stat && Date.now() - stat.mtimeMs > OLD
    if (isDead) rmSync(path, { recursive: true, force: true })
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Whether a process of this machine is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** A file's content: a text, bytes, or a text in parts that are written as they come. */
export type Content = string | Uint8Array | Iterable<string>

/**
 * Puts a file in place in one step: a reader sees the old one or the new one. `beside` is the folder for the temporary
 * file, on the same disk. Throws the system's error; then the old file stands.
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

/** A folder below may be a disk of its own: then the file is written once more, on that one. */
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

/** Characters that are gathered before they are written. */
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

/** Puts a file of a project in place: `path` is below `root`, and so is what it means. Its folders are made. */
export function placeFile(root: string, path: string, content: Content): void {
  removeStale(root)
  replaceFile(new Folders(root).targetOf(path), content, root)
}
