/**
 * Stores the results of steps between builds. The key of a result is the step's name and its input as JSON, with the
 * version of the tool: nobody writes keys by hand, so no field can be forgotten.
 */
import { hash } from 'node:crypto'
import type { Seal } from '../disk/seal.ts'
import type { Remember } from '../model.ts'
import { type Entry, KEY_LENGTH, openStore } from './store.ts'

export interface Memory {
  readonly remember: Remember
  /** The stored text for an input; undefined if there is none or it is damaged. */
  recall(name: string, input: unknown): string | undefined
  /** Stores an ASCII text; `late`: read only on demand. */
  keep(name: string, input: unknown, text: string, late?: boolean): void
  /** A stored text that few runs need: the returned function reads it, anew on each call. */
  recallLate(name: string, input: unknown): (() => string) | undefined
  /** Keeps entries used since the last save, and others for some time; writes if anything is new. */
  save(): void
  /** Removes everything stored; stores nothing afterwards. */
  forget(): void
}

/** A late text is damaged, at a time when the parser may no longer be loaded: start again without memory. */
export class DamagedMemory extends Error {}

/** Without a path and a seal, results last as long as the process. `stamp`: version of the tool. */
export function openMemory(path: string | undefined, stamp: string, seal: Seal | undefined): Memory {
  const store = path === undefined || seal === undefined ? undefined : openStore(path, seal)
  let old = new Map<string, unknown>()
  let used = new Map<string, unknown>()
  const entries = new Map<string, Entry>()
  let isNew = false
  const keyOf = (name: string, input: unknown): string =>
    hash('sha256', `${stamp} ${name} ${JSON.stringify(input)}`, 'base64').slice(0, KEY_LENGTH)
  const known = (key: string): Entry | undefined => {
    const entry = entries.get(key) ?? store?.get(key)
    if (entry) entries.set(key, entry)
    return entry
  }
  const keep = (key: string, text: string, late: boolean): void => {
    isNew = true
    if (store) entries.set(key, store.entry(key, text, late))
  }
  return {
    remember(step, input) {
      type Out = ReturnType<typeof step.run>
      const key = keyOf(step.name, input)
      if (used.has(key)) return used.get(key) as Out
      const text = old.has(key) ? undefined : known(key)?.text()
      const value = old.has(key) ? old.get(key) : text === undefined ? NOT_KNOWN : readText(text)
      const made = value === NOT_KNOWN ? step.run(input) : (value as Out)
      if (value === NOT_KNOWN) keep(key, textOf(made), false)
      used.set(key, made)
      return made
    },
    recall: (name, input) => known(keyOf(name, input))?.text(),
    keep: (name, input, text, late = false) => keep(keyOf(name, input), text, late),
    recallLate(name, input) {
      const entry = known(keyOf(name, input))
      return (
        entry &&
        (() => {
          const text = entry.text()
          if (text === undefined) throw new DamagedMemory(`what was kept as ${name} is damaged`)
          return text
        })
      )
    },
    save() {
      if (!isNew) return
      store?.save(entries)
      old = used
      used = new Map()
      isNew = false
    },
    forget() {
      store?.forget()
    },
  }
}

const NOT_KNOWN = Symbol('not known')

/** ASCII JSON; the empty string represents undefined. */
const textOf = (value: unknown): string => (value === undefined ? '' : ascii(value))
const readText = (text: string): unknown => (text === '' ? undefined : JSON.parse(text))

/** JSON in ASCII: one byte per character is half as expensive to read and hold. */
export const ascii = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
