/** What came of tests, kept between runs under a key of all that each depends on. */
import type { Seal } from '../disk/seal.ts'
import { ascii, openMemory } from './remember.ts'

export interface TestMemory {
  /** What is remembered under a key; undefined where it must be made. */
  get<T>(key: string): T | undefined
  set(key: string, value: unknown): void
  /** Writes what this run used, when any of it is new. */
  save(): void
}

/** Without a path and a seal nothing outlasts the process. */
export function openTestMemory(path: string | undefined, stamp: string, seal: Seal | undefined): TestMemory {
  const memory = openMemory(path, stamp, seal)
  return {
    get<T>(key: string) {
      const text = memory.recall('test', key)?.text
      return text === undefined ? undefined : (JSON.parse(text) as T)
    },
    set: (key, value) => memory.keep('test', key, ascii(value)),
    save: memory.save,
  }
}
