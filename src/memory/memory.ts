/** What stages found in files, kept between builds. */
import type { Remember } from '../model.ts'
import { ascii } from './frozen.ts'
import type { Entry } from './segment.ts'
import { openStore } from './store.ts'

export interface Memory {
  readonly remember: Remember
  /** Keeps what was asked for since it was last saved, and some time also what was not; writes what is new. */
  save(): void
}

/** Without a path it lasts as long as the process. */
export function openMemory(path: string | undefined, stamp: string): Memory {
  const store = path === undefined ? undefined : openStore(path, stamp)
  let old = new Map<string, unknown>()
  let used = new Map<string, unknown>()
  const kept = new Map<string, Entry>()
  let isNew = false
  return {
    remember: <T>(key: string, make: () => T): T => {
      if (used.has(key)) return used.get(key) as T
      const entry = old.has(key) ? undefined : store?.get(key)
      let value = entry ? parsed(entry) : old.get(key)
      if (value === undefined) {
        value = make()
        isNew = true
      } else if (entry) kept.set(key, entry)
      used.set(key, value)
      return value as T
    },
    save() {
      if (!isNew) return
      store?.save(new Map([...used].map(([key, value]) => [key, kept.get(key) ?? entryOf(value)])))
      old = used
      used = new Map()
      isNew = false
    },
  }
}

/** An entry that was damaged is none. */
function parsed({ facts }: Entry): unknown {
  try {
    return JSON.parse(facts)
  } catch {
    return undefined
  }
}

const entryOf = (value: unknown): Entry => ({ facts: ascii(value), rest: () => '', length: 0 })
