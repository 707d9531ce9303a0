/**
 * What files looked like when they were read: one that looks the same need not be read again to know its hash. Size,
 * times and inode are compared, as git does for its index; a file that had changed shortly before it was read is read
 * the next time as well, for it may have changed again within the same tick of the clock.
 */
import { mkdirSync, readFileSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import { removeStale, replaceFile } from './place.ts'

export interface Stamps {
  /** The hash of a file that looks as it did when it was read; undefined for one that must be read. */
  hashOf(path: string, stat: Stats): string | undefined
  /** Notes what a file looked like before it was read, and its hash. */
  note(path: string, stat: Stats, hash: string): void
  /** Writes the notes of this run, when they differ from those that were there. */
  save(): void
}

/** Milliseconds after its last change from which on a file's times tell that it did not change again. */
const SETTLED = 2_000

/** Sizes are in bytes, times in milliseconds. */
type Note = readonly [hash: string, size: number, mtime: number, ctime: number, inode: number]

const looksLike = ([, size, mtime, ctime, inode]: Note, stat: Stats): boolean =>
  size === stat.size && mtime === stat.mtimeMs && ctime === stat.ctimeMs && inode === stat.ino

/** Without a path nothing is noted. */
export function openStamps(path: string | undefined): Stamps {
  const before = path === undefined ? new Map<string, Note>() : read(path)
  const notes = new Map<string, Note>()
  const now = Date.now()
  let isNew = false
  return {
    hashOf(file, stat) {
      const note = before.get(file)
      if (note === undefined || !looksLike(note, stat)) return undefined
      notes.set(file, note)
      return note[0]
    },
    note(file, stat, hash) {
      if (now - Math.max(stat.mtimeMs, stat.ctimeMs) < SETTLED) return
      notes.set(file, [hash, stat.size, stat.mtimeMs, stat.ctimeMs, stat.ino])
      isNew = true
    },
    save() {
      if (path === undefined || !isNew) return
      try {
        mkdirSync(dirname(path), { recursive: true })
        removeStale(dirname(path))
        replaceFile(path, JSON.stringify([...notes]))
      } catch {
        // Only the next run is slower for it.
      }
    },
  }
}

function read(path: string): Map<string, Note> {
  try {
    return new Map(JSON.parse(readFileSync(path, 'utf8')) as [string, Note][])
  } catch {
    return new Map()
  }
}
