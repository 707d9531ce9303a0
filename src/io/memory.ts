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
      let value = used.get(key) ?? old.get(key)
      if (value === undefined) {
        const entry = store?.get(key)
        if (entry) {
          value = JSON.parse(entry.facts)
          kept.set(key, entry)
        } else {
          value = make()
          isNew = true
        }
      }
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

const entryOf = (value: unknown): Entry => ({ facts: ascii(value), rest: () => '', length: 0 })
