/** Random choices, reproducible by seed. */
import { mulberry32 } from '../../mulberry32.ts'
export interface Random {
  /** A number from 0 up to 1, exclusive. */
  next(): number
  /** A whole number below a limit. */
  below(limit: number): number
  /** True with this probability. */
  chance(part: number): boolean
  pick<T>(items: readonly T[]): T
}

/** A source of random choices (the generator `mulberry32`). */
export function createRandom(seed: number): Random {
  const next = mulberry32(seed)
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    chance: (part) => next() < part,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
  }
}
