/**
 * Output files → disk. Compares first and leaves equal files alone; writes a temporary file beside the
 * target and renames it; removes what an earlier build wrote and this one does not. A list of what a build
 * wrote (`.alertbook.json` in the output folder) tells our files from anybody else's, which are never touched.
 */
import { createHash, randomBytes } from 'node:crypto'
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

const isBelow = (path: string): boolean => !path.startsWith('/') && !path.split('/').includes('..')

/** Whether the file on disk has this text; a key that did not change says so without making the text. */
function isCurrent(dir: string, file: OutputFile, left: Left | undefined): boolean {
  const path = join(dir, file.path)
  if (left && file.key !== undefined && left[0] === file.key) {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat && stat.size === left[1] && Math.round(stat.mtimeMs) === left[2]) return true
  }
  try {
    return readFileSync(path).equals(bytesOf(file.text))
  } catch {
    return false
  }
}

const bytesOf = (text: string | Uint8Array): Buffer =>
  typeof text === 'string' ? Buffer.from(text, 'utf8') : Buffer.from(text)

/** What writing would change; touches nothing. */
export function compareOutputs(dir: string, outputs: readonly OutputFile[]): Changes {
  const left = readManifest(dir)
  const paths = new Set(outputs.map(({ path }) => path))
  const stale = outputs.filter((file) => !isCurrent(dir, file, left.get(file.path))).map(({ path }) => path)
  const removed = [...left.keys()].filter((path) => !paths.has(path) && existsSync(join(dir, path)))
  return { written: stale, removed, unchanged: outputs.length - stale.length }
}

/** Writes what differs. Throws the system's error when the folder cannot be written; each file is then old or new. */
export function writeOutputs(dir: string, outputs: readonly OutputFile[]): Changes {
  const changes = compareOutputs(dir, outputs)
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
  const manifest = Buffer.from(manifestOf(dir, outputs))
  const path = join(dir, MANIFEST)
  if (!existsSync(path) || !readFileSync(path).equals(manifest)) replaceFile(path, manifest)
  return changes
}

/** A print of what the manifest lists; undefined when a file is not as it was left, or there is no manifest. */
export function manifestPrint(dir: string): string | undefined {
  const left = readManifest(dir)
  for (const [path, [, size, time]] of left) {
    const stat = statSync(join(dir, path), { throwIfNoEntry: false })
    if (!stat || stat.size !== size || Math.round(stat.mtimeMs) !== time) return undefined
  }
  return left.size === 0
    ? undefined
    : createHash('sha256')
        .update(readFileSync(join(dir, MANIFEST)))
        .digest('hex')
}

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
  write: (target: string, bytes: Buffer) => void,
  place: (path: string) => string = (path) => path,
): void {
  const folders = new Set<string>()
  for (const file of files) {
    const target = join(dir, place(file.path))
    if (!folders.has(dirname(target))) {
      mkdirSync(dirname(target), { recursive: true })
      folders.add(dirname(target))
    }
    write(target, bytesOf(file.text))
  }
}

function manifestOf(dir: string, outputs: readonly OutputFile[]): string {
  const lines = outputs.map(({ path, key }) => {
    const { size, mtimeMs } = statSync(join(dir, path))
    return `${JSON.stringify(path)}:${JSON.stringify([key ?? null, size, Math.round(mtimeMs)] satisfies Left)}`
  })
  return `{"files":{\n${lines.join(',\n')}\n}}\n`
}

/** Puts a file in place in one step: a reader sees the old one or the new one. Parts are written as they come. */
export function replaceFile(target: string, content: Buffer | string | Iterable<string>): void {
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`
  try {
    if (typeof content === 'string' || Buffer.isBuffer(content)) writeFileSync(temporary, content)
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
