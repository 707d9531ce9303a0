/**
 * What steps made of their inputs, kept between builds. The key of a result is the step's name and the input's own
 * JSON: nobody writes a key by hand, so none can be forgotten.
 */
import { crypto } from '../disk/crypto.ts'
import type { Seal } from '../disk/seal.ts'
import type { Remember } from '../model.ts'
import { type Entry, type Late, openStore } from './store.ts'

export interface Memory {
  readonly remember: Remember
  /** The stored text for an input; undefined if there is none or it is damaged. */
  recall(name: string, input: unknown): Recalled | undefined
  /** Keeps a text in ASCII, and one beside it that is read only when it is asked for; returns what reads that. */
  keep(name: string, input: unknown, text: string, late?: string): Recalled['late']
  /** Keeps entries used since the last save, and others for some time; writes if anything is new. */
  save(): void
  /** Removes everything stored; stores nothing afterwards. */
  forget(): void
}

/** What was kept of an input. */
export interface Recalled {
  readonly text: string
  /** Reads the text that few runs ask for, each time anew; undefined where there is none. */
  readonly late: (() => string) | undefined
}

/** A late text cannot be read, at a time when the parser may not be loaded: start again without memory. */
export class DamagedMemory extends Error {}

/** How a memory is used: one that is only read writes nothing, and what is new lasts as long as the process. */
export interface MemoryUse {
  readonly isRead?: true
}

/** Without a path and a seal, results last as long as the process. `stamp`: version of the tool. */
export function openMemory(
  path: string | undefined,
  stamp: string,
  seal: Seal | undefined,
  { isRead }: MemoryUse = {},
): Memory {
  const store = path === undefined || seal === undefined ? undefined : openStore(path, stamp, seal)
  let old = new Map<string, unknown>()
  let used = new Map<string, unknown>()
  const entries = new Map<string, Entry>()
  let isNew = false
  const known = (key: string): Entry | undefined => {
    const entry = entries.get(key) ?? store?.get(key)
    if (entry && !isRead) entries.set(key, entry)
    return entry
  }
  const keep = (key: string, text: string, late?: string): Entry | undefined => {
    isNew = true
    if (!store || isRead) return undefined
    const entry = store.entry(key, text, late)
    entries.set(key, entry)
    return entry
  }
  return {
    remember(step, input) {
      type Out = ReturnType<typeof step.run>
      const key = keyOf(step.name, input)
      if (used.has(key)) return used.get(key) as Out
      const text = old.has(key) ? undefined : known(key)?.text
      const value = old.has(key) ? old.get(key) : text === undefined ? MISSING : readText(text)
      const made = value === MISSING ? step.run(input) : (value as Out)
      if (value === MISSING) keep(key, store && !isRead ? textOf(made) : '')
      used.set(key, made)
      return made
    },
    recall(name, input) {
      const entry = known(keyOf(name, input))
      const text = entry?.text
      return text === undefined ? undefined : { text, late: lateOf(name, entry!) }
    },
    keep(name, input, text, late) {
      const entry = keep(keyOf(name, input), text, late)
      return late === undefined ? undefined : entry ? lateOf(name, entry) : () => late
    },
    save() {
      if (!isNew) return
      if (!isRead) store?.save(entries)
      old = used
      used = new Map()
      isNew = false
    },
    forget() {
      store?.forget()
    },
  }
}

const lateOf = (name: string, { late }: Entry): Recalled['late'] => late && (() => readLate(name, late))

function readLate(name: string, late: Late): string {
  const text = late.text()
  if (text === undefined) throw new DamagedMemory(`what was kept as ${name} is damaged`)
  return text
}

/** Characters of an input that are a key as they are: to make a fingerprint of them takes longer than to compare them. */
const SHORT = 160

/** The step's name and the input's own JSON, or the SHA-256 of that. */
function keyOf(name: string, input: unknown): string {
  const json = JSON.stringify(input)
  // A fingerprint begins with no character that JSON begins with.
  return json.length <= SHORT && /^[ -~]*$/.test(json)
    ? `${name} ${json}`
    : `${name} =${crypto().hash('sha256', json, 'base64')}`
}

const MISSING = Symbol('not known')

/** ASCII JSON; the empty string represents undefined. */
const textOf = (value: unknown): string => (value === undefined ? '' : asciiJson(value))
const readText = (text: string): unknown => (text === '' ? undefined : JSON.parse(text))

/** JSON in ASCII: one byte per character is half as expensive to read and hold. */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
