/** Changes sources in place: one at a time, each old or new at every moment, with its encoding and line ends kept. */
import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { Source } from '../model.ts'
import { isRunbook } from '../parse/kind.ts'
import { PlaceError, removeStale, temporaryIn } from './place.ts'
import { readSource } from './read-source.ts'
import { isOfProject } from './walk.ts'

/** How a file's bytes are decoded, as the mark at its start says. */
interface Encoding {
  readonly mark: Buffer
  encode(text: string): Buffer
}

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf])

/** Folders already cleared of files from killed runs: a fix rewrites many files of one folder. */
const cleared = new Set<string>()

/** As in `text/bytes.ts`: only YAML may be UTF-16. */
function encodingOf(path: string, bytes: Buffer): Encoding {
  const [first, second] = bytes
  if (!isRunbook(path) && first === 0xff && second === 0xfe)
    return { mark: bytes.subarray(0, 2), encode: (text) => Buffer.from(text, 'utf16le') }
  if (!isRunbook(path) && first === 0xfe && second === 0xff)
    return { mark: bytes.subarray(0, 2), encode: (text) => Buffer.from(text, 'utf16le').swap16() }
  const isMarked = bytes.subarray(0, 3).equals(UTF8_MARK)
  return { mark: isMarked ? UTF8_MARK : Buffer.alloc(0), encode: (text) => Buffer.from(text, 'utf8') }
}

/** Gives a changed text the line ends of the old one, if that used one kind throughout. */
function withLineEnds(old: string, changed: string): string {
  const ends = old.match(/\r?\n/g) ?? []
  return ends.length > 0 && ends.every((end) => end === '\r\n') ? changed.replace(/\r?\n/g, '\r\n') : changed
}

/**
 * Replaces a source's text. Returns false, and writes nothing, if the file no longer has the text that was read. Keeps
 * its encoding, mark, line ends, mode, and a symbolic link within the project. Throws the system's error, and a
 * `PlaceError` if the file is outside the project.
 */
export function rewriteSource(root: string, source: Source, changed: string): boolean {
  if (!isAsRead(root, source)) return false
  const { path, text } = source
  const target = targetOf(root, path)
  const { mark, encode } = encodingOf(path, readFileSync(target))
  const bytes = Buffer.concat([mark, encode(withLineEnds(text, changed))])
  const folder = dirname(target)
  if (!cleared.has(folder)) removeStale(folder)
  cleared.add(folder)
  const temporary = temporaryIn(folder)
  try {
    writeFileSync(temporary, bytes)
    chmodSync(temporary, statSync(target).mode)
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  return true
}

/** Removes a source. Returns false, and does nothing, if the file no longer has the text that was read. */
export function removeSource(root: string, source: Source): boolean {
  if (!isAsRead(root, source)) return false
  rmSync(join(root, source.path))
  return true
}

function isAsRead(root: string, { path, text }: Source): boolean {
  const now = readSource(root, path, { limit: Number.POSITIVE_INFINITY })
  return 'text' in now && now.text === text
}

/** The file itself; a path that leads outside the project was given on purpose. */
function targetOf(root: string, path: string): string {
  const target = realpathSync(join(root, path))
  const isNamed = relative(root, join(root, path)).split(sep)[0] === '..'
  if (isNamed || isOfProject(root, path)) return target
  throw new PlaceError(
    `\`${path}\` is a symbolic link to something outside the project`,
    'change the file itself',
  )
}
