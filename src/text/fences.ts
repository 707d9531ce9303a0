/** Finds fenced code by its lines alone, for text that is not (or not yet) parsed as Markdown. */
import type { Range } from './source.ts'

export interface Fence {
  /** From the first fence line through the last. */
  readonly range: Range
  /** The lines between them. */
  readonly content: Range
  readonly info: string
}

const LINE = /[^\r\n]*(?:\r\n|\n|\r|$)/y

/** Fences in `text` within `within`, in order; an unclosed fence extends to the end. */
export function fences(text: string, within: Range = { start: 0, end: text.length }): Fence[] {
  const found: Fence[] = []
  let open: { marker: string; start: number; contentStart: number; info: string } | undefined
  const close = (end: number, contentEnd: number): void => {
    const { start, contentStart, info } = open!
    found.push({ range: { start, end }, content: { start: contentStart, end: contentEnd }, info })
    open = undefined
  }
  let at = within.start
  while (at < within.end) {
    LINE.lastIndex = at
    const line = LINE.exec(text)![0]
    const end = Math.min(at + line.length, within.end)
    const match = /^[ \t>]*(?:(?:[-*+]|\d+[.)]) [ \t]*)?(`{3,}|~{3,})([^\r\n]*)/.exec(line.slice(0, 400))
    if (open) {
      if (match && match[1]!.startsWith(open.marker) && match[2]!.trim() === '') close(end, at)
    } else if (match && !(match[1]!.startsWith('`') && match[2]!.includes('`'))) {
      open = { marker: match[1]!, start: at, contentStart: end, info: match[2]!.trim() }
    }
    if (line.length === 0) break
    at = end
  }
  if (open) close(within.end, within.end)
  return found
}

/** Whether a place is in none of the ranges; asked in order. */
export function outsideOf(ranges: readonly Range[]): (at: number) => boolean {
  let next = 0
  return (at) => {
    while (next < ranges.length && ranges[next]!.end <= at) next++
    return next >= ranges.length || ranges[next]!.start > at
  }
}
