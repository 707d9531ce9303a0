/** Edits: a text with some of its ranges replaced. */
import type { Range } from './source.ts'

/** Replaces a range of a text; an empty range inserts. */
export interface TextEdit {
  readonly range: Range
  readonly text: string
}

/** The text after the edits, and the edits that were left out because they overlap an earlier one. */
export interface Edited<E extends TextEdit> {
  readonly text: string
  readonly applied: readonly E[]
  readonly refused: readonly E[]
}

/**
 * Applies edits to a text. All ranges are in the text as given. Of edits that overlap the one given first
 * wins and the others are refused; so are edits whose range is not in the text. Edits at the same place that
 * only insert are applied in the given order; two equal edits count once.
 */
export function applyEdits<E extends TextEdit>(text: string, edits: readonly E[]): Edited<E> {
  const applied: E[] = []
  const refused: E[] = []
  for (const edit of edits) {
    if (applied.some((other) => isSame(edit, other))) continue
    if (isInside(edit.range, text) && !applied.some((other) => overlaps(edit.range, other.range)))
      applied.push(edit)
    else refused.push(edit)
  }
  let out = ''
  let at = 0
  // Sorting is stable: insertions at one place keep their order, and come before a replacement there.
  const inOrder = applied.toSorted((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)
  for (const { range, text: replacement } of inOrder) {
    out += text.slice(at, range.start) + replacement
    at = range.end
  }
  return { text: out + text.slice(at), applied, refused }
}

function isInside({ start, end }: Range, text: string): boolean {
  return 0 <= start && start <= end && end <= text.length
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.range.start === b.range.start && a.range.end === b.range.end && a.text === b.text
}

/** Touching is not overlapping; an insertion overlaps only a range it stands strictly inside. */
function overlaps(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end
}
