/**
 * The parse cache: what a source yields, kept by the hash of the tool and of the source's path and text.
 * Safe to delete; a file that cannot be read or written costs time, never the build.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Parsed, Source } from '../model.ts'
import { hash } from '../text/hash.ts'
import { type Frozen, thaw } from './frozen.ts'
import { type Entry, readSegment, segmentText } from './segment.ts'
import { replaceFile } from './write.ts'

export interface ParseCache {
  /** What the source yielded when it was last parsed; undefined when it must be parsed. */
  get(source: Source): Parsed | undefined
  /** Keeps what a source yielded; returns it in the form that is held. */
  set(source: Source, frozen: Frozen): Parsed
  /** Writes what this run used, when it differs from what was there. */
  save(): void
}

/** Entries beside the large file, as a part of those in it, from which on it is written anew. */
const MANY = 1 / 8

/**
 * Two files: all of it, and beside it what is newer, so that the change of a page writes little. Entries of sources
 * that are gone are dropped when the large file is written. Without a path nothing is remembered.
 */
export function openCache(path: string | undefined, stamp: string): ParseCache {
  const recent = `${path}.recent`
  const large = path === undefined ? undefined : readSegment(path, stamp)
  const small = path === undefined ? undefined : readSegment(recent, stamp)
  const used = new Map<string, Entry>()
  const isLarge = new Set<string>()
  let isNew = false
  return {
    get(source) {
      const key = keyOf(source)
      const entry = small?.get(key) ?? large?.get(key)
      const parsed = entry && revive(entry)
      if (!parsed) return undefined
      used.set(key, entry)
      if (entry === large?.get(key)) isLarge.add(key)
      return parsed
    },
    set(source, { facts, rest }) {
      const entry: Entry = { facts, rest: () => rest, length: rest.length }
      used.set(keyOf(source), entry)
      isNew = true
      return thawed(entry)
    },
    save() {
      if (path === undefined || !isNew) return
      const newer = [...used].filter(([key]) => !isLarge.has(key))
      const isSmall = newer.length <= (large?.size ?? 0) * MANY && isLarge.size * 2 >= (large?.size ?? 0)
      try {
        mkdirSync(dirname(path), { recursive: true })
        replaceFile(isSmall ? recent : path, segmentText(stamp, isSmall ? newer : [...used]))
        if (!isSmall) rmSync(recent, { force: true })
      } catch {
        // A cache that cannot be kept (read-only checkout, full disk) only makes the next build slower.
      }
    },
  }
}

const keyOf = ({ path, text, hash: known }: Source): string => JSON.stringify([known ?? hash(text), path])

const thawed = ({ facts, rest, length }: Entry): Parsed => thaw(facts, length === 0 ? undefined : rest)

function revive(entry: Entry): Parsed | undefined {
  try {
    return thawed(entry)
  } catch {
    return undefined
  }
}
