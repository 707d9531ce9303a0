/** Results of tests, stored between runs under a key of everything that each depends on. */
import type { Seal } from '../disk/seal.ts'
import { asciiJson, openMemory } from './remember.ts'

export interface TestMemory {
  /** The stored value of a key; undefined if it must be computed. */
  get<T>(key: string): T | undefined
  set(key: string, value: unknown): void
  /** Writes the values used in this run, if any is new. */
  save(): void
}

/** Without a path and a seal, values last as long as the process. */
export function openTestMemory(path: string | undefined, stamp: string, seal: Seal | undefined): TestMemory {
  const memory = openMemory(path, stamp, seal)
  return {
    get<T>(key: string) {
      const text = memory.recall('test', key)?.text
      return text === undefined ? undefined : (JSON.parse(text) as T)
    },
    set: (key, value) => memory.keep('test', key, asciiJson(value)),
    save: memory.save,
  }
}
