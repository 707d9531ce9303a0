/** Comments of a unit-test file, by the part of a test that each belongs to. */
import type { PromtoolTest } from '../../../prove/promtool/file.ts'
import type { Range } from '../../../text/source.ts'
import type { TestInput } from './input.ts'

/** The comments of a test, a series, an alert's or an expression's test; each a line that begins with `#`. */
export type Comments = (part: object) => readonly string[]

interface Unit {
  readonly part: object
  readonly range: Range
  /** The column of a test's first key; undefined for its parts. */
  readonly column: number | undefined
}

const columnOf = (text: string, at: number): number => at - (text.lastIndexOf('\n', at - 1) + 1)

function unitsOf(text: string, test: PromtoolTest): Unit[] {
  const parts = [...test.series, ...test.alerts, ...test.exprs]
  return [
    {
      part: test,
      range: { start: test.range.start, end: test.range.start },
      column: columnOf(text, test.range.start),
    },
    ...parts.map((part): Unit => ({ part, range: part.range, column: undefined })),
  ]
}

/** A comment within a part, or beside it, is of that part; one above a part is of the part below it. */
export function commentsIn({ source: { text }, document, file }: TestInput): Comments {
  const units = file.tests
    .flatMap((test) => unitsOf(text, test))
    .sort((a, b) => a.range.start - b.range.start)
  const entries = document.root?.kind === 'map' ? document.root.entries : []
  const from = entries.find(({ key }) => key.kind === 'scalar' && key.text.value === 'tests')?.range.start
  const found = new Map<object, string[]>()
  for (const comment of document.comments) {
    if (from === undefined || comment.start < from) continue
    const owner = ownerOf(text, comment, units)
    if (owner === undefined) continue
    const line = text.slice(comment.start, comment.end).trim()
    found.set(owner.part, [...(found.get(owner.part) ?? []), line])
  }
  return (part) => found.get(part) ?? []
}

function ownerOf(text: string, { start }: Range, units: readonly Unit[]): Unit | undefined {
  const before = units.filter(({ range }) => range.start <= start).at(-1)
  const column = columnOf(text, start)
  const isBeside = text.slice(start - column, start).trim() !== ''
  if (before !== undefined && (isBeside || start < before.range.end)) return before
  const after = units.find(({ range }) => range.start > start)
  // What stands deeper than the next test begins still belongs to the one before.
  if (after === undefined || (after.column !== undefined && column >= after.column)) return before ?? after
  return after
}
