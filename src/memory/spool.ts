/**
 * Texts of this run that are read late and written at its end: they wait in a file without a name, since those of a large
 * book take a tenth of a gigabyte.
 */
import { mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { temporaryIn } from '../disk/place.ts'

export interface Spool {
  /** Puts a text in ASCII away; returns what reads it again, each time anew, and undefined if that fails. */
  add(text: string): () => string | undefined
}

/** In a folder, which is made if needed. Where nothing can be written, texts stay in memory. */
export function openSpool(folder: string): Spool {
  let file: number | undefined
  let size = 0
  let isBroken = false
  return {
    add(text) {
      if (isBroken) return held(text)
      const bytes = Buffer.from(text, 'latin1')
      const start = size
      try {
        file ??= openNameless(folder)
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, start + at)
      } catch {
        // A full disk, or a folder of somebody else.
        isBroken = true
        return held(text)
      }
      size += bytes.length
      return readLater(file, start, bytes.length)
    },
  }
}

// Made apart from where the texts are: a function keeps whatever any function beside it uses.
const held = (text: string) => (): string => text

const readLater = (file: number, start: number, length: number) => (): string | undefined =>
  readBack(file, start, length)

/** The name is removed at once: the file ends with the process, even one that is killed. */
function openNameless(folder: string): number {
  mkdirSync(folder, { recursive: true })
  const path = temporaryIn(folder)
  const file = openSync(path, 'wx+', 0o600)
  rmSync(path, { force: true })
  return file
}

function readBack(file: number, start: number, length: number): string | undefined {
  try {
    const bytes = Buffer.allocUnsafe(length)
    let at = 0
    while (at < length) {
      const read = readSync(file, bytes, at, length - at, start + at)
      if (read === 0) return undefined
      at += read
    }
    return bytes.toString('latin1')
  } catch {
    return undefined
  }
}
