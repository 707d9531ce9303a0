/** What came of tests, kept between runs under a key of all that each depends on. */
import { hash } from '../text/hash.ts'
import { ascii } from './frozen.ts'
import type { Entry } from './segment.ts'
import { openStore } from './store.ts'

export interface TestMemory {
  /** What is remembered under a key; undefined where it must be made. */
  get<T>(key: string): T | undefined
  set(key: string, value: unknown): void
  /** Writes what this run used, when any of it is new. */
  save(): void
}

/** Without a path nothing is remembered. */
export function openTestMemory(path: string | undefined, stamp: string): TestMemory {
  const store = path === undefined ? undefined : openStore(path, stamp)
  const used = new Map<string, Entry>()
  let isNew = false
  return {
    get<T>(key: string) {
      const name = hash(key)
      const entry = used.get(name) ?? store?.get(name)
      if (entry === undefined) return undefined
      const kept = parsed(entry)
      if (kept?.key !== key) return undefined
      used.set(name, entry)
      return kept.value as T
    },
    set(key, value) {
      if (store === undefined || used.has(hash(key))) return
      used.set(hash(key), { facts: ascii({ key, value }), rest: () => '', length: 0 })
      isNew = true
    },
    save() {
      if (isNew) store?.save(used)
    },
  }
}

/** An entry that was damaged is none; nor is one of another key with the same fingerprint. */
function parsed({ facts }: Entry): { key: string; value: unknown } | undefined {
  try {
    return JSON.parse(facts) as { key: string; value: unknown }
  } catch {
    return undefined
  }
}
