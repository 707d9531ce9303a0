/** Items in stretches: what is found out about many small ones is remembered by the stretch, not one by one. */
import { hash } from './hash.ts'

/** How many items a stretch has, on average. */
const MANY = 4

/**
 * The items in order, in stretches. The name of an item tells whether its stretch ends with it, so that one that comes,
 * goes or changes leaves all other stretches as they are.
 */
export function chunks<T>(items: Iterable<T>, nameOf: (item: T) => string): T[][] {
  const made: T[][] = []
  let open: T[] = []
  for (const item of items) {
    open.push(item)
    if (!endsWith(nameOf(item)) && open.length < 4 * MANY) continue
    made.push(open)
    open = []
  }
  return open.length > 0 ? [...made, open] : made
}

const endsWith = (name: string): boolean => Number.parseInt(hash(name).slice(-2), 36) % MANY === 0
