/** Line numbers of places, each file's line starts computed once. */
import type { Place, Program } from '../model.ts'
import { lineColumn, lineStarts } from '../text/source.ts'

/** `runbooks/disk.md:12` for a place. */
export function placeNames(program: Program): (place: Place) => string {
  const line = lineNumbers(program)
  return (place) => `${place.file}:${line(place)}`
}

const linesOf = new WeakMap<Program, Map<string, number[]>>()

/** The 1-based line a place begins on. Each file's lines are found once for a program. */
export function lineNumbers(program: Program): (place: Place) => number {
  const starts = linesOf.get(program) ?? new Map<string, number[]>()
  linesOf.set(program, starts)
  return ({ file, range }) => {
    let known = starts.get(file)
    if (!known) {
      known = lineStarts(program.texts.get(file) ?? '')
      starts.set(file, known)
    }
    return lineColumn(known, range.start).line
  }
}
