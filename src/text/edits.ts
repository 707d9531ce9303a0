/** Edits: replaces ranges of a text. */
import type { Range } from './source.ts'

/** Replaces a range of a text; with an empty range, inserts. */
export interface TextEdit {
  readonly range: Range
  readonly text: string
}

/** The edited text, and the edits left out because they overlap an earlier one. */
export interface Edited<E extends TextEdit> {
  readonly text: string
  readonly applied: readonly E[]
  readonly refused: readonly E[]
}

/**
 * Applies edits to a text. All ranges refer to the original text. Of overlapping edits the first given wins and the
 * others are refused; so are edits with a range outside the text. Pure insertions at one position are applied in the
 * given order; equal edits count once.
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
  // The sort is stable: insertions at one position keep their order and precede a replacement there.
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

/** Touching is not overlapping; an insertion overlaps only a range that strictly contains it. */
function overlaps(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end
}
