/** What only the whole book can fill in a body. */
import type { Body, Hole } from '../../model.ts'

/** Every hole of a body, those of its lead too. */
export function holesOf(body: Body): Hole[] {
  return body.flatMap((part) =>
    typeof part === 'string' ? [] : part.kind === 'lead' ? holesOf(part.body) : [part],
  )
}
