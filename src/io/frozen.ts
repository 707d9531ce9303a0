/**
 * What a source yields, as text: for the cache, and on its way from another thread. Most builds look at a few facts
 * of every page and at the whole of few, so the rest of a page (its body, its summary, the copies of rules in it) is
 * a text of its own, read when it is asked for.
 */
import type { Parsed, Runbook } from '../model.ts'

/** Both ASCII, so that characters count as bytes. */
export interface Frozen {
  readonly facts: string
  /** `''` where everything stands in the facts. */
  readonly rest: string
}

type Rest = Pick<Runbook, 'body' | 'summary' | 'copies'>

/** Facts of a runbook, and whether it has copies: most have none, which is soon asked. */
type Facts = readonly [hasCopies: boolean, facts: Omit<Runbook, keyof Rest>]

export function freeze(parsed: Parsed): Frozen {
  if (parsed.kind !== 'runbook') return { facts: ascii(parsed), rest: '' }
  const { body, summary, copies, ...facts } = parsed
  return {
    facts: ascii([copies.length > 0, facts] satisfies Facts),
    rest: ascii({ body, summary, copies } satisfies Rest),
  }
}

export const ascii = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** `rest` is called each time the rest is needed: all bodies of a large book together are too much to hold. */
export function thaw(facts: string, rest: (() => string) | undefined): Parsed {
  if (rest === undefined) return JSON.parse(facts) as Parsed
  return new ThawedRunbook(JSON.parse(facts) as Facts, rest) as Rest as Runbook
}

/** A class, so that all runbooks of a book have one shape: code that meets a thousand shapes is slow. */
class ThawedRunbook implements Rest {
  readonly #hasCopies: boolean
  readonly #rest: () => string

  constructor([hasCopies, facts]: Facts, rest: () => string) {
    Object.assign(this, facts)
    this.#hasCopies = hasCopies
    this.#rest = rest
  }

  get body(): Rest['body'] {
    return restOf(this.#rest).body
  }

  get summary(): string {
    return restOf(this.#rest).summary
  }

  get copies(): Rest['copies'] {
    return this.#hasCopies ? restOf(this.#rest).copies : []
  }

  toJSON(): unknown {
    return { ...this, body: this.body, summary: this.summary, copies: this.copies }
  }
}

let last: { readonly of: () => string; readonly value: Rest } | undefined

/** The page that is worked on is asked several times in a row: the last one is held. */
function restOf(of: () => string): Rest {
  if (last?.of !== of) last = { of, value: JSON.parse(of()) as Rest }
  return last.value
}
