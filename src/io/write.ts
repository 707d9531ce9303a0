/**
 * Output files → disk. Compares first and leaves equal files alone; writes a temporary file beside the
 * target and renames it; removes what an earlier build wrote and this one does not. A list of what a build
 * wrote (`.alertbook.json` in the output folder) tells our files from anybody else's, which are never touched.
 */
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
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

/** Files that an earlier build wrote, by path below `dir`. */
function written(dir: string): string[] {
  try {
    const read: unknown = JSON.parse(readFileSync(join(dir, MANIFEST), 'utf8'))
    const files = (read as { files?: unknown }).files
    return Array.isArray(files)
      ? files.filter((file): file is string => typeof file === 'string' && isBelow(file))
      : []
  } catch {
    // None yet, or not ours to read: then nothing is removed.
    return []
  }
}

const isBelow = (path: string): boolean => !path.startsWith('/') && !path.split('/').includes('..')

function isEqual(path: string, bytes: Buffer): boolean {
  try {
    return readFileSync(path).equals(bytes)
  } catch {
    return false
  }
}

const bytesOf = (text: string | Uint8Array): Buffer =>
  typeof text === 'string' ? Buffer.from(text, 'utf8') : Buffer.from(text)

/** What writing would change; touches nothing. */
export function compareOutputs(dir: string, outputs: readonly OutputFile[]): Changes {
  const paths = new Set(outputs.map(({ path }) => path))
  const stale = outputs
    .filter(({ path, text }) => !isEqual(join(dir, path), bytesOf(text)))
    .map(({ path }) => path)
  const removed = written(dir).filter((path) => !paths.has(path) && existsSync(join(dir, path)))
  return { written: stale, removed, unchanged: outputs.length - stale.length }
}

/** Writes what differs. Throws the system's error when the folder cannot be written; each file is then old or new. */
export function writeOutputs(dir: string, outputs: readonly OutputFile[]): Changes {
  const changes = compareOutputs(dir, outputs)
  const stale = new Set(changes.written)
  mkdirSync(dir, { recursive: true })
  const folders = new Set<string>()
  for (const { path, text } of outputs) {
    if (!stale.has(path)) continue
    const target = join(dir, path)
    if (!folders.has(dirname(target))) {
      mkdirSync(dirname(target), { recursive: true })
      folders.add(dirname(target))
    }
    replaceFile(target, bytesOf(text))
  }
  for (const path of changes.removed) {
    rmSync(join(dir, path), { force: true })
    removeEmpty(dir, dirname(path))
  }
  const manifest = Buffer.from(`${JSON.stringify({ files: outputs.map(({ path }) => path).sort() })}\n`)
  if (!isEqual(join(dir, MANIFEST), manifest)) replaceFile(join(dir, MANIFEST), manifest)
  return changes
}

/** Puts a file in place in one step: a reader sees the old one or the new one. */
export function replaceFile(target: string, bytes: Buffer | string): void {
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`
  try {
    writeFileSync(temporary, bytes)
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

function removeEmpty(dir: string, folder: string): void {
  for (let path = folder; path !== '.' && path !== ''; path = dirname(path)) {
    if (!existsSync(join(dir, path)) || readdirSync(join(dir, path)).length > 0) return
    rmdirSync(join(dir, path))
  }
}
