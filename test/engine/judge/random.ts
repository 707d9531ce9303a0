/** Random choices, reproducible by seed. */
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
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    chance: (part) => next() < part,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
  }
}
