/** How many elements a browser draws for an SVG: a few lines of `use` that copy each other make a thousand million. */

/** More than any picture has; a browser draws as many in about a second. */
export const MAX_DRAWN = 100_000

/** Longest chain of copies of copies. */
const MAX_CHAIN = 500

/** An element with a name, and what is in it. */
interface Part {
  elements: number
  /** Names of the parts that it copies. */
  readonly copied: string[]
  /** Named elements in it. */
  readonly inner: Part[]
}

const part = (): Part => ({ elements: 0, copied: [], inner: [] })

export class Copies {
  readonly #whole = part()
  readonly #parts = new Map<string, Part>()
  /** The nearest named element, by level. */
  readonly #open: Part[] = [this.#whole]

  /** An element begins, with its attributes as written. */
  enter(attributes: string): void {
    let owner = this.#open.at(-1)!
    const id = /\sid\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1]
    if (id !== undefined) {
      const named = part()
      owner.inner.push(named)
      if (!this.#parts.has(id)) this.#parts.set(id, named)
      owner = named
    }
    this.#open.push(owner)
    owner.elements++
    for (const [, used, named] of attributes.matchAll(COPIED)) owner.copied.push(used ?? named!)
  }

  leave(): void {
    this.#open.pop()
  }

  /** The number of elements drawn, about; a part that copies itself is not drawn by browsers. */
  drawn(): number {
    const known = new Map<Part, number>()
    const count = (one: Part, chain: number): number => {
      const before = known.get(one)
      if (before !== undefined) return before
      if (chain > MAX_CHAIN) return MAX_DRAWN + 1
      known.set(one, 0)
      let sum = one.elements
      for (const inner of one.inner) sum += count(inner, chain + 1)
      for (const name of one.copied) {
        const copy = this.#parts.get(name)
        if (copy && sum <= MAX_DRAWN) sum += count(copy, chain + 1)
      }
      known.set(one, sum)
      return sum
    }
    return count(this.#whole, 0)
  }
}

const COPIED = /href\s*=\s*["']\s*#([^"']*?)\s*["']|url\s*\(\s*["']?\s*#([^"')\s]*)/g
