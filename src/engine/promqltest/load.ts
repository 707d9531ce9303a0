/** Puts the series of a `load` into a storage. */
import type { Storage } from '../types.ts'
import type { Load } from './types.ts'

/** What is wrong with the data; undefined when all of it is in. */
export function loadInto(storage: Storage, { series }: Load): string | undefined {
  for (const { labels, samples } of series)
    for (const sample of samples) {
      const refused = storage.append(labels, sample)
      if (refused !== undefined) return refused
    }
  return undefined
}
