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
    const head = read(file, 0, HEAD).split('\n', 1)[0]!
    const [version, lines, rests] = head.split(' ')
    const start = head.length + 1
    const end = start + Number(lines)
    if (version !== stamp || fstatSync(file).size !== end + Number(rests)) {
      closeSync(file)
      return undefined
    }
    // The file stays open: its rests are read later, from this very file even when another has taken its place.
    return entriesOf(file, read(file, start, end - start), end)
  } catch {
    closeSync(file)
    return undefined
  }
}

function entriesOf(file: number, lines: string, rests: number): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  for (const line of lines.split('\n')) {
    const [first, second, third] = tabs(line)
    if (third < 0) continue
    const offset = Number(line.slice(first + 1, second))
    const length = Number(line.slice(second + 1, third))
    entries.set(line.slice(0, first), {
      facts: line.slice(third + 1),
      rest: () => read(file, rests + offset, length),
      length,
    })
  }
  return entries
}

function tabs(line: string): [number, number, number] {
  const first = line.indexOf('\t')
  const second = line.indexOf('\t', first + 1)
  return [first, second, second < 0 ? -1 : line.indexOf('\t', second + 1)]
}

function read(file: number, start: number, length: number): string {
  const bytes = Buffer.allocUnsafe(length)
  const count = readSync(file, bytes, 0, length, start)
  return bytes.toString('latin1', 0, count)
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
  for (const [, { rest, length }] of entries) if (length > 0) yield rest()
}
