/** Offsets → lines and columns, for every format. */
import type { Place, Range, Texts } from '../model.ts'
import { within } from '../text/once.ts'
import { lineColumn, lineStarts } from '../text/source.ts'

/** 1-based; columns count UTF-16 units, the end is exclusive. */
export interface Region {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** A file's text, with values computed from it once. */
export interface Lines {
  readonly text: string
  readonly starts: readonly number[]
}

export interface Locator {
  /** Undefined if the file's text is unknown. */
  lines(file: string): Lines | undefined
  /** Line 1, column 1 if the file's text is unknown. Ranges are clamped to the text. */
  region(place: Place): Region
}

/** A locator for these texts; line starts of a file are computed on first use. */
export function locator(texts: Texts): Locator {
  const known = new Map<string, Lines>()
  const lines = (file: string): Lines | undefined => {
    const text = texts.get(file)
    return text === undefined ? undefined : within(known, file, () => ({ text, starts: lineStarts(text) }))
  }
  const region = ({ file, range }: Place): Region => {
    const found = lines(file)
    if (!found) return { line: 1, column: 1, endLine: 1, endColumn: 1 }
    const { start, end } = clampRange(range, found.text.length)
    const { line: endLine, column: endColumn } = lineColumn(found.starts, end)
    return { ...lineColumn(found.starts, start), endLine, endColumn }
  }
  return { lines, region }
}

/** Clamps a range to `[0, length]`; never reversed; NaN counts as 0. */
export function clampRange({ start, end }: Range, length: number): Range {
  const clamp = (n: number): number => Math.min(Math.max(Math.trunc(n) || 0, 0), length)
  const from = clamp(start)
  return { start: from, end: Math.max(from, clamp(end)) }
}
