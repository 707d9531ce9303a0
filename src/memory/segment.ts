/**
 * A file of entries: a line with the tool's stamp and the length of the lines, a line for each entry
 * (`key<TAB>offset<TAB>length<TAB>facts`), then the rests of all entries, which are read when they are asked for.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { Frozen } from './frozen.ts'

export interface Entry extends Pick<Frozen, 'facts'> {
  rest(): string
  /** Characters of the rest. */
  readonly length: number
}

/** Characters within which the first line ends. */
const HEAD = 256

/** The entries of a file by key; undefined where it is not there, was cut off, or is another version's. */
export function readSegment(path: string, stamp: string): Map<string, Entry> | undefined {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return undefined
  }
  try {
    const head = textOf(read(file, 0, HEAD)).split('\n', 1)[0]!
    const [version, lines, rests] = head.split(' ')
    const start = head.length + 1
    const end = start + Number(lines)
    if (version !== stamp || fstatSync(file).size !== end + Number(rests)) {
      closeSync(file)
      return undefined
    }
    // The file stays open: its rests are read later, from this very file even when another has taken its place.
    return entriesOf({ file, lines: read(file, start, end - start), rests: end })
  } catch {
    closeSync(file)
    return undefined
  }
}

/** A file that was opened: its lines, of which no text is made as a whole, and where in it the rests begin. */
interface Opened {
  readonly file: number
  readonly lines: Buffer
  readonly rests: number
}

const TAB = 9
const LINE_FEED = 10

function entriesOf(opened: Opened): Map<string, Entry> {
  const { lines } = opened
  const entries = new Map<string, Entry>()
  for (let at = 0; at < lines.length; ) {
    const tab = lines.indexOf(TAB, at)
    const end = lines.indexOf(LINE_FEED, at)
    if (tab < 0 || end < 0) break
    entries.set(textOf(lines, at, tab), new LineEntry(opened, tab + 1, end))
    at = end + 1
  }
  return entries
}

/** An entry as its line says; what is behind the key is read when it is asked for, for a book has thousands of lines. */
class LineEntry implements Entry {
  readonly #opened: Opened
  readonly #start: number
  readonly #end: number

  constructor(opened: Opened, start: number, end: number) {
    this.#opened = opened
    this.#start = start
    this.#end = end
  }

  get facts(): string {
    const { lines } = this.#opened
    return textOf(lines, lines.indexOf(TAB, this.#afterOffset()) + 1, this.#end)
  }

  get length(): number {
    return this.#numberAt(this.#afterOffset())
  }

  rest(): string {
    const { file, rests } = this.#opened
    return textOf(read(file, rests + this.#numberAt(this.#start), this.length))
  }

  #afterOffset(): number {
    return this.#opened.lines.indexOf(TAB, this.#start) + 1
  }

  #numberAt(start: number): number {
    const { lines } = this.#opened
    return Number(textOf(lines, start, lines.indexOf(TAB, start)))
  }
}

const textOf = (bytes: Buffer, start?: number, end?: number): string => bytes.toString('latin1', start, end)

function read(file: number, start: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  return bytes.subarray(0, readSync(file, bytes, 0, length, start))
}

/** The text of a file of entries, in parts. */
export function* segmentText(
  stamp: string,
  entries: readonly (readonly [key: string, entry: Entry])[],
): Iterable<string> {
  let offset = 0
  const lines = entries.map(([key, { facts, length }]) => {
    const line = `${key}\t${offset}\t${length}\t${facts}\n`
    offset += length
    return line
  })
  yield `${stamp} ${lines.reduce((sum, line) => sum + line.length, 0)} ${offset}\n`
  yield* lines
  for (const [, entry] of entries) if (entry.length > 0) yield entry.rest()
}
