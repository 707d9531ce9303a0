/**
 * Output files → disk. Compares first and leaves equal files alone; writes a temporary file beside the
 * target and renames it; removes what an earlier build wrote and this one does not. A list of what a build
 * wrote (`.alertbook.json` in the output folder) tells our files from anybody else's, which are never touched.
 */
import { hash, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { OutputFile } from '../model.ts'

const MANIFEST = '.alertbook.json'

export interface Changes {
  readonly written: readonly string[]
  readonly removed: readonly string[]
  readonly unchanged: number
}

export interface Written extends Changes {
  /** A print of all that is there now: as long as it holds, every output is as it was left. */
  readonly print: string
}

/** A file as an earlier build left it: its key, and the size and time (milliseconds) that tell it is still that. */
type Left = readonly [key: string | null, size: number, time: number]

/** Files that an earlier build of this very tool wrote, by path below `dir`. */
function readManifest(dir: string): ReadonlyMap<string, Left> {
  try {
    const read = JSON.parse(readFileSync(join(dir, MANIFEST), 'utf8')) as { files?: Record<string, Left> }
    return new Map(Object.entries(read.files ?? {}).filter(([path]) => isBelow(path)))
  } catch {
    // None yet, or not ours to read: then nothing is known and nothing is removed.
    return new Map()
  }
}

const isBelow = (path: string): boolean =>
  !path.startsWith('/') && !(path.includes('..') && path.split('/').includes('..'))

/** Whether a file is as an earlier build left it. */
function isAsLeft(dir: string, path: string, [, size, time]: Left): boolean {
  const stat = statSync(`${dir}/${path}`, { throwIfNoEntry: false })
  return stat !== undefined && stat.size === size && Math.round(stat.mtimeMs) === time
}

/** Whether the file on disk has this text; a key that did not change says so without making the text. */
function isCurrent(dir: string, file: OutputFile, left: Left | undefined): boolean {
  if (left && file.key !== undefined && left[0] === file.key && isAsLeft(dir, file.path, left)) return true
  try {
    return readFileSync(join(dir, file.path)).equals(bytesOf(file.text))
  } catch {
    return false
  }
}

const bytesOf = (text: string | Uint8Array): Buffer =>
  typeof text === 'string' ? Buffer.from(text) : Buffer.from(text)

/** What writing would change; touches nothing. */
export function compareOutputs(dir: string, outputs: readonly OutputFile[]): Changes {
  return compare(dir, outputs, readManifest(dir))
}

function compare(dir: string, outputs: readonly OutputFile[], left: ReadonlyMap<string, Left>): Changes {
  const paths = new Set(outputs.map(({ path }) => path))
  const stale = outputs.filter((file) => !isCurrent(dir, file, left.get(file.path))).map(({ path }) => path)
  const removed = [...left.keys()].filter((path) => !paths.has(path) && existsSync(join(dir, path)))
  return { written: stale, removed, unchanged: outputs.length - stale.length }
}

/** Writes what differs. Throws the system's error when the folder cannot be written; each file is then old or new. */
export function writeOutputs(dir: string, outputs: readonly OutputFile[]): Written {
  const left = readManifest(dir)
  const changes = compare(dir, outputs, left)
  const stale = new Set(changes.written)
  mkdirSync(dir, { recursive: true })
  const written = outputs.filter((file) => stale.has(file.path))
  for (const [top, files] of byTopFolder(written)) {
    // A folder that is not there yet is written whole beside its place and renamed once.
    if (top !== '' && !existsSync(join(dir, top))) writeFolder(dir, top, files)
    else writeFiles(dir, files, replaceFile)
  }
  for (const path of changes.removed) {
    rmSync(join(dir, path), { force: true })
    removeEmpty(dir, dirname(path))
  }
  const known = (file: OutputFile): Left | undefined => {
    const before = stale.has(file.path) ? undefined : left.get(file.path)
    return before && before[0] === (file.key ?? null) && file.key !== undefined ? before : undefined
  }
  const manifest = manifestOf(outputs.map((file) => [file.path, known(file) ?? leftNow(dir, file)]))
  const path = join(dir, MANIFEST)
  if (!existsSync(path) || readFileSync(path, 'utf8') !== manifest) replaceFile(path, manifest)
  return { ...changes, print: printOf(manifest) }
}

/** A print of what the manifest lists; undefined when a file is not as it was left, or there is no manifest. */
export function manifestPrint(dir: string): string | undefined {
  const left = readManifest(dir)
  for (const [path, file] of left) if (!isAsLeft(dir, path, file)) return undefined
  return left.size === 0 ? undefined : printOf(readFileSync(join(dir, MANIFEST), 'utf8'))
}

const printOf = (manifest: string): string => hash('sha256', manifest)

function byTopFolder(files: readonly OutputFile[]): Map<string, OutputFile[]> {
  const folders = new Map<string, OutputFile[]>()
  for (const file of files) {
    const top = file.path.includes('/') ? file.path.slice(0, file.path.indexOf('/')) : ''
    const same = folders.get(top)
    if (same) same.push(file)
    else folders.set(top, [file])
  }
  return folders
}

function writeFolder(dir: string, top: string, files: readonly OutputFile[]): void {
  const temporary = `${top}.${randomBytes(6).toString('hex')}.tmp`
  try {
    writeFiles(dir, files, writeFileSync, (path) => temporary + path.slice(top.length))
    renameSync(join(dir, temporary), join(dir, top))
  } catch (error) {
    rmSync(join(dir, temporary), { recursive: true, force: true })
    throw error
  }
}

function writeFiles(
  dir: string,
  files: readonly OutputFile[],
  write: (target: string, content: string | Uint8Array) => void,
  place: (path: string) => string = (path) => path,
): void {
  const folders = new Set<string>()
  for (const file of files) {
    const target = join(dir, place(file.path))
    if (!folders.has(dirname(target))) {
      mkdirSync(dirname(target), { recursive: true })
      folders.add(dirname(target))
    }
    write(target, file.text)
  }
}

function leftNow(dir: string, { path, key }: OutputFile): Left {
  const { size, mtimeMs } = statSync(join(dir, path))
  return [key ?? null, size, Math.round(mtimeMs)]
}

function manifestOf(files: readonly (readonly [path: string, left: Left])[]): string {
  const lines = files.map(([path, left]) => `${JSON.stringify(path)}:${JSON.stringify(left)}`)
  return `{"files":{\n${lines.join(',\n')}\n}}\n`
}

/** Puts a file in place in one step: a reader sees the old one or the new one. Parts are written as they come. */
export function replaceFile(target: string, content: string | Uint8Array | Iterable<string>): void {
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`
  try {
    if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(temporary, content)
    else writeParts(temporary, content)
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
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

function removeEmpty(dir: string, folder: string): void {
  for (let path = folder; path !== '.' && path !== ''; path = dirname(path)) {
    if (!existsSync(join(dir, path)) || readdirSync(join(dir, path)).length > 0) return
    rmdirSync(join(dir, path))
  }
}
