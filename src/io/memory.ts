/** What stages found in files, kept between builds. Safe to delete; never trusted across versions of the tool. */
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Remember } from '../model.ts'
import { replaceFile } from './write.ts'

export interface Memory {
  readonly remember: Remember
  /** Keeps what was asked for since it was last saved, and forgets the rest once that is the larger part. */
  save(): void
}

/** Without a path it lasts as long as the process. */
export function openMemory(path: string | undefined, stamp: string): Memory {
  let old = path === undefined ? new Map<string, unknown>() : readMemory(path, stamp)
  let used = new Map<string, unknown>()
  let isNew = false
  return {
    remember: <T>(key: string, make: () => T): T => {
      let value = used.get(key)
      if (value !== undefined) return value as T
      value = old.get(key)
      if (value === undefined) {
        isNew = true
        value = make()
      }
      used.set(key, value)
      return value as T
    },
    save() {
      if (!isNew) return
      // A check asks for less than a build: what only the build needs is not lost by it.
      if (old.size <= 2 * used.size) used = new Map([...old, ...used])
      if (path !== undefined) write(path, JSON.stringify([stamp, ...[...used].flat()]))
      old = used
      used = new Map()
      isNew = false
    },
  }
}

function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    replaceFile(path, text)
  } catch {
    // Only the next build is slower for it.
  }
}

function readMemory(path: string, stamp: string): Map<string, unknown> {
  try {
    const [version, ...pairs] = JSON.parse(readFileSync(path, 'utf8')) as [string, ...unknown[]]
    const known = new Map<string, unknown>()
    if (version === stamp) {
      for (let i = 0; i + 1 < pairs.length; i += 2) known.set(String(pairs[i]), pairs[i + 1])
    }
    return known
  } catch {
    return new Map()
  }
}
