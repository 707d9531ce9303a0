/** The fence that an import writes around a text. */
import { most } from '../../text/most.ts'

/** Backticks, more than the text has in a row. */
export const fenceAround = (text: string): string =>
  '`'.repeat(
    most(
      (text.match(/`{3,}/g) ?? []).map(({ length }) => length),
      2,
    ) + 1,
  )
