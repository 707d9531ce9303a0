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

export function freeze(parsed: Parsed): Frozen {
  if (parsed.kind !== 'runbook') return { facts: ascii(parsed), rest: '' }
  const { body, summary, copies, ...facts } = parsed
  // That a page has no copies is soon asked and soon said.
  if (copies.length === 0) return { facts: ascii({ ...facts, copies }), rest: ascii({ body, summary }) }
  return { facts: ascii(facts), rest: ascii({ body, summary, copies }) }
}

export const ascii = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** `rest` is called each time the rest is needed: all bodies of a large book together are too much to hold. */
export function thaw(facts: string, rest: (() => string) | undefined): Parsed {
  const parsed = JSON.parse(facts) as Parsed
  if (rest === undefined) return parsed
  const later = <K extends keyof Rest>(key: K): PropertyDescriptor => ({
    enumerable: true,
    get: (): Rest[K] => restOf(rest)[key],
  })
  return Object.defineProperties(parsed, {
    body: later('body'),
    summary: later('summary'),
    ...('copies' in parsed ? {} : { copies: later('copies') }),
  })
}

let last: { readonly of: () => string; readonly value: Rest } | undefined

/** The page that is worked on is asked several times in a row: the last one is held. */
function restOf(of: () => string): Rest {
  if (last?.of !== of) last = { of, value: JSON.parse(of()) as Rest }
  return last.value
}
