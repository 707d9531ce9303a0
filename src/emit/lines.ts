/** Line numbers of places; the line starts of each file are computed once. */
import type { Place, Program } from '../model.ts'
import { once, within } from '../text/once.ts'
import { lineColumn, lineStarts } from '../text/source.ts'

/** `runbooks/disk.md:12` for a place. */
export function placeNames(program: Program): (place: Place) => string {
  const line = lineNumbers(program)
  return (place) => `${place.file}:${line(place)}`
}

/** The 1-based line where a place begins. The lines of each file are computed once per program. */
export const lineNumbers: (program: Program) => (place: Place) => number = once(
  (program: Program): ((place: Place) => number) => {
    const starts = new Map<string, number[]>()
    return ({ file, range }) => {
      const known = within(starts, file, () => lineStarts(program.texts.get(file) ?? ''))
      return lineColumn(known, range.start).line
    }
  },
)
