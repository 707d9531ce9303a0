/**
 * What steps made of their inputs, kept between builds. The key of a result is the step's name and the input's own
 * JSON, with the stamp of the tool: nobody writes a key by hand, so none can be forgotten.
 */
import { hash } from 'node:crypto'
import type { Seal } from '../disk/seal.ts'
import type { Remember } from '../model.ts'
import { type Entry, KEY_LENGTH, openStore } from './store.ts'

export interface Memory {
  readonly remember: Remember
  /** What was kept of an input; undefined where nothing is, or it was damaged. */
  recall(name: string, input: unknown): string | undefined
  /** Keeps a text in ASCII; `late`: it is read only when it is asked for. */
  keep(name: string, input: unknown, text: string, late?: boolean): void
  /** What was kept of an input and few runs ask for: read by the function that is returned, each time anew. */
  recallLate(name: string, input: unknown): (() => string) | undefined
  /** Keeps what was asked for since it was last saved, and some time also what was not; writes what is new. */
  save(): void
  /** Removes everything that was kept, and keeps nothing more. */
  forget(): void
}

/** A text that is read late turned out to be damaged, when the parser may not be loaded any more: start anew without memory. */
export class DamagedMemory extends Error {}

/** Without a path and a seal it lasts as long as the process. `stamp` tells versions of the tool apart. */
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

/** JSON in ASCII; `` stands for a result that is undefined. */
const textOf = (value: unknown): string => (value === undefined ? '' : ascii(value))
const readText = (text: string): unknown => (text === '' ? undefined : JSON.parse(text))

/** JSON in ASCII: a byte for each character is read and held at half the cost. */
export const ascii = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
