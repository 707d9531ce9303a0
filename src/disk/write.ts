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
import { groupBy } from '../text/group-by.ts'

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

/** A file as an earlier build left it: its key, and size in bytes and time in milliseconds, which tell it is still that. */
type Left = readonly [path: string, key: string | null, size: number, time: number]

interface Manifest {
  readonly text: string
  /** Files that an earlier build of this very tool wrote, by path below `dir`. */
  readonly left: ReadonlyMap<string, Left>
}

function readManifest(dir: string): Manifest {
  try {
    const text = readFileSync(join(dir, MANIFEST), 'utf8')
    const { files } = JSON.parse(text) as { files: readonly Left[] }
    return {
      text,
      left: new Map(files.map((file) => [file[0], file] as const).filter(([path]) => isBelow(path))),
    }
  } catch {
    // None yet, or not ours to read: then nothing is known and nothing is removed.
    return { text: '', left: new Map() }
  }
}

const isBelow = (path: string): boolean =>
  !path.startsWith('/') && !(path.includes('..') && path.split('/').includes('..'))

/** Whether a file is as an earlier build left it. */
function isAsLeft(dir: string, [path, , size, time]: Left): boolean {
  const stat = statSync(`${dir}/${path}`, { throwIfNoEntry: false })
  return stat !== undefined && stat.size === size && Math.round(stat.mtimeMs) === time
}

/** Whether the key of a file says that it need not be made to know that it is as it should be. */
const isKnown = (dir: string, { key }: OutputFile, left: Left): boolean =>
  key !== undefined && left[1] === key() && isAsLeft(dir, left)

/** Whether the file on disk has this text. */
function hasText(dir: string, path: string, text: string | Uint8Array): boolean {
  try {
    return readFileSync(join(dir, path)).equals(typeof text === 'string' ? Buffer.from(text) : text)
  } catch {
    return false
  }
}

/** What writing would change; touches nothing. */
export function compareOutputs(dir: string, outputs: readonly OutputFile[]): Changes {
  const { left } = readManifest(dir)
  const isCurrent = (file: OutputFile): boolean => {
    const before = left.get(file.path)
    return (before && isKnown(dir, file, before)) || hasText(dir, file.path, file.make())
  }
  const written = outputs.filter((file) => !isCurrent(file)).map(({ path }) => path)
  return {
    written,
    removed: leftOver(dir, outputs, left),
    unchanged: outputs.length - written.length,
  }
}

/** Files that an earlier build wrote and this one does not. */
function leftOver(dir: string, outputs: readonly OutputFile[], left: Manifest['left']): string[] {
  const paths = new Set(outputs.map(({ path }) => path))
  return [...left.keys()].filter((path) => !paths.has(path) && existsSync(join(dir, path)))
}

/** Writes what differs. Throws the system's error when the folder cannot be written; each file is then old or new. */
export function writeOutputs(dir: string, outputs: readonly OutputFile[]): Written {
  const { text, left } = readManifest(dir)
  mkdirSync(dir, { recursive: true })
  const written = new Set<string>()
  const known = new Map<string, Left>()
  for (const [top, files] of groupBy(outputs, topFolder)) {
    // A folder that is not there yet is written whole beside its place and renamed once.
    if (top !== '' && !existsSync(join(dir, top))) writeFolder(dir, top, files, written)
    else writeChanged(dir, files, left, written, known)
  }
  const removed = leftOver(dir, outputs, left)
  for (const path of removed) {
    rmSync(join(dir, path), { force: true })
    removeEmpty(dir, dirname(path))
  }
  const manifest = manifestOf(outputs.map((file) => known.get(file.path) ?? leftNow(dir, file)))
  if (text !== manifest) replaceFile(join(dir, MANIFEST), manifest)
  return {
    written: [...written],
    removed,
    unchanged: outputs.length - written.size,
    print: printOf(manifest),
  }
}

/** A print of what the manifest lists; undefined when a file is not as it was left, or there is no manifest. */
export function manifestPrint(dir: string): string | undefined {
  const { text, left } = readManifest(dir)
  for (const file of left.values()) if (!isAsLeft(dir, file)) return undefined
  return left.size === 0 ? undefined : printOf(text)
}

const printOf = (manifest: string): string => hash('sha256', manifest)

/** `site` for `site/index.html`, nothing for `rules.yml`. */
const topFolder = ({ path }: OutputFile): string => path.slice(0, Math.max(0, path.indexOf('/')))

function writeFolder(dir: string, top: string, files: readonly OutputFile[], written: Set<string>): void {
  const temporary = `${top}.${randomBytes(6).toString('hex')}.tmp`
  const makeFolder = folderMaker()
  try {
    for (const { path, make } of files) {
      const target = join(dir, temporary + path.slice(top.length))
      makeFolder(dirname(target))
      writeFileSync(target, make())
      written.add(path)
    }
    renameSync(join(dir, temporary), join(dir, top))
  } catch (error) {
    rmSync(join(dir, temporary), { recursive: true, force: true })
    throw error
  }
}

function writeChanged(
  dir: string,
  files: readonly OutputFile[],
  left: Manifest['left'],
  written: Set<string>,
  known: Map<string, Left>,
): void {
  const makeFolder = folderMaker()
  for (const file of files) {
    const { path } = file
    const before = left.get(path)
    if (before && isKnown(dir, file, before)) {
      known.set(path, before)
      continue
    }
    const text = file.make()
    if (hasText(dir, path, text)) continue
    makeFolder(dirname(join(dir, path)))
    replaceFile(join(dir, path), text)
    written.add(path)
  }
}

/** Makes folders, each once. */
function folderMaker(): (path: string) => void {
  const made = new Set<string>()
  return (path) => {
    if (!made.has(path)) mkdirSync(path, { recursive: true })
    made.add(path)
  }
}

function leftNow(dir: string, { path, key }: OutputFile): Left {
  const { size, mtimeMs } = statSync(join(dir, path))
  return [path, key?.() ?? null, size, Math.round(mtimeMs)]
}

const manifestOf = (files: readonly Left[]): string =>
  `{"files":[\n${files.map((file) => JSON.stringify(file)).join(',\n')}\n]}\n`

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
