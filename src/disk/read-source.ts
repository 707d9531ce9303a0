/**
 * One file → a source, or a diagnostic that says why not. A source is a regular file of limited size, without byte-order mark;
 * its text is read when it is asked for.
 */
import { isUtf8 } from 'node:buffer'
import { type Stats, statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type { Diagnostic, Source } from '../model.ts'
import { isRunbook } from '../parse/kind.ts'
import { decodeText } from '../text/bytes.ts'
import { lazy } from '../text/once.ts'
import { crypto } from './crypto.ts'
import { kindOf, readRegular } from './regular.ts'
import type { Stamps } from './stamps.ts'
import { type Fault, isOfProject, OUTSIDE } from './walk.ts'

/** Default limit on a source's size, in bytes. */
export const SOURCE_LIMIT: number = 16 << 20

export interface Reading {
  readonly stamps?: Stamps | undefined
  /** Limit on a source's size, in bytes. */
  readonly limit?: number | undefined
  /** The file must be in the project, and not behind a link that leads out of it. */
  readonly within?: true
  /** It is shown as it is: see `Source`. */
  readonly isDocument?: boolean
}

/** A fault as a diagnostic at the start of a file. */
export const problem = (file: string, { code, message, hint }: Fault | Problem): Diagnostic => ({
  file,
  range: { start: 0, end: 0 },
  code,
  severity: 'error',
  message,
  hint,
})

interface Problem {
  readonly code: 'file-encoding' | 'file-kind' | 'file-size' | 'file-unreadable'
  readonly message: string
  readonly hint: string
}

/**
 * Reads a file's text; a diagnostic if it cannot be read, is not a regular file, is too large, or is not UTF-8. Never
 * blocks.
 */
export function readSource(root: string, path: string, reading: Reading = {}): Source | Diagnostic {
  const { stamps, limit = SOURCE_LIMIT, within } = reading
  const file = fileAt(root, path)
  try {
    const stat = statSync(file)
    if (!stat.isFile()) return problem(path, notRegular(stat))
    if (within && !isOfProject(root, path)) return problem(path, OUTSIDE)
    if (stat.size > limit) return problem(path, tooLarge(stat.size, limit))
    const known = stamps?.hashOf(path, stat)
    if (known !== undefined) return new LazySource(root, path, held(known), reading)
    const bytes = readRegular(file, limit)
    if (!bytes) return problem(path, notRegular(statSync(file)))
    if (bytes.length > limit) return problem(path, tooLarge(undefined, limit))
    if (isRunbook(path) && !isUtf8(bytes)) return problem(path, notUtf8(bytes))
    if (!stamps) return new LazySource(root, path, printLater(bytes), reading, bytes)
    const print = printOf(bytes)
    stamps.note(path, stat, print)
    return new LazySource(root, path, held(print), reading, bytes)
  } catch (error) {
    return problem(path, {
      code: 'file-unreadable',
      message: `This file cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
      hint: 'check that it exists and is readable',
    })
  }
}

/** The sources at some paths, as far as they can be read. */
export const readSources = (root: string, paths: readonly string[], reading: Reading = {}): Source[] =>
  paths.map((path) => readSource(root, path, reading)).filter((read) => 'text' in read)

/** Holds nothing else: a function made where the bytes are would keep them. */
const held = (print: string) => (): string => print

/** A file without stamps may never be asked for its fingerprint: that of a rule file that is checked alone. */
const printLater = (bytes: Buffer): (() => string) => lazy(() => printOf(bytes))

const printOf = (bytes: Buffer): string => crypto().hash('sha256', bytes, 'base64').slice(0, 24)

const notRegular = (stat: Stats): Problem => ({
  code: 'file-kind',
  message: `This is ${kindOf(stat)}, expected a regular file`,
  hint: 'put a file there; to check what a command prints, pipe it into `alertbook check -`',
})

const tooLarge = (size: number | undefined, limit: number): Problem => ({
  code: 'file-size',
  message: `This file has ${size === undefined ? '' : `${megabytes(size)}, `}more than the ${megabytes(limit)} allowed for a source`,
  hint: 'split it, or raise `limits.source` in alertbook.yml',
})

/** What is said of a source that has more than `limit` bytes. */
export const tooLargeFile = (path: string, limit: number): Diagnostic =>
  problem(path, tooLarge(undefined, limit))

const megabytes = (bytes: number): string =>
  `${(bytes / (1 << 20)).toFixed(bytes % (1 << 20) === 0 ? 0 : 1)} MB`

function notUtf8(bytes: Buffer): Problem {
  const { at, line } = firstBadByte(bytes)
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  return {
    code: 'file-encoding',
    message: isWide
      ? 'This file is UTF-16, expected UTF-8'
      : `Unexpected byte 0x${(bytes[at] ?? 0).toString(16).padStart(2, '0')} at offset ${at} (line ${line}), expected UTF-8`,
    hint: 'save the file as UTF-8',
  }
}

/** Where a source is. `resolve` also normalises the path, which takes longer than examining the file. */
export const fileAt = (root: string, path: string): string => (isAbsolute(path) ? path : `${root}/${path}`)

/** A source whose text is read on demand: for most files, a build only needs to know that they are unchanged. */
class LazySource implements Source {
  readonly path: string
  // Bytes, not the text: that of a whole book, in two bytes a character, would take too much memory.
  #bytes: Buffer | undefined
  #hash: () => string
  readonly document?: true
  readonly #root: string
  readonly #limit: number

  constructor(
    root: string,
    path: string,
    hash: () => string,
    { limit = SOURCE_LIMIT, isDocument }: Reading,
    bytes?: Buffer,
  ) {
    this.#root = root
    this.path = path
    this.#hash = hash
    this.#limit = limit
    this.#bytes = bytes
    if (isDocument) this.document = true
  }

  /** The hash of the text as last read: the file may be saved between two reads. */
  get hash(): string {
    // The same text yields something else when it is shown as it is.
    return this.document ? `${this.#hash()} document` : this.#hash()
  }

  get text(): string {
    if (last.source !== this) {
      this.#bytes ??= this.#read()
      const text = isRunbook(this.path) ? withoutMark(this.#bytes.toString('utf8')) : decodeText(this.#bytes)
      last = { source: this, text }
    }
    return last.text
  }

  #read(): Buffer {
    const bytes = readRegular(fileAt(this.#root, this.path), this.#limit)
    if (!bytes || bytes.length > this.#limit) {
      const error: NodeJS.ErrnoException = new Error(
        `\`${this.path}\` changed while it was read; run it again`,
      )
      error.syscall = 'read'
      throw error
    }
    this.#hash = held(printOf(bytes))
    return bytes
  }
}

/** The text that was asked for last: most are asked for several times in a row. */
let last: { readonly source: Source | undefined; readonly text: string } = { source: undefined, text: '' }

const withoutMark = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)

/** The first byte that no valid prefix reaches, by binary search. */
function firstBadByte(bytes: Buffer): { at: number; line: number } {
  let low = 0
  let high = bytes.length
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (isPrefix(bytes.subarray(0, middle))) low = middle
    else high = middle - 1
  }
  // A sequence that is cut short counts from its first byte.
  for (let from = low - 1; from >= Math.max(0, low - 3) && bytes[from]! >= 0x80; from--)
    if (bytes[from]! >= 0xc0) {
      low = from
      break
    }
  return { at: low, line: bytes.subarray(0, low).reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), 1) }
}

function isPrefix(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
