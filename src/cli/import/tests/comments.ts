/** Comments of a unit-test file, assigned to the parts of its tests. */
import type { PromtoolTest } from '../../../prove/promtool/file.ts'
import type { Range } from '../../../text/source.ts'
import type { TestInput } from './input.ts'

/** The comments of a test, a series, or an alert or expression test; each a line beginning with `#`. */
export type Comments = (part: object) => readonly string[]

interface Unit {
  readonly part: object
  readonly range: Range
  /** Column of a test's first key; undefined for its parts. */
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

/** A comment inside a part, or beside it, belongs to that part; one above a part, to the part below. */
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
  // A comment indented deeper than the next test still belongs to the previous one.
  if (after === undefined || (after.column !== undefined && column >= after.column)) return before ?? after
  return after
}
