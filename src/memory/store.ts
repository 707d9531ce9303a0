/**
 * Entries kept between runs in two files: most of them in a large one, what is newer in one beside it, so that the
 * change of a page writes little. Safe to delete; a file that cannot be read or written costs time, never the build.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { replaceFile } from '../disk/write.ts'
import { ascii } from './frozen.ts'
import { type Entry, readSegment, segmentText } from './segment.ts'

export interface Store {
  /** What an earlier run kept. */
  get(key: string): Entry | undefined
  /** Writes the entries that are still of use: those that were got, as they were, and new ones. */
  save(entries: ReadonlyMap<string, Entry>): void
}

/** Newer entries, as a part of those in the large file, from which on that is written anew. */
const MANY = 1 / 8

/** Files of entries are ASCII, a line for each. */
const oneLine = (key: string): string => (/[^ -~]/.test(key) ? ascii(key) : key)

/** `stamp` tells versions of the tool apart: what another one kept is not read. */
export function openStore(path: string, stamp: string): Store {
  const recent = `${path}.recent`
  const large = readSegment(path, stamp)
  const small = readSegment(recent, stamp)
  return {
    get(key) {
      const line = oneLine(key)
      return large?.get(line) ?? small?.get(line)
    },
    save(entries) {
      const all = [...entries].map(([key, entry]) => [oneLine(key), entry] as const)
      const newer = all.filter(([key, entry]) => large?.get(key) !== entry)
      const size = large?.size ?? 0
      const isSmall = newer.length <= size * MANY && (all.length - newer.length) * 2 >= size
      try {
        mkdirSync(dirname(path), { recursive: true })
        replaceFile(isSmall ? recent : path, segmentText(stamp, isSmall ? newer : all))
        if (!isSmall) rmSync(recent, { force: true })
      } catch {
        // What cannot be kept (read-only checkout, full disk) only makes the next run slower.
      }
    },
  }
}
