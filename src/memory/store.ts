/**
 * Texts kept between runs under keys, in two files: most of them in a large one, what is newer in one beside it, so
 * that the change of a page writes little. The store knows no field of what it keeps. What is kept is sealed: a file that
 * was damaged, or that another user's run or another version of the tool wrote, counts as missing. Safe to delete; a file
 * that cannot be read or written costs time, never the build.
 *
 * A file is ASCII: a line with the format and two lengths, an index with a line for each entry (key, tab, `offset
 * length`, and where there is a late text ` seal offset length`), the texts that most runs read, one seal of all this,
 * and the late texts, which few runs ask for: each has a seal of its own, since it is read alone.
 */
import { closeSync, fstatSync, mkdirSync, readSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { openRegular } from '../disk/regular.ts'
import { SEAL_LENGTH, type Seal } from '../disk/seal.ts'
import { replaceFile } from '../disk/write.ts'
import { openSpool } from './spool.ts'

/** What is kept under a key. */
export interface Entry {
  /** Undefined if it cannot be read again: it counts as missing. */
  readonly text: string | undefined
  readonly length: number
  /** A text that few runs ask for, read anew each time; undefined where there is none. */
  readonly late: Late | undefined
}

export interface Late {
  readonly seal: string
  readonly length: number
  /** Undefined if it is damaged. */
  text(): string | undefined
}

export interface Store {
  /** An entry of an earlier run. */
  get(key: string): Entry | undefined
  /** An entry for texts in ASCII. */
  entry(key: string, text: string, late: string | undefined): Entry
  /** Writes the entries still in use: old ones that were looked up, unchanged, and new ones. */
  save(entries: ReadonlyMap<string, Entry>): void
  /** Removes the files; nothing is written afterwards. */
  forget(): void
}

/** The large file is rewritten once newer entries exceed this fraction of it. */
const MANY = 1 / 8

/** Longest first line. */
const HEAD = 64

const FORMAT = 'alertbook-memory-2'

/** A store in the files at `path`; `stamp` tells versions of the tool apart. Keys are ASCII without tabs and line breaks. */
export function openStore(path: string, stamp: string, seal: Seal): Store {
  const recent = `${path}.recent`
  const large = readEntries(path, stamp, seal)
  const small = readEntries(recent, stamp, seal)
  const spool = openSpool(dirname(path))
  let isForgotten = false
  return {
    get: (key) => small.get(key) ?? large.get(key),
    entry(key, text, late) {
      const { length } = text
      if (late === undefined) return { text, length, late }
      // What has a late text is a whole source: its early one is long as well, and not asked for again in this run.
      const early = spool.add(text)
      return {
        get text() {
          return early()
        },
        length,
        late: { seal: seal.of(key, late), length: late.length, text: spool.add(late) },
      }
    },
    save(entries) {
      if (isForgotten) return
      const all = [...entries]
      const newer = all.filter(([key, entry]) => large.get(key) !== entry)
      const isSmall = newer.length <= large.size * MANY && (all.length - newer.length) * 2 >= large.size
      try {
        mkdirSync(dirname(path), { recursive: true })
        replaceFile(isSmall ? recent : path, fileText(isSmall ? newer : all, stamp, seal))
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

/** The entries of a file by key; none where it is not there, not of this format, or damaged. */
function readEntries(path: string, stamp: string, seal: Seal): ReadonlyMap<string, Entry> {
  let file: number | undefined
  try {
    file = openRegular(path)
  } catch {
    return NOTHING
  }
  if (file === undefined) return NOTHING
  try {
    const head = read(file, 0, HEAD).toString('latin1').split('\n', 1)[0]!
    const [, format, ...numbers] = /^(\S+) (\d{1,12}) (\d{1,12})$/.exec(head) ?? []
    const [index, early] = numbers.map(Number) as [number, number]
    const { size } = fstatSync(file)
    const start = head.length + 1 + index + early + SEAL_LENGTH
    if (format === FORMAT && start <= size) {
      const bytes = read(file, head.length + 1, index + early + SEAL_LENGTH)
      const made = seal.begin(sealName(stamp, head))
      made.add(bytes.subarray(0, index + early))
      // The file stays open: late texts are read from this very file, even after another has replaced it.
      if (made.end() === bytes.toString('latin1', index + early))
        return entriesOf(
          { file, size, start, early: bytes.toString('latin1', index, index + early), seal },
          bytes,
          index,
        )
    }
  } catch {
    // Treated as missing.
  }
  closeSync(file)
  return NOTHING
}

const sealName = (stamp: string, head: string): string => `memory ${stamp} ${head}`

/** A file that was opened: its early texts, and where in it the late ones begin. */
interface Opened {
  readonly file: number
  readonly size: number
  readonly start: number
  readonly early: string
  readonly seal: Seal
}

function entriesOf(opened: Opened, bytes: Buffer, index: number): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  for (const line of bytes.toString('latin1', 0, index).split('\n')) {
    const end = line.indexOf('\t')
    if (end >= 0) entries.set(line.slice(0, end), new KeptEntry(opened, line, end))
  }
  return entries
}

/** An entry of a file, read on demand. A class, because a book has thousands. */
class KeptEntry implements Entry {
  readonly #opened: Opened
  readonly #line: string
  readonly #end: number

  constructor(opened: Opened, line: string, end: number) {
    this.#opened = opened
    this.#line = line
    this.#end = end
  }

  #places(): readonly string[] {
    return this.#line.slice(this.#end + 1).split(' ')
  }

  get text(): string {
    const [offset, length] = this.#places().map(Number) as [number, number]
    return this.#opened.early.slice(offset, offset + length)
  }

  get length(): number {
    return Number(this.#places()[1])
  }

  get late(): Late | undefined {
    const [, , sealed, offset, length] = this.#places()
    if (sealed === undefined) return undefined
    const { file, size, start, seal } = this.#opened
    const key = this.#line.slice(0, this.#end)
    const [at, long] = [Number(offset), Number(length)]
    return {
      seal: sealed,
      length: long,
      text() {
        if (start + at + long > size) return undefined
        const text = read(file, start + at, long).toString('latin1')
        return seal.of(key, text) === sealed ? text : undefined
      },
    }
  }
}

function read(file: number, start: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  return bytes.subarray(0, readSync(file, bytes, 0, length, start))
}

/** The text of a file of entries, in parts. */
function* fileText(
  entries: readonly (readonly [key: string, entry: Entry])[],
  stamp: string,
  seal: Seal,
): Iterable<string> {
  const late: Late[] = []
  let index = ''
  let [offset, lateOffset] = [0, 0]
  for (const [key, { length, late: more }] of entries) {
    index += `${key}\t${offset} ${length}`
    offset += length
    if (more) {
      index += ` ${more.seal} ${lateOffset} ${more.length}`
      lateOffset += more.length
      late.push(more)
    }
    index += '\n'
  }
  const head = `${FORMAT} ${index.length} ${offset}`
  yield `${head}\n${index}`
  const made = seal.begin(sealName(stamp, head))
  made.add(index)
  for (const [, { text }] of entries) {
    // Nothing is written then, and the next run makes all of it anew.
    if (text === undefined) throw new Error('what this run has kept cannot be read')
    made.add(text)
    yield text
  }
  yield made.end()
  // A damaged text is replaced by blanks of its length: later offsets stay valid, and its seal exposes it.
  for (const one of late) yield one.text() ?? ' '.repeat(one.length)
}
