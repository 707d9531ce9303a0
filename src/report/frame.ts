/**
 * A piece of a source with carets under a range of it:
 *
 *     14 │ alert: DiskFull
 *        │        ^^^^^^^^
 *
 * The size of a frame is bounded: a line too long for the width is cut to the part around the first caret, and of
 * a range over many lines only the first and the last are shown.
 */
import { lineColumn, type Range } from '../text/source.ts'
import { type Cell, cells } from './cells.ts'
import { clampRange, type Lines } from './place.ts'

export interface FrameLine {
  /** Text before the bar: a line number, or nothing. */
  readonly gutter: string
  readonly kind: 'source' | 'marks' | 'gap'
  readonly text: string
}

/** Lines of the frame for a range; `width`: columns right of the bar. */
export function frame(lines: Lines, written: Range, width: number): FrameLine[] {
  const range = trimRange(lines.text, clampRange(written, lines.text.length))
  const first = lineColumn(lines.starts, range.start).line
  const last = lineColumn(lines.starts, range.end).line
  const shown = last - first < 3 ? span(first, last) : [first, undefined, last]
  return shown.flatMap((line): FrameLine[] => {
    if (line === undefined) return [{ gutter: '', kind: 'gap', text: '⋮' }]
    const from = lines.starts[line - 1]!
    const to = lineEnd(lines.text, from, lines.starts[line] ?? lines.text.length)
    const indent = line === first ? 0 : leadingBlanks(lines.text, from, to)
    const marked = { start: Math.max(range.start, from + indent), end: Math.min(range.end, to) }
    const { code, marks } = markedLine(lines.text, from, to, marked, width)
    const source: FrameLine = { gutter: String(line), kind: 'source', text: code }
    const blank = line !== first && marked.start >= marked.end
    return blank ? [source] : [source, { gutter: '', kind: 'marks', text: marks }]
  })
}

/** One line of source with its carets. */
function markedLine(
  text: string,
  lineStart: number,
  lineEnd: number,
  marked: Range,
  width: number,
): { code: string; marks: string } {
  if (marked.start > lineEnd) marked = { start: lineEnd, end: lineEnd }
  const room = Math.max(width, 20)
  const from = whole(text, lineStart, Math.max(lineStart, marked.start - 2 * room))
  const to = whole(text, lineStart, Math.min(lineEnd, marked.start + 2 * room))
  const all = cells(text.slice(from, to), from)
  const { visible, before, after } = window(all, marked.start, from > lineStart, to < lineEnd, room)

  let column = before ? 1 : 0
  let firstColumn = -1
  let endColumn = -1
  for (const cell of visible) {
    const hit = cell.end > marked.start && cell.start < Math.max(marked.end, marked.start + 1)
    if (hit && firstColumn < 0) firstColumn = column
    column += cell.width
    if (hit) endColumn = column
  }
  if (firstColumn < 0) {
    firstColumn = column
    endColumn = column + 1
  }
  const code = (before ? '…' : '') + visible.map((cell) => cell.shown).join('') + (after ? '…' : '')
  const marks = ' '.repeat(firstColumn) + '^'.repeat(Math.max(endColumn - firstColumn, 1))
  return { code: code.trimEnd(), marks }
}

/** The cells around `focus` that fit into `room` columns, and whether anything is cut off. */
function window(
  all: readonly Cell[],
  focus: number,
  moreBefore: boolean,
  moreAfter: boolean,
  room: number,
): { visible: readonly Cell[]; before: boolean; after: boolean } {
  const total = all.reduce((sum, cell) => sum + cell.width, 0)
  // One column is reserved for a caret after the last character.
  if (!moreBefore && !moreAfter && total < room) return { visible: all, before: false, after: false }
  const budget = room - 3
  const found = all.findIndex((cell) => cell.end > focus)
  const at = found < 0 ? all.length : found
  // A third of the room is for text before the focus, plus whatever the right side leaves free.
  const right = all.slice(at).reduce((sum, cell) => sum + cell.width, 0)
  let left = Math.max(Math.floor(budget / 3), budget - right)
  let first = at
  while (first > 0 && all[first - 1]!.width <= left) left -= all[--first]!.width
  let used = all.slice(first, at).reduce((sum, cell) => sum + cell.width, 0)
  let last = at
  while (last < all.length && (used + all[last]!.width <= budget || last === at)) used += all[last++]!.width
  return {
    visible: all.slice(first, last),
    before: moreBefore || first > 0,
    after: moreAfter || last < all.length,
  }
}

/** The range without trailing white space: the last line break of a block is not a line of it. */
function trimRange(text: string, range: Range): Range {
  let { end } = range
  while (end > range.start && /\s/.test(text[end - 1]!)) end--
  // The diagnostic is about white space alone: keeps the part on the first line.
  if (end === range.start && range.end > range.start) {
    const stop = text.slice(range.start, range.end).search(/[\r\n]/)
    return { start: range.start, end: stop < 0 ? range.end : range.start + stop }
  }
  return { start: range.start, end }
}

/** End of the line that begins at `from`, without its line break. */
function lineEnd(text: string, from: number, next: number): number {
  let end = next
  while (end > from && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--
  return end
}

function leadingBlanks(text: string, from: number, to: number): number {
  let at = from
  while (at < to && (text[at] === ' ' || text[at] === '\t')) at++
  return at - from
}

/** Moves an offset out of the middle of a surrogate pair. */
function whole(text: string, lineStart: number, offset: number): number {
  const low = text.charCodeAt(offset)
  return offset > lineStart && low >= 0xdc00 && low <= 0xdfff ? offset - 1 : offset
}

function span(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}
