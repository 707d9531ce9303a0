/**
 * The state of files when they were read: a file in the same state need not be read again for its hash. Compares size,
 * times and inode, as git does for its index. A file changed shortly before it was read is read again the next time: it
 * may have changed once more within the same clock tick.
 */
import { mkdirSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import { removeStale, replaceFile } from './place.ts'
import { readSealed, type Seal, sealed } from './seal.ts'

export interface Stamps {
  /** The hash of a file in the same state as when it was read; undefined if it must be read. */
  hashOf(path: string, stat: Stats): string | undefined
  /** Records a file's state before reading, and its hash. */
  note(path: string, stat: Stats, hash: string): void
  /** Writes this run's records if they differ from the stored ones. */
  save(): void
}

/** How old a change must be, in milliseconds, before unchanged times prove an unchanged file. */
const SETTLED = 2_000

/** Sizes are in bytes, times in milliseconds. */
type Note = readonly [hash: string, size: number, mtime: number, ctime: number, inode: number]

const looksLike = ([, size, mtime, ctime, inode]: Note, stat: Stats): boolean =>
  size === stat.size && mtime === stat.mtimeMs && ctime === stat.ctimeMs && inode === stat.ino

/** Without a path and a seal, nothing is recorded. */
export function openStamps(path: string | undefined, seal: Seal | undefined): Stamps {
  const before = path === undefined || seal === undefined ? new Map<string, Note>() : read(path, seal)
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
      if (path === undefined || seal === undefined || !isNew) return
      try {
        mkdirSync(dirname(path), { recursive: true })
        removeStale(dirname(path))
        replaceFile(path, sealed(NAME, JSON.stringify([...notes]), seal))
      } catch {
        // Harmless: only the next run is slower.
      }
    },
  }
}

const NAME = 'stamps'

function read(path: string, seal: Seal): Map<string, Note> {
  const text = readSealed(path, NAME, seal)
  return new Map(text === undefined ? [] : (JSON.parse(text) as [string, Note][]))
}
