/**
 * Texts stored between runs under keys, in two files: most in a large one, newer ones in a second, so that a change to
 * a page writes little. The store knows nothing of its contents. Every text is sealed: one that is damaged, or was
 * written by another user's run, counts as missing. Safe to delete; if a file cannot be read or written, that costs
 * time but never the build.
 *
 * A file is ASCII: a line with the format and two lengths, an index with a line for each entry (`key seal offset
 * length`), the texts that most runs read, and those that few need.
 */
import { closeSync, fstatSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { SEAL_LENGTH, type Seal } from '../disk/seal.ts'
import { replaceFile } from '../disk/write.ts'

/** A stored text. */
export interface Entry {
  readonly seal: string
  readonly length: number
  /** Few runs need it: it is read on demand. */
  readonly late: boolean
  /** Undefined if it is damaged. */
  text(): string | undefined
}

export interface Store {
  /** An entry of an earlier run. */
  get(key: string): Entry | undefined
  /** A new entry for an ASCII text. */
  entry(key: string, text: string, late: boolean): Entry
  /** Writes the entries still in use: old ones that were looked up, unchanged, and new ones. */
  save(entries: ReadonlyMap<string, Entry>): void
  /** Removes the files; nothing is written afterwards. */
  forget(): void
}

/** The large file is rewritten once newer entries exceed this fraction of it. */
const MANY = 1 / 8

/** Length of a key in characters: see `remember.ts`. */
export const KEY_LENGTH = 24

/** Longest first line. */
const HEAD = 64

const FORMAT = 'alertbook-memory-1'

/** A store in the files at `path`. */
export function openStore(path: string, seal: Seal): Store {
  const recent = `${path}.recent`
  const large = readEntries(path, seal)
  const small = readEntries(recent, seal)
  let isForgotten = false
  return {
    get: (key) => large.get(key) ?? small.get(key),
    entry: (key, text, late) => ({ seal: seal.of(key, text), length: text.length, late, text: () => text }),
    save(entries) {
      if (isForgotten) return
      const all = [...entries]
      const newer = all.filter(([key, entry]) => large.get(key) !== entry)
      const isSmall = newer.length <= large.size * MANY && (all.length - newer.length) * 2 >= large.size
      try {
        mkdirSync(dirname(path), { recursive: true })
        replaceFile(isSmall ? recent : path, fileText(isSmall ? newer : all))
        if (!isSmall) rmSync(recent, { force: true })
      } catch {
        // A failure to write (read-only checkout, full disk) only makes the next run slower.
      }
    },
    forget() {
      isForgotten = true
      for (const file of [path, recent]) rmSync(file, { force: true })
    },
  }
}

const NOTHING: ReadonlyMap<string, Entry> = new Map()

/** The entries of a file by key; empty if it is missing or has another format. */
function readEntries(path: string, seal: Seal): ReadonlyMap<string, Entry> {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return NOTHING
  }
  try {
    const head = read(file, 0, HEAD).toString('latin1').split('\n', 1)[0]!
    const [, format, ...numbers] = /^(\S+) (\d{1,12}) (\d{1,12})$/.exec(head) ?? []
    const [index, early] = numbers.map(Number) as [number, number]
    const { size } = fstatSync(file)
    const start = head.length + 1
    if (format === FORMAT && start + index + early <= size) {
      const bytes = read(file, start, index + early)
      // The file stays open: late texts are read from this very file, even after another has replaced it.
      return entriesOf({ file, size, bytes, index, start: start + index, seal })
    }
  } catch {
    // Treated as missing.
  }
  closeSync(file)
  return NOTHING
}

/** An open file: its index and early texts, and where its texts begin. */
interface Opened {
  readonly file: number
  readonly size: number
  readonly bytes: Buffer
  readonly index: number
  readonly start: number
  readonly seal: Seal
}

function entriesOf(opened: Opened): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  for (const line of opened.bytes.toString('latin1', 0, opened.index).split('\n')) {
    const key = line.slice(0, KEY_LENGTH)
    if (line !== '') entries.set(key, new KeptEntry(opened, key, line))
  }
  return entries
}

/** An entry of a file, read on demand. A class, because a book has thousands. */
class KeptEntry implements Entry {
  readonly #opened: Opened
  readonly #key: string
  readonly #line: string

  constructor(opened: Opened, key: string, line: string) {
    this.#opened = opened
    this.#key = key
    this.#line = line
  }

  get seal(): string {
    return this.#line.slice(KEY_LENGTH + 1, KEY_LENGTH + 1 + SEAL_LENGTH)
  }

  get length(): number {
    return this.#place()[1]
  }

  get late(): boolean {
    return this.#opened.index + this.#place()[0] >= this.#opened.bytes.length
  }

  text(): string | undefined {
    const { file, size, bytes, index, start, seal } = this.#opened
    const [offset, length] = this.#place()
    if (!(offset >= 0 && length >= 0 && start + offset + length <= size)) return undefined
    const text = this.late
      ? read(file, start + offset, length).toString('latin1')
      : bytes.toString('latin1', index + offset, index + offset + length)
    return seal.of(this.#key, text) === this.seal ? text : undefined
  }

  #place(): readonly [offset: number, length: number] {
    const [offset, length] = this.#line.slice(KEY_LENGTH + SEAL_LENGTH + 2).split(' ')
    return [Number(offset), Number(length)]
  }
}

function read(file: number, start: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  return bytes.subarray(0, readSync(file, bytes, 0, length, start))
}

/** The text of a file of entries, in parts. Damaged entries are left out. */
function* fileText(entries: readonly (readonly [key: string, entry: Entry])[]): Iterable<string> {
  const early: string[] = []
  const late: (readonly [string, Entry])[] = []
  let index = ''
  let offset = 0
  const place = (key: string, { seal, length }: Entry): void => {
    index += `${key} ${seal} ${offset} ${length}\n`
    offset += length
  }
  for (const [key, entry] of entries) {
    const text = entry.late ? undefined : entry.text()
    if (entry.late) late.push([key, entry])
    else if (text !== undefined) {
      place(key, entry)
      early.push(text)
    }
  }
  const length = offset
  for (const [key, entry] of late) place(key, entry)
  yield `${FORMAT} ${index.length} ${length}\n${index}`
  yield* early
  // A damaged text is replaced by blanks of its length: later offsets stay valid, and its seal exposes it.
  for (const [, entry] of late) yield entry.text() ?? ' '.repeat(entry.length)
}
