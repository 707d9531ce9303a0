/** The parse cache: what a source yields, kept by the hash of the tool and of the source's path and text. */
import type { Parsed, Source } from '../model.ts'
import { hash } from '../text/hash.ts'
import { type Frozen, thaw } from './frozen.ts'
import type { Entry } from './segment.ts'
import { openStore } from './store.ts'

export interface ParseCache {
  /** What the source yielded when it was last parsed; undefined when it must be parsed. */
  get(source: Source): Parsed | undefined
  /** Keeps what a source yielded; returns it in the form that is held. */
  set(source: Source, frozen: Frozen): Parsed
  /** Writes what this run used, when any of it is new. Entries of sources that are gone are dropped in time. */
  save(): void
}

/** Without a path nothing is remembered. */
export function openCache(path: string | undefined, stamp: string): ParseCache {
  const store = path === undefined ? undefined : openStore(path, stamp)
  const used = new Map<string, Entry>()
  let isNew = false
  return {
    get(source) {
      const key = keyOf(source)
      const entry = store?.get(key)
      const parsed = entry && revive(source, entry)
      if (parsed) used.set(key, entry)
      return parsed
    },
    set(source, frozen) {
      const entry = entryOf(frozen)
      used.set(keyOf(source), entry)
      isNew = true
      return thawed(source, entry)
    },
    save() {
      if (isNew) store?.save(used)
    },
  }
}

/** Made out here: what thaws later must hold its own rest alone, not all that the cache holds. */
const entryOf = ({ facts, rest }: Frozen): Entry => ({ facts, rest: () => rest, length: rest.length })

const keyOf = (source: Source): string => `${source.hash ?? hash(source.text)} ${source.path}`

const thawed = ({ path }: Source, entry: Entry): Parsed =>
  thaw(path, entry.facts, entry.length === 0 ? undefined : entry)

function revive(source: Source, entry: Entry): Parsed | undefined {
  try {
    return thawed(source, entry)
  } catch {
    return undefined
  }
}
